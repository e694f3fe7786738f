"""Web pages saved as one file: MHTML, as browsers write it, and Safari's .webarchive."""

import email
import plistlib
import re
from collections.abc import Iterator, Mapping
from email.message import Message
from xml.parsers.expat import ExpatError

from lxml import etree
from lxml import html as lxml_html

from index.errors import ReadError
from index.readers import read_bytes
from index.readers.blocks import one_line
from index.readers.encoding import decode
from index.readers.mail.parts import text_of_part
from index.readers.registry import FORMATS
from index.readers.sources import ReadOutcome, Source

_HTML = frozenset(("text/html", "application/xhtml+xml"))
_MOST_PARTS = 5_000
_MOST_STYLES = 2 * 1024 * 1024
"""Characters of style sheets that are put into a page."""
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB = re.compile(r"https?://\S+$", re.IGNORECASE)


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the page of an archive, by the reader of web pages, under the address it was saved from.

    Style sheets that were saved with it say what a reader does not see.

    Raises:
        ReadError: no such archive, or no page in it.
    """
    if data.startswith((b"bplist00", b"<?xml")):
        page, url = _of_webarchive(data)
    else:
        page, url = _of_mhtml(data)
    inner = Source(source.key, source.path, url, source.depth, source.allowance)
    return read_bytes(
        f"\ufeff{page}".encode("utf-8", "replace"), inner, FORMATS.of_file("page.html")
    )


def _of_mhtml(data: bytes) -> tuple[str, str | None]:
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n \t"))
    parts = [part for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False)]
    pages = [part for part in parts if part.get_content_type() in _HTML]
    if "MIME-Version" not in message or not pages:
        raise ReadError("holds no saved web page; save it again, as HTML")
    root = next((part for part in pages if _is_start(part, message)), pages[0])
    url = _address(message.get("Snapshot-Content-Location")) or _address(
        root.get("Content-Location")
    )
    return _styled(text_of_part(root), _styles(parts)), url


def _is_start(part: Message, message: Message) -> bool:
    start = str(message.get_param("start", "") or "").strip("<> ")
    return bool(start) and str(part.get("Content-ID", "")).strip("<> ") == start


def _address(given: object) -> str | None:
    line = one_line(given)
    return line if line and _WEB.match(line) else None


def _styles(parts: list[Message]) -> dict[str, str]:
    """Return the style sheets among parts by the addresses under which a page names them."""
    found: dict[str, str] = {}
    for part in parts:
        if part.get_content_type() != "text/css":
            continue
        try:
            text = text_of_part(part)
        except ReadError:
            continue
        for name in _names(part):
            found[name] = text
    return found


def _names(part: Message) -> Iterator[str]:
    location = one_line(part.get("Content-Location"))
    if location:
        yield location
    identifier = str(part.get("Content-ID", "")).strip("<> ")
    if identifier:
        yield f"cid:{identifier}"


def _styled(html: str, styles: Mapping[str, str]) -> str:
    """Return a page with the style sheets that it links to in it, as long as they are not huge."""
    if not styles or not html.strip():
        return html
    try:
        page = lxml_html.document_fromstring(_NOT_XML.sub("", html))
    except (etree.ParserError, ValueError):
        return html
    room = _MOST_STYLES
    for link in list(page.iter("link")):
        text = styles.get(link.get("href") or "", "")
        if "stylesheet" in (link.get("rel") or "").lower() and text and len(text) <= room:
            room -= len(text)
            style = lxml_html.Element("style")
            style.text, style.tail = _NOT_XML.sub("", text).replace("</", "<\\/"), link.tail
            link.getparent().replace(link, style)
    return str(etree.tostring(page, encoding="unicode", method="html"))


def _of_webarchive(data: bytes) -> tuple[str, str | None]:
    try:
        archive = plistlib.loads(data)
        resource = archive["WebMainResource"]
        content = bytes(resource["WebResourceData"])
    except (plistlib.InvalidFileException, ExpatError, ValueError, KeyError, TypeError):
        raise ReadError("holds no saved web page; save it again, as HTML") from None
    name = resource.get("WebResourceTextEncodingName")
    text = decode(content, name if isinstance(name, str) else None).text
    return text, _address(resource.get("WebResourceURL"))
