"""HTML: the article without its page. The one module that touches trafilatura."""

import re
from collections.abc import Iterator

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from index.errors import ReadError
from index.readers.blocks import Block, assemble, make_article, without_title
from index.readers.encoding import decode
from index.readers.pages.fragments import page_blocks
from index.readers.pages.hidden import drop_hidden
from index.readers.pages.metadata.inferred import completed
from index.readers.pages.metadata.page_metadata import page_metadata
from index.readers.sources import ReadOutcome, Source

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\n]+")
_FEWEST_WORDS = 5

MOST_ELEMENTS = 50_000
"""Of a page that trafilatura is given; its time grows with the square of their number."""


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the article of an HTML page: boilerplate goes, headings and tables become lines.

    What a browser would not show never enters the text.

    Raises:
        ReadError: not text, or no article in the page.
    """
    page = _parse(data)
    is_large = _has_more_elements(page, MOST_ELEMENTS)
    told = page_metadata(page, source.url)
    if not is_large:
        told = completed(told, page, source.url)
    drop_hidden(page)
    found = page_blocks(page) if is_large else _found_blocks(page, source)
    blocks = [block for block in found if block.text.strip()]
    text, marks = assemble(without_title(blocks, told.info.title))
    if len(text.split()) < _FEWEST_WORDS and len(text) < 40:
        raise ReadError("no article found in the page; save its text as .txt or .md instead")
    return ReadOutcome((make_article(source, told.info, text, marks, origins=told.origins),))


def _has_more_elements(page: lxml_html.HtmlElement, most: int) -> bool:
    return any(number >= most for number, _ in enumerate(page.iter()))


def _found_blocks(page: lxml_html.HtmlElement, source: Source) -> Iterator[Block]:
    """Yield the blocks of what trafilatura finds to be the article."""
    found = trafilatura.bare_extraction(
        page,
        url=source.url,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
    )
    if found is not None:
        yield from _blocks(found.body)


def _parse(data: bytes) -> lxml_html.HtmlElement:
    declared = _DECLARED.search(data[:4096])
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    text = _DECLARATION.sub("", text).replace("\x00", "")
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        page = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        raise ReadError("no HTML in it; fix the suffix or the file") from None
    return page


def _blocks(body: etree._Element) -> Iterator[Block]:
    for element in body:
        if element.tag == "head":
            yield Block(_line(element), "heading")
        elif element.tag == "list":
            yield from _items(element)
        elif element.tag == "table":
            yield from _rows(element)
        elif element.tag == "code":
            yield Block("".join(element.itertext()).rstrip())
        elif element.tag in {"quote", "div"} and len(element):
            yield Block(_line_of(element.text))
            yield from _blocks(element)
        else:
            yield Block(_line(element))
        yield Block(_line_of(element.tail))


def _items(element: etree._Element) -> Iterator[Block]:
    """Yield a line for every item, those of lists inside items after the item they belong to."""
    for number, item in enumerate(element.iter("item")):
        own = _line_of(_text_before_list(item))
        if own:
            yield Block(f"- {own}", tight=number > 0)


def _text_before_list(item: etree._Element) -> str:
    """Return an item's text without the lists inside it."""
    parts = [item.text or ""]
    for child in item:
        if child.tag == "list":
            parts.append(" ")
        else:
            parts.append("\x0b" if child.tag == "lb" else _raw(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _rows(table: etree._Element) -> Iterator[Block]:
    for number, row in enumerate(table.iter("row")):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in row.iter("cell")]
        if any(cells):
            yield Block(" | ".join(cells), tight=number > 0)


def _raw(element: etree._Element) -> str:
    """Return the text of an element, with line breaks as newlines."""
    parts = [element.text or ""]
    for child in element:
        parts.append("\x0b" if child.tag == "lb" else _raw(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _line(element: etree._Element) -> str:
    return _line_of(_raw(element))


def _line_of(text: str | None) -> str:
    """Collapse white space as a browser does; only `<br>` breaks a line."""
    lines = (_SPACES.sub(" ", line).strip() for line in (text or "").split("\x0b"))
    return "\n".join(line for line in lines if line)
