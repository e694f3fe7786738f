"""Which articles a search may look at, and which passages count for its scores. Pure."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from index.articles.article import ArticleInfo
from index.articles.passages import Filters
from index.articles.rows import Rows


def matches(filters: Filters, info: ArticleInfo) -> bool:
    """Tell whether an article passes; one without the field asked about does not.

    Collections are not looked at: an index is limited to them before (`ReadableIndex.limited_to`).
    """
    return (
        (not filters.articles or info.id in filters.articles)
        and _is_meant(info.author, filters.author, filters.authors)
        and _is_meant(info.publication, filters.source, filters.sources)
        and _is_filed(info.categories, filters.category)
        and _within(info.date, filters.after, filters.before)
    )


def folded(name: str) -> str:
    """Return a name as it is compared: without case, single spaces between its words."""
    return " ".join(name.casefold().split())


def plain(name: str) -> str:
    """Return a name as its words are looked for: folded, without accents."""
    known = folded(name)
    if known.isascii():
        return known
    parts = unicodedata.normalize("NFKD", known)
    return "".join(one for one in parts if not unicodedata.combining(one))


def _is_meant(field: str | None, words: str | None, names: frozenset[str]) -> bool:
    words = (words or "").strip()
    if not words and not names:
        return True
    if names and folded(field or "") in _all_folded(names):
        return True
    return bool(words) and all(word in plain(field or "") for word in _words(words))


def _is_filed(categories: tuple[str, ...], words: str | None) -> bool:
    if not (words or "").strip():
        return True
    return any(_is_meant(one, words, frozenset()) for one in categories)


@lru_cache(maxsize=64)
def _words(wanted: str) -> tuple[str, ...]:
    return tuple(plain(wanted).split())


@lru_cache(maxsize=64)
def _all_folded(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(folded, names)) - {""}


def _within(date: str | None, after: str | None, before: str | None) -> bool:
    if not after and not before:
        return True
    return (
        bool(date)
        and (not after or _not_earlier(date or "", after))
        and (not before or _not_earlier(before, date or ""))
    )


def _not_earlier(date: str, bound: str) -> bool:
    # A month or a year stands for all its days: dates are compared as far as both are known.
    known = min(len(date), len(bound))
    return date[:known] >= bound[:known]


@dataclass(frozen=True, slots=True)
class Counted:
    """Which passages count: not those of the rows `without`, and of the articles `among` alone.

    Both are ascending; `among` is None for all. `within` and `but` are the same as queries.
    """

    without: Rows
    among: Rows | None
    within: Any
    but: Any

    def keeps(self, rows: Rows, articles: Rows) -> npt.NDArray[np.bool_]:
        """Return which of some passages count, of their rows and their articles."""
        kept = ~_held(rows, self.without)
        return kept if self.among is None else kept & _held(articles, self.among)


def _held(values: Rows, known: Rows) -> npt.NDArray[np.bool_]:
    places = np.minimum(np.searchsorted(known, values), max(len(known) - 1, 0))
    return known[places] == values if len(known) else np.zeros(len(values), np.bool_)
