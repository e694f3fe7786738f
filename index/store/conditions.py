"""Which articles of a list are meant, as SQL over the table `article_list`. Pure."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from index.articles.details.checking import WANTED
from index.articles.origins import FIELDS

VALUES: Mapping[str, str] = MappingProxyType(
    {
        "author": "author",
        "publication": "publication",
        "year": "substr(date, 1, 4)",
        "lang": "lang",
    }
)
"""Which expression holds a facet of which an article has one value."""

LISTED = "(SELECT value FROM json_each(?))"
"""A list that is given as JSON."""

PLACES = "memberships JOIN collections ON number = collection"
"""Which article is in which collection."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Which articles are meant: an SQL expression over `article_list` and its values."""

    sql: str = "1"
    values: tuple[object, ...] = ()

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"({self.sql}) AND ({other.sql})", (*self.values, *other.values))

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(f"({self.sql}) OR ({other.sql})", (*self.values, *other.values))


ALL = Condition()


def says(word: str) -> Condition:
    """Return the condition that an article's details have `word` (folded) in them."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return Condition("words LIKE ? ESCAPE '\\'", (f"%{escaped}%",))


def says_half(beginnings: Sequence[str]) -> Condition:
    """Return the condition that an article's details have half of these (folded) somewhere."""
    told = "(replace(words, '.', '') LIKE ? ESCAPE '\\')"
    escaped = [re.sub(r"([\\%_])", r"\\\1", one) for one in beginnings]
    found = " + ".join([told] * len(escaped)) or "0"
    return Condition(f"2 * ({found}) >= {len(escaped)}", tuple(f"%{one}%" for one in escaped))


def named(identifier: str) -> Condition:
    """Return the condition that an article has this identifier; a part of one says nothing."""
    return Condition("article IN (SELECT row FROM articles WHERE id = ?)", (identifier,))


def among(rows: Iterable[int]) -> Condition:
    """Return the condition that an article has one of these row numbers."""
    return Condition("article IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),))


def has(facet: str, values: Iterable[str]) -> Condition:
    """Return the condition that an article has one of these values of a facet."""
    given = list(values)
    if facet == "collection":
        there = f"SELECT memberships.article FROM {PLACES} WHERE name IN {LISTED}"
        return Condition(f"article IN ({there})", (json.dumps(given),))
    if facet != "category":
        return Condition(f"{VALUES[facet]} IN {LISTED}", (json.dumps(given),))
    filed = f"SELECT article FROM article_categories WHERE category IN {LISTED}"
    condition = Condition(f"article IN ({filed})", (json.dumps(given),))
    without = Condition("article NOT IN (SELECT article FROM article_categories)")
    return condition | without if "" in given else condition


def dated(after: str | None, before: str | None) -> Condition:
    """Return the condition that an article is of these days, as far as both are known."""
    where = ALL
    bounds = ((">=", after), ("<=", before))
    for sign, bound in bounds:
        if bound:
            known = "min(length(date), ?)"
            sql = f"date <> '' AND substr(date, 1, {known}) {sign} substr(?, 1, {known})"
            where = where & Condition(sql, (len(bound), bound, len(bound)))
    return where


def lacks(field: str) -> Condition:
    """Return the condition that a field is missing."""
    return Condition("missing & ? <> 0", (1 << WANTED.index(field),))


def doubts(field: str) -> Condition:
    """Return the condition that a field is doubtful."""
    return Condition("doubtful & ? <> 0", (1 << FIELDS.index(field),))


def begins(column: str, beginning: str) -> Condition:
    """Return the condition that what an article has in a column begins so."""
    return Condition(f"substr({column}, 1, ?) = ?", (len(beginning), beginning))


def identified(identifiers: Iterable[str]) -> Condition:
    """Return the condition that an article has one of these identifiers."""
    sql = f"article IN (SELECT row FROM articles WHERE id IN {LISTED})"
    return Condition(sql, (json.dumps(list(identifiers)),))
