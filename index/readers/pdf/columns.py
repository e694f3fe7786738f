"""The reading order of a page: columns one after another, what spans them in between, rows as rows.

A column begins where several lines begin, right of the page's margin. It counts as one where on
both sides of that place lines of prose stand; cells of a table do not fill their columns.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from index.readers.pdf.pieces import Line

_FEWEST_LINES = 3
_PROSE_LETTERS = 15  # of a line, at the median
_FILLED, _OFTEN_FILLED = 0.65, 0.4
_MOST_GUTTERS = 4
_DEEPEST = 5
_SLACK = 2.0  # points by which a line may reach over
_MARKER = re.compile(r"(?:[-–—•‣◦*·]|\(?\d{1,3}[.)]?|\d{1,2}(?:\.\d{1,2})+\.?|\(?[A-Za-z][.)])")


@dataclass(slots=True)
class Flow:
    """Lines that are read one after the other in one column; rows of cells where it is a table."""

    rows: list[list[Line]]
    is_table: bool = False

    @property
    def lines(self) -> list[Line]:
        """Its lines, cells included, in order."""
        return [line for row in self.rows for line in row]


def flows_of(lines: Sequence[Line], depth: int = 0) -> list[Flow]:
    """Return the lines of one page as flows in the order in which they are read."""
    if not lines:
        return []
    gutter = _gutter(lines) if depth < _DEEPEST else None
    if gutter is None:
        return list(_plain(lines))
    found: list[Flow] = []
    for left, right, across in _bands(lines, gutter):
        found += flows_of(left, depth + 1)
        found += flows_of(right, depth + 1)
        found += flows_of(across, depth + 1) if len(across) < len(lines) else _plain(across)
    return found


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the x at which the right one of two columns begins, or None."""
    start, end = min(line.x0 for line in lines), max(line.x1 for line in lines)
    edges = Counter(
        round(line.x0 / 3) for line in lines if start + 0.12 * (end - start) < line.x0 < end
    )
    best, most = None, 0
    for edge, count in edges.most_common(_MOST_GUTTERS):
        if count < _FEWEST_LINES:
            break
        gutter = edge * 3 - 2.0
        score = sum(
            len(left) + len(right)
            for left, right, _ in _bands(lines, gutter)
            if _are_columns(left, right)
        )
        if score > most:
            best, most = gutter, score
    return best


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    return _is_prose(left) and _has_words(right)


def _has_words(lines: Sequence[Line]) -> bool:
    return median(len(line.text) for line in lines) >= _PROSE_LETTERS


def _is_prose(lines: Sequence[Line]) -> bool:
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    filled = sum(line.x1 - line.x0 >= _FILLED * width for line in lines)
    return _has_words(lines) and filled >= _OFTEN_FILLED * len(lines)


def _bands(
    lines: Sequence[Line], gutter: float
) -> Iterator[tuple[list[Line], list[Line], list[Line]]]:
    """Yield what is left and right of the gutter, and the lines across it that follow."""
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    order = sorted(lines, key=lambda line: (line.base, line.x0))
    for place, line in enumerate(order):
        crosses = line.x0 < gutter - _SLACK and line.x1 > gutter + _SLACK
        if crosses or (across and _ends_paragraph(across[-1], line, order[place + 1 : place + 3])):
            across.append(line)
            continue
        if across:
            yield left, right, across
            left, right, across = [], [], []
        (right if line.x0 >= gutter - _SLACK else left).append(line)
    yield left, right, across


def _ends_paragraph(before: Line, line: Line, following: Sequence[Line]) -> bool:
    """Tell whether a short line is the last of the paragraph across the columns above it."""
    is_next = line.base - before.base <= 1.45 * line.size and line.base > before.base
    is_alike = abs(line.x0 - before.x0) <= line.size and abs(line.size - before.size) <= 0.5
    is_alone = not any(_is_level(line, other) for other in following)
    return is_next and is_alike and is_alone


def _plain(lines: Sequence[Line]) -> Iterator[Flow]:
    """Yield the lines from top to bottom; several rows of several cells are a table."""
    rows = [_with_marker(row) for row in _rows(lines)]
    text: list[list[Line]] = []
    table: list[list[Line]] = []
    for row in [*rows, []]:
        if len(row) > 1:
            table.append(row)
            continue
        if len(table) == 1:
            text.append([joined(table[0])])
        elif table:
            if text:
                yield Flow(text)
            yield Flow(table, is_table=True)
            text = []
        table = []
        if row:
            text.append(row)
    if text:
        yield Flow(text)


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.base):
        if rows and _is_level(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.x0)
    return rows


def _is_level(first: Line, line: Line) -> bool:
    common = min(first.bottom, line.bottom) - max(first.top, line.top)
    return common >= 0.6 * min(first.size, line.size)


def _with_marker(row: list[Line]) -> list[Line]:
    """Join the number or bullet of a list with what it stands before."""
    if len(row) > 1 and _MARKER.fullmatch(row[0].text.strip()):
        return [joined(row[:2]), *row[2:]]
    return row


def joined(row: Sequence[Line]) -> Line:
    """Return one line of several that stand beside each other."""
    most = max(row, key=lambda line: len(line.text))
    return replace(
        most,
        text=" ".join(line.text for line in row),
        x0=min(line.x0 for line in row),
        x1=max(line.x1 for line in row),
        is_bold=all(line.is_bold for line in row),
        first_word=row[0].first_word,
    )
