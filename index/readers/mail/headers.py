"""What a message's head says: subject, sender, day, list, each as one line of text."""

import email.utils
import re
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from itertools import islice

from index.articles.article import ArticleInfo
from index.articles.origins import Origin
from index.readers.blocks import one_line
from index.readers.mail.words import FORWARD, REPLY

_MOST_PARTS = 50
_LONGEST = 4_000
"""Characters of a header that are looked at."""

_VIA = re.compile(r"\s+(?:via|por|über)\s+\S.*$|\s*\([^()]*\)$", re.IGNORECASE)
_TURNED = re.compile(r"(?P<last>[^\W\d][\w'’-]+(?: [\w'’-]+)?), (?P<first>[^\W\d][\w'’. -]+)")
_NOBODY = re.compile(r"\b(?:no|do ?not)[- ]?reply\b|\bmailer-daemon\b", re.IGNORECASE)
_COUNTED_LIST = re.compile(r"\d{4,}")
_ADDRESS = re.compile(r"<(?P<url>https?://[^\s<>]+)>")
_BEFORE_SUBJECT = re.compile(r"(?P<word>[^\W\d_]{1,8})(?:\[\d+\]|\(\d+\))?\s*[:：]\s*")
_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Head:
    """What a message says of itself; `is_bulk`: it went to a list, or was made for many."""

    info: ArticleInfo
    origins: tuple[Origin, ...]
    name: str
    is_reply: bool
    is_forward: bool
    is_bulk: bool


def head_of(message: Message) -> Head:
    """Return what the head of a message says, whatever of it is missing or broken."""
    raw = {name.lower(): str(value) for name, value in reversed(list(message.raw_items()))}
    hint = _charset(message)
    subject = text_of(raw.get("subject", ""), hint)
    is_bulk = "list-id" in raw or "list-unsubscribe" in raw
    sender, domain = _sender(raw.get("from", "") or raw.get("sender", ""), hint)
    listed, sure = _list_name(raw.get("list-id", ""))
    is_body = is_bulk and sender is not None and _is_name_of(sender, domain, listed)
    publication = sender if is_body and sure < 0.6 else listed or (sender if is_body else None)
    day, told = _day(raw)
    url = _ADDRESS.search(raw.get("archived-at", "")[:_LONGEST])
    before = _word_before(subject)
    is_forward = before in FORWARD.split()
    return Head(
        info=ArticleInfo(
            id="",
            title=subject or None,
            author=None if is_body else sender,
            date=day,
            publication=publication,
            url=url["url"] if url else None,
        ),
        origins=(
            Origin("title", "mail header Subject"),
            Origin("author", "mail header From", 0.9),
            Origin("date", f"mail header {told}", 1.0 if told == "Date" else 0.4),
            Origin("publication", f"mail header {'List-Id' if listed else 'From'}", sure or 0.6),
            Origin("url", "mail header Archived-At"),
        ),
        name=text_of(raw.get("message-id", "")).strip("<> "),
        is_reply=before in REPLY.split() or ("in-reply-to" in raw and not is_forward),
        is_forward=is_forward,
        is_bulk=is_bulk,
    )


def text_of(raw: str, hint: str | None = None) -> str:
    """Return a header's value as text, its encoded words decoded.

    Bytes of no named encoding are UTF-8, else in that of the message's text (`hint`), else Western:
    there are too few of them to guess from.
    """
    pieces: list[str] = []
    try:
        found = decode_header(raw[:_LONGEST])
    except (ValueError, LookupError):  # broken base64
        found = [(raw[:_LONGEST], None)]
    for value, charset in found:
        data = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
        pieces.append(_decoded(data, charset, hint))
    return one_line("".join(pieces)) or ""


def _decoded(data: bytes, charset: str | None, hint: str | None) -> str:
    for name in filter(None, (charset, "utf-8", hint)):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return data.decode("cp1252", "replace")


def person_of(written: str) -> str | None:
    """Return the name in `Ada Okoro <ada@paper.example>`, turned round where it was turned."""
    return _sender(written)[0]


def day_of(written: str) -> str | None:
    """Return the day of a date as mails write it, where the sender is."""
    try:
        return email.utils.parsedate_to_datetime(written[:100]).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _charset(message: Message) -> str | None:
    """Return the encoding that the first text of a message names."""
    parts = islice(message.walk(), _MOST_PARTS)
    return next(filter(None, (part.get_content_charset() for part in parts)), None)


def _sender(raw: str, hint: str | None = None) -> tuple[str | None, str]:
    try:
        name, address = email.utils.parseaddr(raw[:_LONGEST])
    except (ValueError, IndexError, RecursionError):
        name, address = "", ""
    shown = _VIA.sub("", text_of(name or raw.partition("<")[0], hint)).strip(" \"'")
    turned = _TURNED.fullmatch(shown)
    if turned:
        shown = f"{turned['first']} {turned['last']}"
    if "@" in shown or _NOBODY.search(shown) or not any(letter.isalpha() for letter in shown):
        return None, address.rpartition("@")[2]
    return shown, address.rpartition("@")[2]


def _list_name(raw: str) -> tuple[str | None, float]:
    """Return what a list is called, and how sure that is: its phrase, else its identifier."""
    phrase, _, rest = raw[:_LONGEST].partition("<")
    name, identifier = text_of(phrase).strip(" \"'"), rest.partition(">")[0].strip()
    if name and not _COUNTED_LIST.search(name):
        return name, 0.9
    if identifier and not _COUNTED_LIST.search(identifier):
        return identifier, 0.5
    return None, 0.0


def _is_name_of(sender: str, domain: str, listed: str | None) -> bool:
    """Tell whether a sender's name is that of the house, which its domain or list has."""
    letters = _LETTERS.sub("", sender).casefold()
    return bool(letters) and (
        letters in _LETTERS.sub("", domain).casefold()
        or (listed is not None and letters in _LETTERS.sub("", listed).casefold())
    )


def _day(raw: dict[str, str]) -> tuple[str | None, str]:
    found = day_of(raw.get("date", ""))
    if found:
        return found, "Date"
    return day_of(raw.get("received", "")[:_LONGEST].rpartition(";")[2].strip()), "Received"


def _word_before(subject: str) -> str:
    found = _BEFORE_SUBJECT.match(subject)
    return found["word"].casefold() if found else ""
