"""Sides in the order of time: a row a day with a cell a side, or a month a block. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.sides.values import Said, Sides


@dataclass(frozen=True, slots=True)
class Row:
    """What was said in articles of one date (None: without one), a cell for each side."""

    date: str | None
    cells: tuple[tuple[Said, ...], ...]

    @property
    def size(self) -> int:
        """How many statements it holds."""
        return sum(map(len, self.cells))


@dataclass(frozen=True, slots=True)
class Month:
    """What one speaker said in a month: `2012-04`, `2012` where dates are years, None without."""

    month: str | None
    statements: tuple[Said, ...]

    @property
    def size(self) -> int:
        """How many statements it holds."""
        return len(self.statements)


def by_date(sides: Sides) -> list[Row]:
    """Return the rows, the oldest first, those without a date last."""
    cells = [_grouped(side.statements, 10) for side in sides.sides]
    dates = sorted({date for one in cells for date in one}, key=_when)
    return [Row(date, tuple(tuple(one.get(date, ())) for one in cells)) for date in dates]


def by_month(statements: Sequence[Said]) -> list[Month]:
    """Return the months of one speaker, the earliest first, what has no date last."""
    months = _grouped(statements, 7)
    return [Month(month, tuple(months[month])) for month in sorted(months, key=_when)]


def _grouped(statements: Iterable[Said], letters: int) -> dict[str | None, list[Said]]:
    def when(said: Said) -> str | None:
        return said.date[:letters] if said.date else None

    ordered = sorted(statements, key=lambda said: _when(when(said)))
    return {date: list(some) for date, some in groupby(ordered, key=when)}


def _when(date: str | None) -> tuple[bool, str]:
    return (date is None, date or "")


def pages(blocks: Sequence[Row] | Sequence[Month], most: int) -> list[list[Row | Month]]:
    """Return rows or months as pages of some `most` statements; none is divided."""
    return list(_pages(blocks, most))


def _pages(blocks: Iterable[Row | Month], most: int) -> Iterator[list[Row | Month]]:
    page: list[Row | Month] = []
    size = 0
    for block in blocks:
        if page and size + block.size > most:
            yield page
            page, size = [], 0
        page.append(block)
        size += block.size
    if page:
        yield page
