"""Mailboxes: files of many messages, each an article of its own."""

import re
from collections.abc import Iterator
from email.message import Message

from index.errors import ReadError
from index.readers.archives.members import place_in, shown_name, skipped, together
from index.readers.mail.eml import parsed
from index.readers.mail.headers import text_of
from index.readers.mail.message import message_outcomes
from index.readers.sources import Failure, ReadOutcome, Source

_BORDER = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{0,200}\r?\n(?=>?[!-9;-~]{1,60}:)")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_EXPUNGED = 0x0008
_NOT_KEPT = frozenset(("spam", "trash", "bin", "papierkorb", "corbeille", "papelera"))


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the messages of a mailbox; deleted ones and copies are left out.

    Raises:
        ReadError: no mailbox.
    """
    borders = list(_BORDER.finditer(data))
    if not borders or data[: borders[0].start()].strip():
        raise ReadError('is no mailbox (it does not begin with a line "From "); fix the suffix')
    return together(_outcomes(data, borders, source))


def _outcomes(data: bytes, borders: list[re.Match[bytes]], source: Source) -> Iterator[ReadOutcome]:
    seen: set[str] = set()
    ends = [*(one.start() for one in borders[1:]), len(data)]
    for number, (border, end) in enumerate(zip(borders, ends, strict=True), 1):
        place = place_in(source, str(number))
        try:
            message = parsed(_ESCAPED.sub(rb"\1", data[border.end() : end]))
        except ReadError as error:
            yield ReadOutcome(failures=(Failure(place, f"{place}: {error}"),))
            continue
        row = shown_name(text_of(str(message.get("Message-ID", ""))).strip("<> ")) or str(number)
        reason = "a copy of a message before it" if row in seen else _left_out(message)
        seen.add(row)
        if reason:
            yield skipped(place, reason)
        else:
            yield from message_outcomes(message, source, row)


def _left_out(message: Message) -> str:
    """Return why a message is not read, "" where it is."""
    labels = {
        label.strip() for label in str(message.get("X-Gmail-Labels", "")).casefold().split(",")
    }
    if labels & _NOT_KEPT:
        return "is in the bin, or spam"
    try:
        status = int(str(message.get("X-Mozilla-Status", "0")), 16)
    except ValueError:
        status = 0
    return "was deleted in the mail program" if status & _EXPUNGED else ""
