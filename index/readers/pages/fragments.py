"""HTML without a page around it (items of feeds) becomes blocks; everything shown is kept.

The same, without what stands around an article, serves pages too large for trafilatura.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from index.articles.marks import Kind
from index.readers.blocks import Block
from index.readers.pages.hidden import drop_hidden

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption",
        "figure", "footer", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table",
        "tbody", "thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
    )
)  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_AROUND = ("nav", "header", "footer", "aside", "form", "button", "select", "textarea", "head")
_SPACES = re.compile(r"[ \t\n\r\f]+")


def fragment_blocks(html: str) -> Iterator[Block]:
    """Yield the blocks of an HTML fragment (or of plain text) in order."""
    if not html.strip():
        return
    try:
        root = _shown(html)
    except (etree.ParserError, ValueError):
        yield Block(html)
        return
    yield from element_blocks(root)


def without_hidden(html: str) -> str:
    """Return an HTML fragment without what a reader would not see; as it is when it is none."""
    try:
        return str(etree.tostring(_shown(html), encoding="unicode", method="html"))
    except (etree.ParserError, ValueError):
        return html


def _shown(html: str) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
    root = lxml_html.fragment_fromstring(html, create_parent="div", parser=parser)
    drop_hidden(root)
    return root


def page_blocks(page: lxml_html.HtmlElement) -> Iterator[Block]:
    """Yield the blocks of a page's article, in time that grows with its size alone.

    The article is the page's only `article` or `main`, else its body; navigation, headers, footers
    and forms in it are passed over.
    """
    articles = [list(page.iter(tag)) for tag in ("article", "main", "body")]
    root = next((found[0] for found in articles if len(found) == 1), page)
    for element in list(root.iter(*_AROUND)):
        element.text = None
        for child in list(element):
            element.remove(child)
    yield from element_blocks(root)


def element_blocks(root: lxml_html.HtmlElement) -> Iterator[Block]:
    """Yield the blocks of what is in an element, in order."""
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
    mark: Kind | None = "heading" if element.tag in _HEADINGS else None
    return Block(text, mark, tight=element.tag == "tr" and follows)
