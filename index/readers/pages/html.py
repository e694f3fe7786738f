"""HTML: the article without its page."""

import re

from lxml import etree
from lxml import html as lxml_html

from index.articles.article import ArticleInfo
from index.articles.origins import Origin
from index.errors import ReadError
from index.readers.blocks import Block, assemble, make_article, without_title
from index.readers.encoding import decode
from index.readers.pages.fragments import page_blocks
from index.readers.pages.hidden import drop_hidden
from index.readers.pages.main_text import main_text
from index.readers.pages.metadata.inferred import completed
from index.readers.pages.metadata.page_metadata import page_metadata
from index.readers.pages.second_opinion import SecondOpinion
from index.readers.pages.trimming import trimmed
from index.readers.sources import ReadOutcome, Source

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_FEWEST_WORDS = 5
_ENOUGH = 2 / 3
"""Of the words a page shows; an article with fewer of them is doubtful."""
_FEW_WORDS = 50
_OF_PARTS = 0.3
"""How sure a text is of which much was left out."""

_OF_HEAD = frozenset(("title", "meta", "link", "script", "style", "base", "noscript", "template"))

MOST_ELEMENTS = 50_000
"""Of a page that trafilatura is given; its time grows with the square of their number."""


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the article of an HTML page: boilerplate goes, headings and tables become lines.

    What a browser would not show never enters the text.

    Raises:
        ReadError: not text, or no article in the page.
    """
    page, is_deep = page_of(data)
    # lxml makes an object for an element when asked and forgets it with its last reference; the
    # page is walked many times.
    elements = list(page.iter())
    is_large = is_deep or len(elements) > MOST_ELEMENTS
    told = page_metadata(page, source.url)
    if not is_large:
        told = completed(told, page, source.url)
    drop_hidden(page)
    blocks, words_shown = (list(page_blocks(page)), 0) if is_large else _chosen(page, told.info)
    text, marks = assemble(without_title(blocks, told.info.title))
    if len(text.split()) < _FEWEST_WORDS and len(text) < 40:
        raise ReadError("no article found in the page; save its text as .txt or .md instead")
    origins = (*told.origins, *_doubts(text, words_shown))
    return ReadOutcome((make_article(source, told.info, text, marks, origins=origins),))


def _leave_head(page: lxml_html.HtmlElement) -> None:
    """Move what no head holds into the body: the parser knows no `article` that begins a page."""
    head, body = page.find("head"), page.find("body")
    if head is None:
        return
    children = list(head)
    first = next((n for n, child in enumerate(children) if child.tag not in _OF_HEAD), None)
    if first is None:
        return
    if body is None:
        body = etree.SubElement(page, "body")
    for place, child in enumerate(children[first:]):
        body.insert(place, child)


def _chosen(page: lxml_html.HtmlElement, info: ArticleInfo) -> tuple[list[Block], int]:
    """Return the blocks of the article, and how many words of the page could have been of it."""
    body = page.find("body")
    found = main_text(page if body is None else body, SecondOpinion(page))
    return [line.block for line in trimmed(found.lines, info.author, info.date)], found.words_shown


def _doubts(text: str, words_shown: int) -> tuple[Origin, ...]:
    """Return what is to be said of a text when much of what its page shows is left out."""
    kept = len(text.split())
    if kept >= _ENOUGH * words_shown or words_shown - kept < _FEW_WORDS:
        return ()
    return (Origin("text", f"{kept:,} of {words_shown:,} words kept", _OF_PARTS),)


def page_of(data: bytes) -> tuple[lxml_html.HtmlElement, bool]:
    """Return the page, and whether its elements are nested deeper than parsers go by themselves.

    Raises:
        ReadError: not HTML, or nested deeper than any page.
    """
    declared = _DECLARED.search(data[:4096])
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    text = _DECLARATION.sub("", text).replace("\x00", "")
    for is_deep in (False, True):
        parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=is_deep)
        try:
            page = lxml_html.document_fromstring(text, parser=parser)
        except (etree.ParserError, ValueError):
            raise ReadError("no HTML in it; fix the suffix or the file") from None
        if all(error.type_name != "ERR_RESOURCE_LIMIT" for error in parser.error_log):
            _leave_head(page)
            return page, is_deep
    raise ReadError("is nested too deeply to be an article; simplify the file")
