"""HTML without a page around it (items of feeds) becomes blocks; everything shown is kept."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from index.readers.blocks import Block
from index.readers.hidden import drop_hidden

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption",
        "figure", "footer", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table",
        "tbody", "thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
    )
)  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SPACES = re.compile(r"[ \t\n\r\f]+")


def fragment_blocks(html: str) -> Iterator[Block]:
    """Yield the blocks of an HTML fragment (or of plain text) in order."""
    if not html.strip():
        return
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
    except (etree.ParserError, ValueError):
        yield Block(html)
        return
    drop_hidden(root)
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield _closed(pieces, element if event == "end" else None)
        if event == "start":
            pieces.append(_start_of(element))
        elif element is not root:
            pieces.append(_SPACES.sub(" ", element.tail or ""))
    yield _closed(pieces, None)


def _start_of(element: lxml_html.HtmlElement) -> str:
    if not isinstance(element.tag, str):
        return ""
    if element.tag == "br":
        return "\n"
    sign = " | " if element.tag in {"td", "th"} and element.getprevious() is not None else ""
    return sign + _SPACES.sub(" ", element.text or "")


def _closed(pieces: list[str], element: lxml_html.HtmlElement | None) -> Block:
    """Return what was gathered as a block, and empty the gathering."""
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    text = "\n".join(line for line in lines if line)
    pieces.clear()
    if element is None:
        return Block(text)
    follows = element.getprevious() is not None
    if element.tag == "li" and text:
        return Block(f"- {text}", tight=follows)
    return Block(text, is_heading=element.tag in _HEADINGS, tight=element.tag == "tr" and follows)
