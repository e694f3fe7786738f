"""Rows of JSON: an array, an answer of a service with its articles inside, one object a line."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from index.errors import ReadError
from index.readers.fields.names import BODIES, key
from index.readers.rows.json_values import JsonText
from index.readers.rows.row import Row
from index.readers.rows.streams import LONGEST_LINE, lines

_LISTS = frozenset(
    "articles items docs documents results result data hits news entries posts rows records "
    "stories nodes edges".split()
)
_AROUND = _LISTS | frozenset("response feed payload d value query search".split())
_MOST_INNER = 4
_NO_OBJECT = 'not an object; each row must be {"text": ...}'


def line_rows(parts: Iterator[str]) -> Iterator[Row]:
    """Yield the rows of JSON Lines; what is wrong with one does not stop the others."""
    for number, line in enumerate(lines(parts), 1):
        place = f"line {number}"
        if line is None:
            error = f"more than {LONGEST_LINE:,} characters in one line; the row is left out"
            yield Row(place, None, error)
        elif line.strip():
            yield from _line(line, place)


def _line(line: str, place: str) -> Iterator[Row]:
    try:
        value = json.loads(line, strict=False)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        yield Row(place, None, f"not valid JSON ({reason}); the row is left out")
        return
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, 1):
            yield Row(f"{place}, row {number}", one)
    elif isinstance(value, dict):
        yield from _numbered(_inner_rows(value, 0), place)
    else:
        yield Row(place, None, _NO_OBJECT)


def _numbered(rows: list[Mapping[str, object]], place: str) -> Iterator[Row]:
    for number, values in enumerate(rows, 1):
        yield Row(f"{place}, row {number}" if len(rows) > 1 else place, values)


def document_rows(parts: Iterator[str]) -> Iterator[Row]:
    """Yield the rows of a JSON text, or of several one after another.

    They are the objects of an array, also where an answer of a service holds it; columns of values
    as data frames are written; objects under names of their own; or the one object that there is.
    What is wrong with one ends it.

    Raises:
        ReadError: there is something wrong before the first.
    """
    reader = _Document(JsonText(parts))
    try:
        yield from reader.rows()
    except ReadError as error:
        if not reader.count:
            raise ReadError(f"{error}; repair the file") from None
        yield Row(f"row {reader.count + 1}", None, f"{error}; what follows is not read")


class _Document:
    def __init__(self, text: JsonText) -> None:
        self._text = text
        self.count = 0

    def rows(self) -> Iterator[Row]:
        """Yield the rows of all values."""
        while sign := self._text.peek():
            if sign == "[":
                yield from self._array({})
            elif sign == "{":
                yield from self._object()
            else:
                raise ReadError("not valid JSON (neither an object nor an array)")
            self._text.take(",")

    def _row(self, values: object) -> Row:
        self.count += 1
        place = f"row {self.count}"
        return Row(place, values) if isinstance(values, dict) else Row(place, None, _NO_OBJECT)

    def _array(self, beside: Mapping[str, Any]) -> Iterator[Row]:
        """Yield the rows of an array; `beside` is what the object around it says before it."""
        self._text.take("[")
        columns = beside.get("columns")
        while not self._text.take("]"):
            value = self._text.value()
            if isinstance(value, list) and isinstance(columns, list):
                value = dict(zip(map(str, columns), value, strict=False))
            yield self._row(_unwrapped(value))
            if not self._text.take(",") and self._text.peek() != "]":
                raise ReadError("not valid JSON (an array that does not end)")

    def _object(self) -> Iterator[Row]:
        before = self.count
        values: dict[str, Any] = {}
        yield from self._members(values, 0)
        if self.count == before:
            for one in _inner_rows(values, 0):
                yield self._row(one)

    def _members(self, values: dict[str, Any], deep: int) -> Iterator[Row]:
        """Read an object's values into `values`; yield the rows of an array that they lead to."""
        self._text.take("{")
        while not self._text.take("}"):
            name = str(self._text.value())
            if not self._text.take(":"):
                raise ReadError("not valid JSON (a name without a value)")
            sign, is_article = self._text.peek(), has_body(values)
            if sign == "[" and key(name) in _LISTS and not is_article:
                yield from self._array(values)
            elif sign == "{" and key(name) in _AROUND and not is_article and deep < _MOST_INNER:
                values[name] = {}
                yield from self._members(values[name], deep + 1)
            else:
                values[name] = self._text.value()
            if not self._text.take(",") and self._text.peek() != "}":
                raise ReadError("not valid JSON (an object that does not end)")


def has_body(values: Mapping[str, object]) -> bool:
    """Tell whether values hold the text of an article."""
    return any(key(name) in BODIES for name, value in values.items() if value)


def _unwrapped(value: object) -> object:
    """Return what an element of GraphQL's `edges` holds, and any other value as it is."""
    if isinstance(value, dict) and isinstance(value.get("node"), dict):
        return value["node"]
    return value


def _inner_rows(values: Mapping[str, Any], deep: int) -> list[Mapping[str, object]]:
    """Return the rows that an object holds, or itself where it holds none."""
    if has_body(values) and not _are_columns(values):
        return [values]
    for name, value in values.items():
        if key(name) in _LISTS and isinstance(value, list) and _are_objects(value):
            return value
        if key(name) in _AROUND and isinstance(value, dict) and deep < _MOST_INNER:
            inner = _inner_rows(value, deep + 1)
            if len(inner) > 1 or (inner and inner[0] is not value):
                return inner
    if _are_columns(values):
        return _of_columns(values)
    if values and all(isinstance(one, dict) and has_body(one) for one in values.values()):
        return [{"id": name, **one} for name, one in values.items()]
    return [values]


def _are_objects(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(one, dict) for one in value)


def _are_columns(values: Mapping[str, Any]) -> bool:
    """Tell whether every value is a column by number, as data frames are written."""
    return (
        has_body(values)
        and all(isinstance(one, dict) and one for one in values.values())
        and all(name.isdecimal() for one in values.values() for name in one)
    )


def _of_columns(values: Mapping[str, Mapping[str, object]]) -> list[Mapping[str, object]]:
    numbers = dict.fromkeys(number for column in values.values() for number in column)
    return [{name: column.get(number) for name, column in values.items()} for number in numbers]
