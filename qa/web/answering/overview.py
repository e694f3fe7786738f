"""What there is to ask about, for the chat: how many articles, whose, from when to when."""

import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from index.articles.article import ArticleInfo
from index.articles.passages import Filters
from index.errors import IndexProblem
from index.opened.reading import ReadableIndex
from index.search.filtering import matches
from qa.web.answering.names import Names


@dataclass(frozen=True, slots=True)
class Overview:
    """What one generation of the index has to show before anything is asked.

    `dates` are those that articles have; `passing` says how many pass some filters.
    """

    count: int = 0
    authors: Names = field(default_factory=Names)
    publications: Names = field(default_factory=Names)
    dates: Sequence[str] = ()
    passing: Callable[[Filters], int] = lambda _: 0


class Listed(Protocol):
    """What is needed of an index."""

    @property
    def article_count(self) -> int:
        """How many articles there are."""
        ...

    def articles(self) -> Sequence[ArticleInfo]:
        """Return what is known of every article."""
        ...


def overview_of(index: Listed) -> Overview:
    """Return the overview of an index, counted by it where it can."""
    if isinstance(index, ReadableIndex):
        try:
            return _counted(index)
        except IndexProblem:  # of an earlier version, and not to be written to
            return _from_all(index.articles())
    return _from_all(index.articles())


def _counted(index: ReadableIndex) -> Overview:
    scope = index.library.scope
    return Overview(
        count=index.article_count,
        authors=Names(Counter(scope.names("author"))),
        publications=Names(Counter(scope.names("publication"))),
        dates=scope.dates(),
        passing=scope.count,
    )


def _from_all(infos: Sequence[ArticleInfo]) -> Overview:
    return Overview(
        count=len(infos),
        authors=Names(info.author for info in infos),
        publications=Names(info.publication for info in infos),
        dates=[info.date for info in infos if info.date],
        passing=lambda filters: sum(matches(filters, info) for info in infos),
    )


def newest_of(index: Listed, most: int) -> Sequence[ArticleInfo]:
    """Return articles, those with a title that are newest among them; all where none can tell."""
    if isinstance(index, ReadableIndex):
        try:
            return index.library.scope.newest(most)
        except IndexProblem:
            return index.articles()
    return index.articles()


def identifiers_of(index: Listed, filters: Filters, first: str, most: int) -> Sequence[str]:
    """Return identifiers of articles that pass, in order, from `first` on."""
    if isinstance(index, ReadableIndex):
        with contextlib.suppress(IndexProblem):
            return index.library.scope.identifiers(filters, first, most)
    passing = (info.id for info in index.articles() if matches(filters, info))
    return sorted(one for one in passing if one >= first)[:most]


def has_article(index: Listed, identifier: str) -> bool:
    """Tell whether there is an article of this identifier."""
    if isinstance(index, ReadableIndex):
        return index.library.contains(identifier)
    return any(info.id == identifier for info in index.articles())
