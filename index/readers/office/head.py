"""The head of a document: the title, byline and date above its text, else its properties."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.articles.article import Article, ArticleInfo
from index.articles.origins import Origin
from index.readers.blocks import (
    PAGE_BREAK,
    Block,
    assemble_pages,
    make_article,
    name_of,
    one_line,
    without_title,
)
from index.readers.office.properties import Properties, certainty_of_author
from index.readers.sources import Source
from index.readers.text import told_by

_LONGEST_LINE = 200
_LINES = 5


@dataclass(frozen=True, slots=True)
class Written:
    """A document as its reader found it.

    Args:
        blocks: of the text; `PAGE_BREAK` in them parts pages.
        properties: of the file.
        title: that the text itself is headed with, where its form says so.
        info: what the form of other lines says (author, date), which are no part of `blocks`.
        pages: what is printed on each page; empty where pages are not known.
        has_head: whether a heading that begins the text is its title.
    """

    blocks: Sequence[Block]
    properties: Properties = field(default_factory=Properties)
    title: str | None = None
    info: ArticleInfo = field(default_factory=lambda: ArticleInfo(id=""))
    pages: Sequence[str] = ()
    has_head: bool = True


def written_article(source: Source, written: Written) -> Article | None:
    """Return the article of a document, or None where it has no text."""
    blocks = [one for one in written.blocks if one.text.strip() or PAGE_BREAK in one.text]
    stated = written.properties.title
    title, blocks = _titled(blocks, written.title, stated) if written.has_head else (None, blocks)
    above = replace(written.info, title=title)
    told, blocks = _byline(blocks, above) if title or stated else (above, blocks)
    info, origins = _described(told, written.properties, source)
    text, marks = assemble_pages(blocks, written.pages)
    if not text:
        return None
    return make_article(source, info, text, marks, origins=origins)


def heading_of_all(headings: Sequence[tuple[int, str]]) -> str | None:
    """Return the heading that heads a whole text: the first, alone on the highest level.

    Args:
        headings: their levels, the highest the least, and what they say.
    """
    levels = [level for level, _ in headings]
    is_first = bool(levels) and levels[0] == min(levels) and levels.count(levels[0]) == 1
    return headings[0][1] if is_first else None


def title_of(slides: Sequence[Block]) -> str | None:
    """Return the title of the first slide, which is that of all, where it has one."""
    first = next((one for one in slides if one.text), None)
    return one_line(first.text) if first is not None and first.mark == "heading" else None


def _titled(
    blocks: list[Block], title: str | None, stated: str | None
) -> tuple[str | None, list[Block]]:
    """Return the title that stands above the text, and the blocks below it.

    A heading that may head only what follows is none where the properties state a title.
    """
    if title is None and stated is None and len(blocks) > 1 and blocks[0].mark == "heading":
        title = one_line(blocks[0].text)
    return title, without_title(blocks, title or stated) if len(blocks) > 1 else blocks


def _byline(blocks: list[Block], info: ArticleInfo) -> tuple[ArticleInfo, list[Block]]:
    """Return what the lines under a title tell, and the blocks without those lines."""
    at = 0
    for block in blocks[:_LINES]:
        line = one_line(block.text)
        told = told_by(line, info) if line and _may_tell(block, line) else None
        if told is None or at + 1 == len(blocks):
            break
        info, at = told, at + 1
    breaks = [Block(PAGE_BREAK) for one in blocks[:at] for _ in range(one.text.count(PAGE_BREAK))]
    return info, [*breaks, *blocks[at:]]


def _may_tell(block: Block, line: str) -> bool:
    return block.mark in {None, "heading"} and len(line) <= _LONGEST_LINE


def _described(
    told: ArticleInfo, stated: Properties, source: Source
) -> tuple[ArticleInfo, list[Origin]]:
    title = told.title or stated.title or name_of(source)
    info = replace(
        told,
        title=title,
        author=told.author or stated.author,
        date=told.date or stated.date,
        publication=told.publication or stated.publication,
        categories=stated.categories,
    )
    # Origins of fields that are empty are left out when the article is made.
    return info, [*_origins(told, stated), Origin("categories", "document properties", 0.6)]


def _origins(told: ArticleInfo, stated: Properties) -> Iterator[Origin]:
    if told.title:
        yield Origin("title", "title of the text", 0.95)
    elif stated.title:
        yield Origin("title", "document properties", 0.6)
    else:
        yield Origin("title", "file name", 0.3)
    if told.author:
        yield Origin("author", "byline", 0.9)
    elif stated.author:
        yield Origin("author", "document properties", certainty_of_author(stated.author))
    if told.date:
        yield Origin("date", "byline", 0.9)
    elif stated.date:  # when the file was made, not when the text was published
        yield Origin("date", "document properties", 0.3)
    if told.publication:
        yield Origin("publication", "byline", 0.9)
    elif stated.publication:
        yield Origin("publication", "document properties", 0.6)
    if told.url:
        yield Origin("url", "line above the text", 0.9)
