"""HTML without a page around it (items of feeds) becomes blocks; everything shown is kept.

The same, without what stands around an article, serves pages too large for trafilatura.
"""

from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from index.readers.blocks import Block
from index.readers.pages.hidden import drop_hidden
from index.readers.pages.rendering import lines_of

_AROUND = ("nav", "header", "footer", "aside", "form", "button", "select", "textarea", "head")


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
    yield from (line.block for line in lines_of(root, set(root.iter(*_AROUND))))


def element_blocks(root: lxml_html.HtmlElement) -> Iterator[Block]:
    """Yield the blocks of what is in an element, in order."""
    yield from (line.block for line in lines_of(root))
