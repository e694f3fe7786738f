"""Sheets of Excel (.xlsx, .xlsm): what their cells show, read as a stream."""

import posixpath
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from index.errors import ReadError
from index.readers.office.amounts import built_in, shown
from index.readers.office.package import (
    Element,
    Package,
    Relation,
    attribute,
    child,
    inside,
    local,
)
from index.readers.office.properties import office_properties
from index.readers.office.sheets import MOST_CELLS, TOO_MANY, Sheet, sheets_outcome
from index.readers.office.sight import NOTHING, UNKNOWN, Colour, Look, colour_of
from index.readers.sources import ReadOutcome, Source

_T = TypeVar("_T")

_ROWS = frozenset(("cols", "row"))
_STRINGS = frozenset(("si",))
_WIDEST = 16_384  # columns that a sheet can have


@dataclass(frozen=True, slots=True)
class _Style:
    code: str = "General"
    is_read: bool = True


@dataclass(slots=True)
class _Book:
    """What all sheets share; `cells` are those read so far."""

    strings: Sequence[str]
    styles: Sequence[_Style]
    from_1904: bool
    cells: int = 0


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read the sheets of a workbook as one article of tables, or one article a row.

    Numbers are kept as the cells show them, days in the form of ISO 8601; of formulas what they
    came to. Hidden sheets, rows and columns, comments and letters that nobody sees are left out.

    Raises:
        ReadError: locked, damaged, without text, or with more cells than any article has.
    """
    package = Package(data)
    main = package.main()
    root = package.xml(main)
    related = package.related(main)
    relations = tuple(related.values())
    settings = child(root, "workbookPr")
    book = _Book(
        _strings(package, relations),
        _styles(package, relations),
        settings is not None and attribute(settings, "date1904") in {"1", "true"},
    )
    sheets = [
        _sheet(package, related, one, book)
        for one in inside(root, "sheets")
        if local(one) == "sheet"
    ]
    return sheets_outcome(sheets, office_properties(package), source)


def _sheet(package: Package, related: Mapping[str, Relation], entry: Element, book: _Book) -> Sheet:
    name = attribute(entry, "name")
    is_hidden = attribute(entry, "state") in {"hidden", "veryHidden"}
    relation = related.get(_relation_of(entry))
    if is_hidden or relation is None or relation.kind != "worksheet":
        return Sheet(name, (), (), is_hidden=is_hidden)
    rows: list[list[str]] = []
    numbers: list[int] = []
    hidden: set[int] = set()
    hidden_rows: set[int] = set()
    number = 0
    for element in package.elements(relation.target, _ROWS):
        if local(element) == "cols":
            hidden = _hidden_columns(element)
            continue
        number = _whole(attribute(element, "r")) or number + 1
        if attribute(element, "hidden") in {"1", "true"}:
            hidden_rows.add(number)
            continue
        rows.append(_row(element, book, hidden))
        numbers.append(number)
    return Sheet(name, rows, numbers, hidden=frozenset(hidden_rows))


def _relation_of(entry: Element) -> str:
    """Return the attribute `r:id` of a sheet, which has another one called `sheetId`."""
    found = (value for key, value in entry.attrib.items() if key.endswith("}id"))
    return str(next(found, ""))


def _row(element: Element, book: _Book, hidden: Set[int]) -> list[str]:
    row: list[str] = []
    column = 0
    for cell in element:
        if local(cell) != "c":
            continue
        book.cells += 1
        if book.cells > MOST_CELLS:
            raise ReadError(TOO_MANY)
        column = _column(attribute(cell, "r")) or column + 1
        if column > _WIDEST or column in hidden:
            continue
        text = _text(cell, book)
        if text:
            row += [""] * (column - 1 - len(row))
            row[column - 1 :] = [text]
    book.cells += len(row)
    return row


def _text(cell: Element, book: _Book) -> str:
    kind = attribute(cell, "t", "n")
    style = _at(book.styles, attribute(cell, "s", "0")) or _Style()
    if not style.is_read:
        return ""
    if kind == "inlineStr":
        return _rich(child(cell, "is"))
    found = child(cell, "v")
    text = "" if found is None else found.text or ""
    if kind == "s":
        return _at(book.strings, text) or ""
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    return _number(text, style, book) if kind == "n" else text


def _number(text: str, style: _Style, book: _Book) -> str:
    try:
        number = float(text)
        return shown(number, style.code, from_1904=book.from_1904)
    except (ValueError, OverflowError):
        return text


def _rich(element: Element | None) -> str:
    """Return a text whose letters differ, without the runs that nobody sees and without ruby."""
    parts: list[str] = []
    for one in inside(element):
        if local(one) == "t":
            parts.append(one.text or "")
        elif local(one) == "r" and _font(child(one, "rPr")).is_read:
            found = child(one, "t")
            parts.append("" if found is None else found.text or "")
    return "".join(parts)


def _strings(package: Package, relations: Sequence[Relation]) -> list[str]:
    part = _part(relations, "sharedStrings")
    return [_rich(one) for one in package.elements(part, _STRINGS)] if part else []


def _styles(package: Package, relations: Sequence[Relation]) -> list[_Style]:
    part = _part(relations, "styles")
    root = package.xml(part) if part else None
    codes = {
        attribute(one, "numFmtId"): attribute(one, "formatCode") for one in inside(root, "numFmts")
    }
    fonts = [_font(one) for one in inside(root, "fonts")]
    fills = [_fill(one) for one in inside(root, "fills")]
    found: list[_Style] = []
    for one in inside(root, "cellXfs"):
        number = attribute(one, "numFmtId", "0")
        code = codes.get(number) or built_in(_whole(number) or 0)
        font = _at(fonts, attribute(one, "fontId", "0")) or NOTHING
        look = Look(behind=_at(fills, attribute(one, "fillId", "0"))).over(font)
        found.append(_Style(code, look.is_read))
    return found


def _font(element: Element | None) -> Look:
    size = child(element, "sz")
    colour = child(element, "color")
    try:
        points = None if size is None else float(attribute(size, "val"))
    except ValueError:
        points = None
    return Look(colour=_colour(colour), size=points)


def _fill(element: Element) -> Colour | str | None:
    pattern = child(element, "patternFill")
    if pattern is None:
        return UNKNOWN
    if attribute(pattern, "patternType", "none") == "none":
        return None
    return _colour(child(pattern, "fgColor")) or UNKNOWN


def _colour(element: Element | None) -> Colour | str | None:
    """Return a colour; that of a theme or by number is one nobody tells here, but for white."""
    if element is None:
        return None
    written = attribute(element, "rgb")
    if written:
        return colour_of(written[-6:]) or UNKNOWN
    is_white = attribute(element, "theme") == "0" or attribute(element, "indexed") in {"1", "9"}
    return (255, 255, 255) if is_white and not attribute(element, "tint") else UNKNOWN


def _part(relations: Sequence[Relation], kind: str) -> str | None:
    return next((posixpath.normpath(one.target) for one in relations if one.kind == kind), None)


def _at(values: Sequence[_T], index: str) -> _T | None:
    number = _whole(index)
    return values[number] if number is not None and number < len(values) else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _hidden_columns(columns: Element) -> set[int]:
    hidden: set[int] = set()
    for one in columns:
        if attribute(one, "hidden") in {"1", "true"}:
            first, last = _whole(attribute(one, "min")) or 0, _whole(attribute(one, "max")) or 0
            hidden.update(range(first, min(last, _WIDEST) + 1))
    return hidden


def _column(reference: str) -> int:
    """Return the number of the column of a cell, from 1; 0 where it is not told."""
    number = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        number = number * 26 + ord(sign) - 64
    return number
