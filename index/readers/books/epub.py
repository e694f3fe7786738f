"""Electronic books (.epub): each chapter an article of the book.

A reader of our own: the package for it, EbookLib, is under the AGPL, and leaves the chapters and
their text to others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.articles.article import Article
from index.articles.origins import Origin
from index.errors import ReadError
from index.readers.blocks import (
    Block,
    assemble_pages,
    make_article,
    name_of,
    one_line,
    without_title,
)
from index.readers.books.contents import Contents, Entry, contents
from index.readers.books.pages import Page, Place, page_of
from index.readers.office.package import Package
from index.readers.sources import Failure, ReadOutcome, Source


@dataclass(slots=True)
class _Chapter:
    """A chapter as it is gathered; `row` tells it from the others of the book."""

    row: str
    label: str | None = None
    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the chapters that a book's table of contents names, each as an article.

    Cover, title page, contents and the page of rights are left out; notes follow their chapter.

    Raises:
        ReadError: protected, damaged, or without text.
    """
    package = Package(data)
    book = contents(package)
    failures: list[Failure] = []
    chapters = list(_chapters(package, book, source, failures))
    articles = [article for one in chapters if (article := _article(one, book, source))]
    if not articles and not failures:
        raise ReadError("no text in it; a book of pictures is not read")
    return ReadOutcome(tuple(articles), tuple(failures))


def _chapters(
    package: Package, book: Contents, source: Source, failures: list[Failure]
) -> Iterator[_Chapter]:
    starts = _starts(book)
    chapter: _Chapter | None = None
    number = ""  # of the page that the last chapter ended on
    for file in book.files:
        entries = starts.get(file, {})
        try:
            page = page_of(package.zip, file, frozenset(entries))
        except (ReadError, RecursionError) as error:
            why = str(error) or "nested too deeply"
            failures.append(Failure(source.key, f"{source.key}, {file}: {why}"))
            continue
        for one in _split(page, file, entries, is_listed=bool(book.entries)):
            begins = one.label is not None or chapter is None
            one.pages.insert(0, number)
            number = one.pages[-1]
            if chapter is not None and not begins:
                chapter.blocks += one.blocks
                chapter.notes += one.notes
                chapter.pages += one.pages[1:]
                continue
            if chapter is not None:
                yield chapter
            chapter = one
    if chapter is not None:
        yield chapter


def _starts(book: Contents) -> Mapping[str, dict[str, str]]:
    """Return what chapters begin in each file: the place ("" for the file) and what it is called.

    Of the places in a file only the first and those at the top of the contents begin one: the
    others are its sections.
    """
    starts: dict[str, dict[str, str]] = {}
    for one in book.entries:
        here = starts.setdefault(one.file, {})
        if not here or _begins(one):
            here.setdefault(one.place, one.label)
    return starts


def _begins(entry: Entry) -> bool:
    return entry.place == "" or entry.depth == 1


def _split(
    page: Page, file: str, entries: Mapping[str, str], *, is_listed: bool
) -> Iterator[_Chapter]:
    """Yield the chapters of a file; the first one without a label goes on from the file before."""
    found = {one.name for one in page.parts if isinstance(one, Place)}
    label = next((said for place, said in entries.items() if place not in found), None)
    if not is_listed:
        heads = (one for one in page.parts if isinstance(one, Block) and one.mark == "heading")
        label = next((one_line(one.text) for one in heads), None)
    chapter = _Chapter(file, label)
    labels = iter(page.labels)
    for part in page.parts:
        if isinstance(part, Block):
            chapter.blocks.append(part)
            chapter.pages += [next(labels, "") for _ in range(part.text.count("\f"))]
            continue
        if any(block.text.strip() for block in chapter.blocks) or chapter.label is not None:
            yield chapter
            chapter = _Chapter(f"{file}#{part.name}")
        chapter.label = entries[part.name]
    chapter.notes = page.notes
    yield chapter


def _article(chapter: _Chapter, book: Contents, source: Source) -> Article | None:
    blocks = [one for one in chapter.blocks if one.text]
    label = chapter.label or _heading(blocks)
    text_blocks = without_title(blocks, label) if len(blocks) > 1 else blocks
    end = [Block("\f")] if chapter.notes else []
    text, marks = assemble_pages([*text_blocks, *end, *chapter.notes], chapter.pages)
    if not text:
        return None
    name = book.info.title or name_of(source)
    title = f"{label}, {name}" if label and label != name else name
    origins = [one for one in book.origins if one.field != "title"]
    origins.append(_title_origin(chapter, book))
    return make_article(source, replace(book.info, title=title), text, marks, chapter.row, origins)


def _title_origin(chapter: _Chapter, book: Contents) -> Origin:
    if book.info.title is None:
        return Origin("title", "file name", 0.3)
    return Origin("title", "EPUB contents" if chapter.label else "EPUB metadata", 0.9)


def _heading(blocks: Sequence[Block]) -> str | None:
    first = next((one for one in blocks if one.text.strip()), None)
    return one_line(first.text) if first is not None and first.mark == "heading" else None
