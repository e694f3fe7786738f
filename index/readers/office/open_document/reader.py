"""OpenDocument files (.odt, .ods, .odp): texts, sheets and slides."""

from collections.abc import Iterator

from index.errors import ReadError
from index.readers.blocks import PAGE_BREAK, Block
from index.readers.office.head import Written, title_of, written_article
from index.readers.office.open_document.document import Document, rows_of
from index.readers.office.open_document.styles import Styles
from index.readers.office.package import Element, Package, attribute, child, local
from index.readers.office.pages import Pages
from index.readers.office.properties import open_document_properties
from index.readers.office.sheets import MOST_CELLS, TOO_MANY, Sheet, sheets_outcome
from index.readers.sources import ReadOutcome, Skip, Source

_AROUND_SLIDES = frozenset(("header", "footer", "date-time", "page-number", "notes"))
_TITLES = frozenset(("title", "subtitle"))


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read an OpenDocument file as one article, or a list of articles of it where sheets hold one.

    Headings, lists with their numbers, tables, captions and boxes are kept, notes follow the text;
    deletions, comments, tables of contents, headers, footers, hidden text, hidden sheets and slides
    go, and macros are not looked at.

    Raises:
        ReadError: locked, damaged, or without text.
    """
    package = Package(data)
    if _is_locked(package):
        raise ReadError("is locked with a password; save it without one")
    content = package.xml("content.xml")
    if content is None:
        raise ReadError("holds no document; it is damaged, or of another kind")
    styles = Styles(package.xml("styles.xml"), content)
    body = child(content, "body")
    if child(body, "spreadsheet") is not None:
        sheets = _sheets(child(body, "spreadsheet"), styles)
        return sheets_outcome(sheets, open_document_properties(package), source)
    if child(body, "presentation") is not None:
        return _slides(package, child(body, "presentation"), styles, source)
    return _text(package, child(body, "text"), styles, source)


def _is_locked(package: Package) -> bool:
    manifest = package.xml("META-INF/manifest.xml")
    return manifest is not None and any(local(one) == "encryption-data" for one in manifest.iter())


def _text(package: Package, body: Element | None, styles: Styles, source: Source) -> ReadOutcome:
    if body is None:
        raise ReadError("holds no text, sheets or slides; save it as one of these")
    pages = Pages(is_laid_out=attribute(body, "use-soft-page-breaks") == "true")
    document = Document(styles, pages)
    blocks = list(document.blocks(body))
    written = Written(
        blocks,
        open_document_properties(package),
        document.title,
        pages=pages.labels(_pages_stated(package)),
    )
    return _outcome(written, source)


def _outcome(written: Written, source: Source, skipped: tuple[Skip, ...] = ()) -> ReadOutcome:
    article = written_article(source, written)
    if article is None:
        raise ReadError("no text in it; nothing to index")
    return ReadOutcome((article,), skipped=skipped)


def _pages_stated(package: Package) -> int | None:
    root = package.xml("meta.xml")
    found = [] if root is None else [one for one in root.iter() if attribute(one, "page-count")]
    count = attribute(found[0], "page-count") if found else ""
    return int(count) if count.isdigit() and len(count) < 7 else None


def _slides(package: Package, body: Element, styles: Styles, source: Source) -> ReadOutcome:
    document = Document(styles, Pages())
    blocks: list[Block] = []
    labels: list[str] = []
    skipped: list[Skip] = []
    for number, page in enumerate((one for one in body if local(one) == "page"), 1):
        if styles.of("drawing-page", attribute(page, "style-name")).is_hidden:
            skipped.append(Skip(f"{source.path or source.key}, slide {number}", "a hidden slide"))
            continue
        if labels:
            blocks.append(Block(PAGE_BREAK))
        labels.append(str(number))
        blocks += _slide(document, page)
    written = Written(blocks, open_document_properties(package), title_of(blocks), pages=labels)
    return _outcome(written, source, tuple(skipped))


def _slide(document: Document, page: Element) -> Iterator[Block]:
    for shape in page:
        kind = attribute(shape, "class")
        if kind in _AROUND_SLIDES or attribute(shape, "placeholder") == "true":
            continue
        for block in document.inner([shape], "unknown"):
            yield Block(block.text, "heading") if kind in _TITLES and block.text else block


def _sheets(body: Element, styles: Styles) -> list[Sheet]:
    found: list[Sheet] = []
    left = MOST_CELLS
    for table in (one for one in body if local(one) == "table"):
        name = attribute(table, "name")
        if styles.of("table", attribute(table, "style-name")).is_hidden:
            found.append(Sheet(name, (), (), is_hidden=True))
            continue
        sheet = _sheet(name, table, styles, left)
        left -= sum(map(len, sheet.rows))
        found.append(sheet)
    return found


def _sheet(name: str, table: Element, styles: Styles, most: int) -> Sheet:
    document = Document(styles, Pages())
    hidden = _hidden_columns(table)
    rows: list[list[str]] = []
    numbers: list[int] = []
    hidden_rows: set[int] = set()
    number = cells = 0
    for row in rows_of(table):
        times = _repeated(row, "number-rows-repeated")
        is_hidden = attribute(row, "visibility") in {"collapse", "filter"}
        texts = [] if is_hidden else _cells(document, row, hidden)
        for at in range(times if any(texts) else 0):
            cells += len(texts)
            if cells > most:
                raise ReadError(TOO_MANY)
            rows.append(texts)
            numbers.append(number + at + 1)
        if is_hidden:
            hidden_rows.update(range(number + 1, number + 1 + min(times, _MOST_HIDDEN)))
        number += times
    return Sheet(name, rows, numbers, hidden=frozenset(hidden_rows))


def _cells(document: Document, row: Element, hidden: set[int]) -> list[str]:
    texts: list[str] = []
    column = empty = 0
    for cell in row:
        if local(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        text = " ".join(block.text for block in document.inner(cell, None) if block.text)
        for _ in range(min(_repeated(cell, "number-columns-repeated"), _WIDEST - column)):
            column += 1
            if column in hidden:
                continue
            if not text:
                empty += 1
                continue
            texts += [""] * empty
            texts.append(text)
            empty = 0
    return texts


_WIDEST = 16_384  # columns that a sheet can have
_MOST_HIDDEN = 10_000  # rows that are hidden as one, beyond which a table is taken to end


def _hidden_columns(table: Element) -> set[int]:
    hidden: set[int] = set()
    at = 0
    for column in (one for one in table.iter() if local(one) == "table-column"):
        times = min(_repeated(column, "number-columns-repeated"), _WIDEST - at)
        if attribute(column, "visibility") in {"collapse", "filter"}:
            hidden.update(range(at + 1, at + 1 + times))
        at += times
    return hidden


def _repeated(element: Element, name: str) -> int:
    text = attribute(element, name, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
