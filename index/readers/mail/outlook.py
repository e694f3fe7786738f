"""Messages as Outlook saves them (.msg). The one module that touches olefile."""

import email
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

import olefile

from index.errors import ReadError
from index.readers.archives.members import together
from index.readers.encoding import decode
from index.readers.mail.message import message_outcomes
from index.readers.sources import ReadOutcome, Source

_SUBJECT, _SENDER, _ADDRESS, _HEADERS = "0037", "0C1A", "5D01", "007D"
_PLAIN, _HTML = "1000", "1013"
_LONG_NAME, _SHORT_NAME, _DATA, _EMBEDDED, _IDENTIFIER = "3707", "3704", "3701", "3701000D", "3712"
_SENT, _FLAGS, _CODE_PAGE = 0x0039, 0x0E07, 0x3FDE
_IS_UNSENT = 0x8
_ENTRY = struct.Struct("<HHI8s")
_HEAD_OF_FILE, _HEAD_OF_MESSAGE = 32, 24
"""Bytes before the entries of a message's properties."""
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_DEEPEST = 3
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".webp")
_TAKEN = (
    "from", "subject", "date", "message-id", "in-reply-to", "list-id", "list-unsubscribe",
    "archived-at", "received",
)  # fmt: skip


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read a message, as if it had come as a mail.

    Raises:
        ReadError: no such file, or one that holds something else.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            message = _Storage(file, ()).message(_HEAD_OF_FILE)
    except (OSError, ValueError, struct.error, IndexError, KeyError, TypeError) as error:
        raise ReadError(f"is no message of Outlook, or a damaged one ({error})") from None
    return together(message_outcomes(message, source))


@dataclass(frozen=True, slots=True)
class _Storage:
    """A message, or what is attached to one, in a file of Outlook's."""

    file: "olefile.OleFileIO"
    place: tuple[str, ...]
    depth: int = 0

    def message(self, head: int) -> Message:
        """Return the message that is stored here, `head` bytes before its properties."""
        if not self.file.exists([*self.place, "__properties_version1.0"]):
            raise ReadError("holds no message; save it again, as .eml")
        properties = self._properties(head)
        message = MIMEMultipart("mixed")
        written = self._text(_HEADERS, properties)
        for name, value in email.message_from_string(written).raw_items():
            if name.lower() in _TAKEN:
                message[name] = value
        self._complete(message, properties)
        if not written and int.from_bytes(properties.get(_FLAGS, b"")[:4], "little") & _IS_UNSENT:
            message["X-Unsent"] = "1"
        message.attach(self._body(properties))
        for part in self._attached():
            message.attach(part)
        return message

    def _complete(self, message: Message, properties: dict[int, bytes]) -> None:
        """Put into a message's head what it lacks and Outlook knows."""
        sender = self._text(_SENDER, properties)
        if "From" not in message and sender:
            message["From"] = f'"{sender}" <{self._text(_ADDRESS, properties)}>'
        if "Subject" not in message:
            message["Subject"] = self._text(_SUBJECT, properties)
        sent = int.from_bytes(properties.get(_SENT, b""), "little")
        if "Date" not in message and sent:
            moment = _EPOCH + timedelta(microseconds=min(sent, 1 << 57) // 10)
            message["Received"] = f"; {format_datetime(moment)}"  # not in the sender's zone

    def _body(self, properties: dict[int, bytes]) -> Message:
        body = MIMEMultipart("alternative")
        body.attach(MIMEText(self._text(_PLAIN, properties), "plain", "utf-8"))
        html = self._html(properties)
        if html.strip():
            body.attach(MIMEText(html, "html", "utf-8"))
        return body

    def _html(self, properties: dict[int, bytes]) -> str:
        data = self._stream(f"{_HTML}0102")
        if data is None:
            return self._text(_HTML, properties)
        data = data.rstrip(b"\x00")
        return decode(data, _code_page(properties)).text if data.strip() else ""

    def _attached(self) -> Iterator[Message]:
        depth = len(self.place)
        names = dict.fromkeys(
            tuple(one[: depth + 1])
            for one in self.file.listdir()
            if tuple(one[:depth]) == self.place and one[depth].startswith("__attach_version1.0")
        )
        for place in names:
            part = _Storage(self.file, place, self.depth + 1).attachment()
            if part is not None:
                yield part

    def attachment(self) -> Message | None:
        """Return what is attached here; None for a picture of the text, or what lies too deep."""
        name = self._text(_LONG_NAME, {}) or self._text(_SHORT_NAME, {})
        inner = (*self.place, f"__substg1.0_{_EMBEDDED}")
        if self.file.exists([*inner, "__properties_version1.0"]):
            if self.depth >= _DEEPEST:
                return None
            return MIMEMessage(_Storage(self.file, inner, self.depth).message(_HEAD_OF_MESSAGE))
        data = self._stream(f"{_DATA}0102")
        is_shown = bool(self._text(_IDENTIFIER, {})) and name.lower().endswith(_PICTURES)
        if data is None or is_shown:
            return None
        part = MIMEApplication(data)
        part.add_header("Content-Disposition", "attachment", filename=name or "attachment")
        return part

    def _text(self, identifier: str, properties: dict[int, bytes]) -> str:
        wide = self._stream(f"{identifier}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        narrow = (self._stream(f"{identifier}001E") or b"").rstrip(b"\x00")
        return decode(narrow, _code_page(properties)).text if narrow.strip() else ""

    def _stream(self, name: str) -> bytes | None:
        place = [*self.place, f"__substg1.0_{name}"]
        if not self.file.exists(place) or self.file.get_type(place) != olefile.STGTY_STREAM:
            return None
        return bytes(self.file.openstream(place).read())

    def _properties(self, head: int) -> dict[int, bytes]:
        """Return the values of fixed length by their identifiers."""
        data = self.file.openstream([*self.place, "__properties_version1.0"]).read()[head:]
        whole = len(data) // _ENTRY.size * _ENTRY.size
        return {name: value for _, name, _, value in _ENTRY.iter_unpack(data[:whole])}


def _code_page(properties: dict[int, bytes]) -> str | None:
    number = int.from_bytes(properties.get(_CODE_PAGE, b"")[:4], "little")
    return {0: None, 65001: "utf-8", 20127: "ascii", 28591: "latin-1"}.get(number, f"cp{number}")
