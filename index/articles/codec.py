"""An article as plain values and back: the one place that knows how an article is written out.

Used wherever an article leaves the program or comes in: between processes and in drafts as a
dictionary that JSON can hold, in the database as a row. What is read is checked to the letter.
"""

import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeAlias

from index.articles.article import LONGEST, Article, ArticleInfo
from index.articles.marks import Mark, heading_marks
from index.articles.origins import Origin

VERSION = 4
"""Of the dictionary. Raise it when its form changes, and keep reading the forms before."""

INFO_COLUMNS = tuple(field.name for field in fields(ArticleInfo))
"""The names of what is known about an article, in the dictionary and in the database."""

_TEXTS = INFO_COLUMNS[:-1]
"""Those that are texts; the last one is a list, which the database has as JSON."""

NO_CATEGORIES = "[]"
"""The column `categories` where there are none."""

DETAILS = ("lang", "categories", "origins")
"""The columns that the database keeps apart from the others, in this order."""

COLUMNS = (*INFO_COLUMNS, "origins", "marks", "text")
"""The columns of a row."""

_MOST_BYTES = 8 * LONGEST + 64 * 1024 * 1024
"""That a packed article may have unpacked: a text, with marks."""

_SURROGATES = re.compile("[\ud800-\udfff]")

PlainMark: TypeAlias = tuple[str, int, int, str]
"""Kind, start, end, label."""


def to_json(article: Article) -> dict[str, Any]:
    """Return a dictionary that JSON can hold and `from_json` makes the same article of."""
    return {
        "version": VERSION,
        "info": {**_texts(article.info), "categories": list(article.info.categories)},
        "text": article.text,
        "marks": _plain(article.marks),
        "origins": _plain_origins(article.origins),
    }


def from_json(value: object) -> Article:
    """Return the article that `to_json` gave, of this version or one before.

    Raises:
        ValueError: it is none: a value of another type, a name too many or too few, a version not
            known, half of a surrogate pair (but in `path`: names of files may be no valid Unicode),
            or marks that do not fit the text.
    """
    whole = _dictionary(value, "an article")
    version = whole.get("version", 1)
    if type(version) is not int or version not in _READ:
        raise ValueError(f"an article of version {version!r}; known are {min(_READ)} to {VERSION}")
    return _READ[version](whole)


def packed(article: Article) -> bytes:
    """Return an article in a form that takes little room."""
    return zlib.compress(json.dumps(to_json(article)).encode(), 6)


def unpacked(data: bytes) -> Article | None:
    """Return the article that `packed` gave; None where it is not as it was."""
    unpacking = zlib.decompressobj()
    try:
        written = unpacking.decompress(data, _MOST_BYTES)
        return from_json(json.loads(written)) if unpacking.eof else None
    except (zlib.error, ValueError, RecursionError):
        return None


def to_row(article: Article) -> tuple[str | None, ...]:
    """Return the values of `COLUMNS`."""
    origins, marks = _plain_origins(article.origins), _plain(article.marks)
    lists = (article.info.categories, origins, marks)
    written = (json.dumps(one, ensure_ascii=False) for one in lists)
    return (*_texts(article.info).values(), *written, article.text)


def from_row(row: Sequence[Any]) -> Article:
    """Return the article of the values of `COLUMNS`.

    Raises:
        ValueError: the marks or origins are none, or marks do not fit the text.
    """
    *info, origins, marks, text = row
    return Article(
        info=info_from_row(info),
        text=text,
        marks=_marks_of_column(marks),
        origins=origins_of_column(origins),
    )


def origins_of_column(text: str) -> tuple[Origin, ...]:
    """Return the origins of a row's column `origins`.

    Raises:
        ValueError: they are none.
    """
    return _origins(json.loads(text))


def info_from_row(row: Sequence[Any]) -> ArticleInfo:
    """Return what the values of `INFO_COLUMNS` say."""
    *texts, categories = row
    known = dict(zip(_TEXTS, texts, strict=True))
    return ArticleInfo(**known, categories=categories_of_column(categories))


def _texts(info: ArticleInfo) -> dict[str, str | None]:
    return {name: getattr(info, name) for name in _TEXTS}


def categories_of_column(text: str) -> tuple[str, ...]:
    """Return the categories of a row; none of a damaged one, which its content hash gives away."""
    if text == NO_CATEGORIES:
        return ()
    try:
        return _categories(json.loads(text))
    except (ValueError, RecursionError):
        return ()


def _plain(marks: Sequence[Mark]) -> list[PlainMark]:
    return [(mark.kind, mark.start, mark.end, mark.label) for mark in marks]


