"""Corrections as a table: a CSV file whose rows name articles and what is right of them."""

import csv
import io
import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from pathlib import Path

from index.articles.article import ArticleInfo
from index.articles.details.corrections import CORRECTABLE, Change, checked_value
from index.errors import UsageError
from index.readers.encoding import decode

_KEYS = ("id", "path", "url")
"""The columns that may name an article; the first that a row fills does."""

_EMPTIED = "-"
_AS_READ = "="
_LARGEST = 64 * 1024 * 1024
_LONGEST_CELL = 100_000
_NAMED = 3
"""Articles that are named where several may be meant."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that corrects nothing, and why."""

    line: int
    error: str


@dataclass(slots=True)
class Sheet:
    """What a table of corrections says."""

    changes: list[Change] = field(default_factory=list)
    failures: list[BadRow] = field(default_factory=list)


def read_sheet(path: Path, articles: Sequence[ArticleInfo]) -> Sheet:
    """Read a CSV file of corrections of these articles; a bad row never stops the others.

    The first line names the columns: `id` (or how it begins), `path` or `url` of an article, then
    the fields. `url` is a field, too, where `id` or `path` names the article. An empty cell leaves
    a field as it is, `-` empties it and `=` takes back what was corrected.

    Raises:
        UsageError: no such file, or no table with these columns.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path} is larger than 64 MB; split it.")
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).") from None
    known = _Known(articles, path.absolute().parent)
    sheet = Sheet()
    for line, row in _rows(path, text):
        if isinstance(row, str):
            sheet.failures.append(BadRow(line, row))
            continue
        try:
            sheet.changes.append(_change(row, known))
        except ValueError as error:
            sheet.failures.append(BadRow(line, str(error)))
    return sheet


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str] | str]]:
    csv.field_size_limit(_LONGEST_CELL)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=lambda sign: (head.count(sign), sign == ","))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    line = 1
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"damaged CSV ({error}); check its quotation marks"
            return
        if not names:
            names = _names(path, cells)
        elif len(cells) > len(names):
            yield line, f"{len(cells)} cells for {len(names)} columns; quote the commas"
        elif any(cell.strip() for cell in cells):
            yield line, dict(zip(names, (cell.strip() for cell in cells), strict=False))
        line = rows.line_num + 1


def _names(path: Path, cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if not set(names) & set(_KEYS):
        raise UsageError(f"{path}: the first line must name the columns, one of id, path and url.")
    if not set(names) & set(CORRECTABLE) - {"url"} and not {"id", "path"} & set(names):
        raise UsageError(f"{path}: no column to correct; there are {', '.join(CORRECTABLE)}.")
    return names


def _change(row: Mapping[str, str], known: "_Known") -> Change:
    key = next((name for name in _KEYS if row.get(name)), None)
    if key is None:
        raise ValueError("names no article; fill id, path or url")
    values: dict[str, str | None] = {}
    as_read: list[str] = []
    for name in CORRECTABLE:
        cell = row.get(name, "")
        if not cell or name == key:
            continue
        if cell == _AS_READ:
            as_read.append(name)
            continue
        try:
            values[name] = None if cell == _EMPTIED else checked_value(name, cell)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    return Change(article=known.article(key, row[key]), values=values, as_read=as_read)


class _Known:
    """The articles of an index by what may name them."""

    def __init__(self, articles: Sequence[ArticleInfo], folder: Path) -> None:
        self._folder = folder
        self._by: dict[str, dict[str, list[str]]] = {key: {} for key in _KEYS}
        self._sorted = sorted(info.id for info in articles)
        for info in articles:
            for key in _KEYS:
                value = getattr(info, key)
                if value:
                    self._by[key].setdefault(value, []).append(info.id)

    def article(self, key: str, value: str) -> str:
        """Return the identifier of the one article that `value` names."""
        names = [value]
        if key == "path":
            names += [os.path.abspath(value), os.path.abspath(self._folder / value)]
        found = next((ids for name in names if (ids := self._by[key].get(name))), [])
        if key == "id" and not found:
            found = self._beginning(value)
            if len(found) > 1:
                raise ValueError(
                    f"{len(found)} articles have an id that begins with {value!r}: "
                    f"{', '.join(found[:_NAMED])}; write more of the one you mean"
                )
        if not found:
            raise ValueError(f"no article has the {key} {value!r}; `pullquote articles` lists them")
        if len(found) > 1:
            raise ValueError(f"{len(found)} articles have the {key} {value!r}; name one by its id")
        return found[0]

    def _beginning(self, value: str) -> list[str]:
        at = bisect_left(self._sorted, value)
        return list(takewhile(lambda one: one.startswith(value), islice(self._sorted, at, None)))
