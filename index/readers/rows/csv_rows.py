"""Rows of CSV files: commas, semicolons, tabs or bars between cells, names in the first line."""

import csv
import re
from collections.abc import Iterator

from index.errors import ReadError
from index.readers.rows.row import Row
from index.readers.rows.streams import LONGEST_LINE, lines

_QUOTED = re.compile(r'"[^"]*"')
_SAID = re.compile(r"sep=(.)\s*$")
_SIGNS = ",;\t|"


def csv_rows(parts: Iterator[str], delimiter: str | None = None) -> Iterator[Row]:
    """Yield the rows of a table; what is wrong with one does not stop the others.

    Args:
        parts: the text.
        delimiter: between cells; the commonest sign of the first line where None.

    Raises:
        ReadError: the first line is too long to name columns.
    """
    csv.field_size_limit(LONGEST_LINE)
    found = _bounded(lines(parts, with_returns=True))
    first = next(found, "")
    if said := _SAID.match(first):  # a line that spreadsheets write for each other
        delimiter, first = said[1], next(found, "")
    reader = csv.reader(_again(first, found), delimiter=delimiter or _delimiter(first), strict=True)
    names: list[str] = []
    line = 1 + bool(said)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            hint = "check its quotation marks; what follows is not read"
            yield Row(f"line {line}", None, f"damaged CSV ({error}); {hint}")
            return
        except ReadError as error:
            yield Row(f"line {line}", None, str(error))
            return
        if not names:
            names = [cell.strip() for cell in cells]
        elif len(cells) > len(names) and any(cells[len(names) :]):
            wrong = f"{len(cells)} cells for {len(names)} columns; quote the commas"
            yield Row(f"line {line}", None, wrong)
        elif any(cells):
            yield Row(f"line {line}", _values(names, cells))
        line = reader.line_num + 1 + bool(said)


def _values(names: list[str], cells: list[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and cell and not values.get(name):  # of two columns of one name the first with text
            values[name] = cell
        elif name:
            values.setdefault(name, cell)
    return values


def _bounded(found: Iterator[str | None]) -> Iterator[str]:
    for one in found:
        if one is None:
            raise ReadError(f"a line of more than {LONGEST_LINE:,} characters; split it")
        yield one


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(head: str) -> str:
    bare = _QUOTED.sub("", head)
    return max(_SIGNS, key=lambda sign: (bare.count(sign), -_SIGNS.index(sign)))
