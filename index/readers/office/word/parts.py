"""What a Word document holds in other parts: charts, and text put in whole from elsewhere."""

from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage

from index.readers.blocks import Block
from index.readers.encoding import decode
from index.readers.office.drawing import chart_blocks
from index.readers.office.package import Package, Relation
from index.readers.pages.fragments import fragment_blocks

_LARGEST = 8 * 1024 * 1024


class Parts:
    """The parts that a document refers to.

    Args:
        package: that holds them.
        related: by their identifiers.
    """

    def __init__(self, package: Package, related: Mapping[str, Relation]) -> None:
        self._package, self._related = package, related

    def chart(self, identifier: str) -> Iterator[Block]:
        """Yield what a chart shows."""
        name = self._name(identifier)
        yield from chart_blocks(self._package.xml(name)) if name else ()

    def chunk(self, identifier: str) -> Iterator[Block]:
        """Yield the text of a part of HTML, of a saved page or of plain text."""
        name = self._name(identifier)
        if not name:
            return
        data = self._package.zip.read(name, _LARGEST)
        suffix = name.rpartition(".")[2].lower()
        if suffix in {"mht", "mhtml"}:
            yield from fragment_blocks(_page(data))
        elif suffix in {"htm", "html", "xhtml"}:
            yield from fragment_blocks(decode(data).text)
        elif suffix == "txt":
            yield Block(decode(data).text)

    def _name(self, identifier: str) -> str:
        found = self._related.get(identifier)
        is_here = found is not None and found.target in self._package.zip
        return found.target if found is not None and is_here and not found.is_outside else ""


def _page(data: bytes) -> str:
    """Return the page of an archive of one."""
    message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            raw = part.get_payload(decode=True)
            charset = part.get_content_charset()
            return decode(raw, charset).text if isinstance(raw, bytes) else ""
    return ""
