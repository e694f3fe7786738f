"""The parts of a message: what is shown as its text, and what is attached to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message

from index.errors import ReadError
from index.readers.archives.members import shown_name
from index.readers.encoding import decode
from index.readers.mail.headers import text_of

_MOST_PARTS = 1_000
_SHOWN = ("text/html", "text/plain")
_LOCKED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))
_SIGNATURES = frozenset(
    ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
)
_NOT_A_NAME = re.compile(r"[\\/:*?\"<>|]+")
_SUFFIXES = {
    "message/rfc822": ".eml",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/calendar": ".ics",
    "text/markdown": ".md",
}


@dataclass(frozen=True, slots=True)
class TextPart:
    """A text that a message shows; `is_flowed` as of RFC 3676, `joins_words` its `delsp`.

    `instead` says the same without HTML, for where that shows nothing but pictures.
    """

    text: str
    is_html: bool
    is_flowed: bool = False
    joins_words: bool = False
    instead: "TextPart | None" = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is attached; its name has a suffix wherever the message tells of what kind it is."""

    name: str
    part: Message

    def content(self, most: int) -> bytes:
        """Return its bytes.

        Raises:
            ReadError: more than `most`, or they cannot be made out.
        """
        try:
            data = _bytes_of(self.part)
        except (ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
            raise ReadError(f"is damaged in the mail ({error}); save it by itself") from None
        if len(data) > most:
            raise ReadError(f"{len(data):,} bytes, more than {most:,}; save it by itself")
        return data


@dataclass(slots=True)
class Parts:
    """The parts of a message, in their order."""

    shown: list[TextPart] = field(default_factory=list)
    attached: list[Attachment] = field(default_factory=list)
    is_locked: bool = False
    plain: dict[int, Message] = field(default_factory=dict)
    """The plain texts of HTML parts, by the identity of those."""


def parts_of(message: Message) -> Parts:
    """Return the parts of a message; of several forms of one text HTML, else the last one read."""
    found = Parts()
    for part in _chosen(message, found):
        name = _name(part)
        kind = part.get_content_type()
        is_attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind in _SHOWN and not is_attached:
            plain = found.plain.get(id(part))
            instead = _text_part(plain) if plain is not None else None
            found.shown.append(replace(_text_part(part), instead=instead))
        elif kind not in _SIGNATURES:
            found.attached.append(Attachment(_numbered(name or _default_name(part), found), part))
    return found


def text_of_part(part: Message) -> str:
    """Return the text of a part in the encoding that it names, else as it can be told.

    Raises:
        ReadError: it is no text.
    """
    data = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return decode(data, charset).text if isinstance(data, bytes) and data else ""


def _chosen(message: Message, found: Parts) -> Iterator[Message]:
    """Yield the parts that are shown or attached; pictures that HTML holds are neither."""
    waiting = [message]
    seen = 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop()
        seen += 1
        kind = part.get_content_type()
        if kind in _LOCKED:
            found.is_locked = True
        elif part.is_multipart() and kind.startswith("multipart/"):
            waiting += reversed(_children(part, kind, found))
        else:
            yield part


def _children(part: Message, kind: str, found: Parts) -> list[Message]:
    payload = part.get_payload()
    every = payload if isinstance(payload, list) else []
    children = [one for one in every if isinstance(one, Message)]
    if kind == "multipart/alternative":
        return _best(children, found)
    if kind == "multipart/related":
        return [one for at, one in enumerate(children) if at == 0 or _stands_alone(one)]
    return children


def _best(children: list[Message], found: Parts) -> list[Message]:
    """Return of the forms of one text the one that says most, and what is attached among them."""
    html = [one for one in children if _leaf(one, "text/html") is not None]
    plain = [one for one in children if _leaf(one, "text/plain") is not None]
    if html and plain:
        leaf, instead = _leaf(html[-1], "text/html"), _leaf(plain[-1], "text/plain")
        if leaf is not None and instead is not None:
            found.plain[id(leaf)] = instead
    kept = (html or plain or children)[-1:]
    return kept + [one for one in children if one not in kept and _name(one)]


def _leaf(part: Message, kind: str) -> Message | None:
    """Return the first part in `part` that shows something of this kind, if that is not a file."""
    if _name(part):
        return None
    leaves = (one for one in part.walk() if one.get_content_type() == kind and not _name(one))
    return next((one for one in leaves if one.get_payload()), None)


def _stands_alone(part: Message) -> bool:
    return part.get_content_maintype() != "image" or part.get_content_disposition() == "attachment"


def _text_part(part: Message) -> TextPart:
    try:
        text = text_of_part(part)
    except ReadError:
        text = ""
    return TextPart(
        text,
        is_html=part.get_content_type() == "text/html",
        is_flowed=str(part.get_param("format", "")).lower() == "flowed",
        joins_words=str(part.get_param("delsp", "")).lower() == "yes",
    )


def _name(part: Message) -> str:
    try:
        written = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        written = ""
    name = _NOT_A_NAME.sub("_", shown_name(text_of(written)).rpartition("/")[2])
    return name.strip(" .")


def _default_name(part: Message) -> str:
    kind = part.get_content_type()
    title = "message" if kind == "message/rfc822" else "attachment"
    return f"{title}{_SUFFIXES.get(kind, '.' + _NOT_A_NAME.sub('', kind.rpartition('/')[2])[:20])}"


def _numbered(name: str, found: Parts) -> str:
    """Return a name that no attachment before has."""
    taken = {one.name for one in found.attached}
    stem, dot, suffix = name.rpartition(".")
    number, numbered = 1, name
    while numbered in taken:
        number += 1
        numbered = f"{stem}-{number}.{suffix}" if dot else f"{name}-{number}"
    return numbered


def _bytes_of(part: Message) -> bytes:
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
        inner = payload[0]
        return inner.as_bytes() if isinstance(inner, Message) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
