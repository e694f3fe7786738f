"""Which articles a search may look at. Pure.

Each field is asked about by itself, so that only its different values need be looked at, however
many articles have them.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from index.articles.article import ArticleInfo
from index.articles.codec import categories_of_column
from index.articles.passages import Filters


def wanted_values(
    filters: Filters, values: Callable[[str], Iterable[str | None]]
) -> dict[str, Collection[str | None]]:
    """Return by column which values let an article pass; one has to have one of each column.

    Args:
        filters: what is asked for.
        values: returns the different values of `author`, `publication`, `date` or `categories`.
    """
    wanted: dict[str, Collection[str | None]] = {}
    if filters.articles:
        wanted["id"] = filters.articles
    for column, words, names in (
        ("author", filters.author, filters.authors),
        ("publication", filters.source, filters.sources),
    ):
        if (words or "").strip() or names:
            wanted[column] = [one for one in values(column) if is_meant(one, words, names)]
    if filters.after or filters.before:
        wanted["date"] = [
            one for one in values("date") if _within(one, filters.after, filters.before)
        ]
    if (filters.category or "").strip():
        wanted["categories"] = [
            one
            for one in values("categories")
            if is_filed(categories_of_column(one or ""), filters.category)
        ]
    return wanted


def matches(filters: Filters, info: ArticleInfo) -> bool:
    """Tell whether an article passes; one without the field asked about does not.

    Collections are not looked at: an index is limited to them before (`ReadableIndex.limited_to`).
    """
    return (
        (not filters.articles or info.id in filters.articles)
        and is_meant(info.author, filters.author, filters.authors)
        and is_meant(info.publication, filters.source, filters.sources)
        and is_filed(info.categories, filters.category)
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


def is_meant(field: str | None, words: str | None, names: frozenset[str]) -> bool:
    """Tell whether a field is one of `names`, or has all `words`; without both, any is."""
    words = (words or "").strip()
    if not words and not names:
        return True
    if names and folded(field or "") in _all_folded(names):
        return True
    return bool(words) and all(word in plain(field or "") for word in _words(words))


def is_filed(categories: tuple[str, ...], words: str | None) -> bool:
    """Tell whether one of an article's categories has all `words`; without any it passes."""
    if not (words or "").strip():
        return True
    return any(is_meant(one, words, frozenset()) for one in categories)


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
