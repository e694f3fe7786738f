"""Sheets of tables become articles: one of them all, or one a row where the columns say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.errors import ReadError
from index.readers.blocks import PAGE_BREAK, Block
from index.readers.office.head import Written, written_article
from index.readers.office.properties import Properties
from index.readers.office.tables import one_cell, rows_block
from index.readers.rows.articles import articles_of_rows, names_text
from index.readers.rows.row import Row
from index.readers.sources import ReadOutcome, Skip, Source

MOST_CELLS = 2_000_000
"""That are read of a file."""

TOO_MANY = f"holds more than {MOST_CELLS:,} cells; save the rows as CSV instead"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows as they are shown.

    `numbers` are those that stand beside them, `hidden` those of rows that are not shown.
    """

    name: str
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    is_hidden: bool = False
    hidden: frozenset[int] = frozenset()


def sheets_outcome(sheets: Sequence[Sheet], properties: Properties, source: Source) -> ReadOutcome:
    """Return the articles of sheets; hidden ones are left out.

    Raises:
        ReadError: there is no text in any.
    """
    shown = [one for one in sheets if not one.is_hidden]
    lists = [one for one in shown if one.rows and names_text(one.rows[0], source)]
    articles = [articles_of_rows(_rows(one), source) for one in lists]
    others = [one for one in shown if one not in lists]
    written = written_article(source, Written(list(_blocks(others)), properties, has_head=False))
    if written is None and not articles:
        raise ReadError("no text in it; nothing to index")
    return ReadOutcome(
        (*([written] if written else []), *(one for part in articles for one in part.articles)),
        tuple(one for part in articles for one in part.failures),
        (
            *(_skip(one, source) for one in sheets if one.is_hidden),
            *(one for part in articles for one in part.skipped),
        ),
        tuple(one for part in articles for one in part.drafts),
    )


def _skip(sheet: Sheet, source: Source) -> Skip:
    return Skip(f"{source.path or source.key}, sheet {sheet.name}", "a hidden sheet")


def _rows(sheet: Sheet) -> Iterator[Row]:
    names = [name.strip() for name in sheet.rows[0]]
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        yield Row(number, dict(zip(names, row, strict=False)))


def _blocks(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """Yield each sheet's name and its tables, which empty rows part."""
    for sheet in sheets:
        if not any(cell for row in sheet.rows for cell in row):
            continue
        if len(sheets) > 1:
            yield Block(sheet.name, "heading")
        for rows in _tables(sheet):
            yield from _table(rows, sheet.name)


def _tables(sheet: Sheet) -> Iterator[list[list[str]]]:
    """Yield the tables of a sheet, each without the empty columns in it."""
    table: list[list[str]] = []
    before = 0
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        cells = [one_cell(cell.replace(PAGE_BREAK, " ")) for cell in row]
        between = range(before + 1, number)
        if table and (any(one not in sheet.hidden for one in between) or not any(cells)):
            yield from _side_by_side(table)
            table = []
        if any(cells):
            table.append(cells)
        before = number
    if table:
        yield from _side_by_side(table)


def _side_by_side(rows: list[list[str]]) -> Iterator[list[list[str]]]:
    """Yield tables that an empty column parts and that begin in different rows."""
    tops: dict[int, int] = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                tops.setdefault(column, at)
    if len(tops) * len(rows) > MOST_CELLS:
        raise ReadError(TOO_MANY)
    groups: list[list[int]] = []
    for column in sorted(tops):
        if groups and column - 1 in tops:
            groups[-1].append(column)
        else:
            groups.append([column])
    if len({min(tops[column] for column in group) for group in groups}) < 2:
        groups = [sorted(tops)]
    for group in groups:
        table = [[row[column] if column < len(row) else "" for column in group] for row in rows]
        yield [row for row in table if any(row)]


def _table(rows: list[list[str]], name: str) -> Iterator[Block]:
    """Yield a table with the line that heads it; rows of one cell are lines of text."""
    if len(rows) > 1 and sum(map(bool, rows[0])) == 1 < max(sum(map(bool, row)) for row in rows):
        yield Block(one_cell(" ".join(rows[0])), "caption")
        rows = rows[1:]
    if max(map(len, rows)) == 1:
        yield from (Block(row[0], tight=at > 0) for at, row in enumerate(rows))
    else:
        yield rows_block(rows, label=" ".join(name.split()))