def _plain_origins(origins: Sequence[Origin]) -> list[tuple[str, str, float]]:
    return [(origin.field, origin.source, origin.certainty) for origin in origins]


def _from_4(whole: Mapping[str, Any]) -> Article:
    return _with_origins(whole, _info)


def _from_3(whole: Mapping[str, Any]) -> Article:
    """Read the form of before there were categories."""
    return _with_origins(whole, _info_of_3)


def _with_origins(whole: Mapping[str, Any], info: Callable[[object], ArticleInfo]) -> Article:
    _check_names(whole, {"version", "info", "text", "marks", "origins"}, "an article")
    return Article(
        info=info(whole["info"]),
        text=_text(whole["text"], "text"),
        marks=tuple(_mark(one) for one in _list(whole["marks"], "marks")),
        origins=_origins(whole["origins"]),
    )


def _from_2(whole: Mapping[str, Any]) -> Article:
    """Read the form of before there were languages and origins."""
    _check_names(whole, {"version", "info", "text", "marks"}, "an article")
    marks = tuple(_mark(one) for one in _list(whole["marks"], "marks"))
    info = _info_of_2(whole["info"])
    return Article(info=info, text=_text(whole["text"], "text"), marks=marks)


def _from_1(whole: Mapping[str, Any]) -> Article:
    """Read the form of before there were marks, which drafts may still have."""
    _check_names(whole, {"info", "text", "headings"}, "an article")
    spans = [_list(one, "a heading", 2) for one in _list(whole["headings"], "headings")]
    marks = heading_marks((start, end) for start, end in spans)
    info = _info_of_2(whole["info"])
    return Article(info=info, text=_text(whole["text"], "text"), marks=marks)


_READ: Mapping[int, Callable[[Mapping[str, Any]], Article]] = {
    1: _from_1,
    2: _from_2,
    3: _from_3,
    4: _from_4,
}


def _info_of_2(value: object) -> ArticleInfo:
    return _info_of_3({"lang": None, **_dictionary(value, "info")})


def _info_of_3(value: object) -> ArticleInfo:
    return _info({"categories": [], **_dictionary(value, "info")})


def _info(value: object) -> ArticleInfo:
    known = _dictionary(value, "info")
    _check_names(known, set(INFO_COLUMNS), "info")
    if known["id"] is None:
        raise ValueError("an article without an id")
    categories = _categories(known["categories"])
    texts = {name: known[name] for name in _TEXTS}
    for name, one in texts.items():
        if one is not None and not (name == "path" and isinstance(one, str)):
            _text(one, name)
    return ArticleInfo(**texts, categories=categories)


def _categories(value: object) -> tuple[str, ...]:
    return tuple(_text(one, "a category") for one in _list(value, "categories"))


def _origins(value: object) -> tuple[Origin, ...]:
    found = []
    for one in _list(value, "origins"):
        field, source, certainty = _list(one, "an origin", 3)
        if not isinstance(certainty, int | float) or isinstance(certainty, bool):
            raise ValueError(f"an origin is {certainty!r} sure, no number")  # noqa: TRY004
        found.append(Origin(_text(field, "a field"), _text(source, "a source"), certainty))
    return tuple(found)


def _mark(value: object) -> Mark:
    kind, start, end, label = _list(value, "a mark", 4)
    return Mark(kind, start, end, _text(label, "a label"))


def _marks_of_column(text: str) -> tuple[Mark, ...]:
    """Return the marks of a row; rows written before there were marks hold spans of headings."""
    found: list[Mark] = []
    for one in _list(json.loads(text), "marks"):
        if isinstance(one, list) and len(one) == 2:
            found += heading_marks([(one[0], one[1])])
        else:
            found.append(_mark(one))
    return tuple(found)


def _dictionary(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{what} is a {type(value).__name__}, no dictionary")  # noqa: TRY004
    return value


def _list(value: object, what: str, length: int | None = None) -> Sequence[Any]:
    # A tuple is what `to_json` gave before it went through JSON.
    if not isinstance(value, list | tuple):
        raise ValueError(f"{what}: a {type(value).__name__}, no list")  # noqa: TRY004
    if length is not None and len(value) != length:
        raise ValueError(f"{what}: {len(value)} values, not {length}")
    return value


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{what}: a {type(value).__name__}, no text")  # noqa: TRY004
    if _SURROGATES.search(value):
        raise ValueError(f"{what}: half of a surrogate pair, which is no character")
    return value


def _check_names(found: Mapping[str, Any], wanted: set[str], what: str) -> None:
    if found.keys() != wanted:
        wrong = sorted(found.keys() ^ wanted, key=str)
        raise ValueError(f"{what}: a name too many or too few: {', '.join(map(str, wrong))}")
