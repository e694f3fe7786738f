"""Corrections: what an editor says of an article's metadata, over what its reader says."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from index.articles.article import Article, ArticleInfo, normalise_text
from index.articles.dates import parse_date
from index.articles.details.categories import LONGEST, MOST, as_text, clean_categories
from index.articles.origins import FIELDS, Origin

EDITOR = "editor"
"""The source of what was corrected."""

CORRECTABLE = ("title", "author", "date", "publication", "url", "lang", "categories")
"""The fields that an editor may correct."""

_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s/@\\]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_LONGEST = 500
_LONGER: Mapping[str, int] = {"url": 2_000, "categories": 5_000}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader said of a field: its value, where it was found and how sure it was."""

    value: str | None
    source: str = ""
    certainty: float = 1.0

    def to_json(self) -> dict[str, object]:
        """Return what the command line and the API give as `read`."""
        return {"value": self.value, "source": self.source, "certainty": self.certainty}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """That a field of an article is `value`, or empty where that is None, whatever is read.

    `read` is what the reader said last, so that the correction can be taken back without reading
    the source again. `editor` is who said so, `at` when (ISO 8601 in UTC).
    """

    article: str
    field: str
    value: str | None
    read: Reading
    editor: str
    at: str

    def to_json(self) -> dict[str, object]:
        """Return an element of `corrections` of the command line and the API."""
        return {
            "field": self.field,
            "value": self.value,
            "read": self.read.to_json(),
            "editor": self.editor,
            "at": self.at,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be corrected of one article: values by field, and fields to be as they are read.

    Values have been through `checked_value`.
    """

    article: str
    values: Mapping[str, str | None] = field(default_factory=dict)
    as_read: Collection[str] = ()


def checked_value(name: str, value: str | None) -> str | None:
    """Return the value of a field as it is stored, or None for an empty one.

    Raises:
        ValueError: no such field, or a value that it cannot have; the message says what to write.
    """
    if name not in CORRECTABLE:
        raise ValueError(f"{name!r} cannot be corrected; what can: {', '.join(CORRECTABLE)}")
    line = " ".join(normalise_text(value or "").split())
    if not line:
        return None
    most = _LONGER.get(name, _LONGEST)
    if len(line) > most:
        raise ValueError(f"longer than {most} characters")
    if name == "date":
        return _date(line)
    if name == "lang" and not _LANGUAGE.fullmatch(line.lower()):
        raise ValueError(f"{line!r} is not a language; write it as en or pt-br")
    if name == "url" and not _ADDRESS.fullmatch(line):
        raise ValueError("not the address of a page; write it as in https://news.example/a")
    if name == "categories":
        return _categories(line)
    return line.lower() if name == "lang" else line


def value_of(info: ArticleInfo, name: str) -> str | None:
    """Return a field as one text, as editors write it: categories with semicolons between them."""
    return as_text(info.categories) if name == "categories" else getattr(info, name)


def _categories(line: str) -> str | None:
    names = [name.strip() for name in line.split(";")]
    if len(names) > MOST:
        raise ValueError(f"more than {MOST} categories")
    if max(map(len, names)) > LONGEST:
        raise ValueError(f"a category longer than {LONGEST} characters; part them by semicolons")
    return as_text(clean_categories(names))


def _date(line: str) -> str:
    found = line if _ISO.fullmatch(line) and parse_date(line) == line else None
    if found is None:
        raise ValueError(f"{line!r} is not a date; write it as 2012-04-18, 2012-04 or 2012")
    return found


def corrected(article: Article, corrections: Iterable[Correction]) -> Article:
    """Return an article with what editors said in the place of what was read."""
    values: dict[str, str | None] = {}
    origins = {origin.field: origin for origin in article.origins}
    for one in corrections:
        values[one.field] = one.value
        origins[one.field] = Origin(one.field, EDITOR)
    return _with(article, values, origins)


def as_read(article: Article, corrections: Iterable[Correction]) -> Article:
    """Return a corrected article as its reader gave it."""
    values: dict[str, str | None] = {}
    origins = {origin.field: origin for origin in article.origins if origin.source != EDITOR}
    for one in corrections:
        values[one.field] = one.read.value
        if one.read.source:
            origins[one.field] = Origin(one.field, one.read.source, one.read.certainty)
    return _with(article, values, origins)


def reading_of(article: Article, name: str) -> Reading | None:
    """Return what the reader said of a field; None where the article is corrected there already."""
    origin = next((one for one in article.origins if one.field == name), None)
    value = value_of(article.info, name)
    if origin is None:
        return Reading(value)
    if origin.source == EDITOR:
        return None
    return Reading(value, origin.source, origin.certainty)


def _with(article: Article, values: Mapping[str, Any], origins: Mapping[str, Origin]) -> Article:
    if not values:
        return article
    told: Sequence[Origin] = [origins[name] for name in FIELDS if name in origins]
    if "categories" in values:
        values = {**values, "categories": clean_categories([values["categories"] or ""])}
    return replace(article, info=replace(article.info, **values), origins=tuple(told))
