"""Where the cells of an article's tables stand in its text. Pure.

A table is stored as a line a row, `cell | cell`, under a mark of its own; a cell is the span
between two bars, so that what is shown in it is sliced from the text.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from index.articles.article import Article, Span
from index.articles.marks import Mark

Row: TypeAlias = tuple[Span, ...]
"""The spans of a row's cells, without the bars between them; an empty cell is an empty span."""

_BAR = re.compile(r"(?:^| )\|(?: |$)")
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an article: its span, its rows, whether the first of them names the columns."""

    start: int
    end: int
    rows: tuple[Row, ...]
    is_headed: bool


def tables_of(article: Article, start: int, end: int) -> list[Table]:
    """Return the tables that [start, end) touches, in order.

    What is marked as one, but has a single column or too many cells to draw, is left to be text.
    """
    touched = (mark for mark in article.marked("table") if mark.start < end and start < mark.end)
    found = (_table(article.text, mark) for mark in touched)
    return [table for table in found if table is not None]


def _table(text: str, mark: Mark) -> Table | None:
    rows: list[Row] = []
    at, cells = mark.start, 0
    for line in text[mark.start : mark.end].split("\n"):
        if line:
            rows.append(_row(line, at))
            cells += len(rows[-1])
        at += len(line) + 1
    if cells > _MOST_CELLS or max(map(len, rows), default=0) < 2:
        return None
    first = text[rows[0][0][0] : rows[0][-1][1]]
    is_headed = len(rows) > 1 and bool(mark.label) and " ".join(first.split()) == mark.label
    return Table(rows[0][0][0], mark.end, tuple(rows), is_headed)


def _row(line: str, at: int) -> Row:
    cells: list[Span] = []
    begin = 0
    for bar in _BAR.finditer(line):
        cells.append((at + begin, at + bar.start()))
        begin = bar.end()
    cells.append((at + begin, at + len(line)))
    return tuple(cells)
