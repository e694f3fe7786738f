"""Files of one message: .eml, and .emlx as Apple's Mail keeps them."""

import email
import re
from email.message import Message

from index.errors import ReadError
from index.readers.archives.members import together
from index.readers.mail.message import message_outcomes
from index.readers.sources import ReadOutcome, Source

_LENGTH = re.compile(rb"\A(\d{1,10})[ \t]*\r?\n(?=[!-9;-~]+:)")
_HEADER = re.compile(rb"(?:\A|\n)[!-9;-~]{1,60}:")
_KNOWN = frozenset(("from", "subject", "date", "to", "message-id", "content-type", "received"))


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read a message: its words without what it quotes; attachments are read by their own readers.

    Raises:
        ReadError: no message.
    """
    outcome = together(message_outcomes(parsed(data), source))
    if not outcome.articles and not outcome.drafts and len(outcome.skipped) == 1:
        only = outcome.skipped[0]
        if only.path == str(source.path or source.key):
            raise ReadError(only.reason)
    return outcome


def parsed(data: bytes) -> Message:
    """Return the message that bytes are.

    Raises:
        ReadError: none.
    """
    length = _LENGTH.match(data)
    if length:
        data = data[length.end() : length.end() + int(length[1])]
    data = data.lstrip(b"\xef\xbb\xbf\r\n \t")
    message = email.message_from_bytes(data)
    if not _HEADER.match(data) or not _KNOWN & {name.lower() for name in message}:
        raise ReadError("is no mail (it has no lines such as From: and Subject:); fix the suffix")
    return message
