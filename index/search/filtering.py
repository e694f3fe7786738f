"""Which articles a search may look at. Pure."""

from index.articles.article import ArticleInfo
from index.articles.passages import Filters


def matches(filters: Filters, info: ArticleInfo) -> bool:
    """Tell whether an article passes; one without the field asked about does not."""
    return (
        (not filters.articles or info.id in filters.articles)
        and _has_words(info.author, filters.author)
        and _has_words(info.publication, filters.source)
        and _within(info.date, filters.after, filters.before)
    )


def _has_words(field: str | None, wanted: str | None) -> bool:
    if not wanted or not wanted.strip():
        return True
    folded = (field or "").casefold()
    return all(word in folded for word in wanted.casefold().split())


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
