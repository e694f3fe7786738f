"""Who said what, a page at a time, in the order of articles and of their texts.

A page is bounded in statements and in time, so that a large index holds nobody up: it says where
the next one begins, and nothing is kept between the two.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.articles.article import Article
from index.articles.passages import Filters
from index.articles.statement import Statement
from index.errors import ArticleDamaged, UsageError
from index.search.filtering import matches
from qa.speakers.statements.record import Given, given_as
from qa.statements.listing import list_statements

_ALL = Filters()

MOST_SECONDS = 2.0
"""Seconds that one page may take, beyond the article in hand."""

_AT_ONCE = 200
"""Identifiers that are looked up together."""

_CURSOR = re.compile(r"(.{1,200})~(\d{1,9})", re.DOTALL)


class ArticleList(Protocol):
    """Where the articles are."""

    def identifiers(self, filters: Filters, first: str, most: int) -> Sequence[str]:
        """Return identifiers of articles that pass, in order, from `first` on."""
        ...

    def article(self, identifier: str) -> Article:
        """Return one article or raise UnknownArticle."""
        ...

    def statements(self, article: Article) -> Sequence[Statement]:
        """Return the statements of one article in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which statements are looked for, and where to go on; as `list_statements` has them.

    `articles` are those that are looked at, `given` is how the words are given.
    """

    speaker: str | None = None
    about: str | None = None
    article: str | None = None
    articles: Filters = _ALL
    given: Given | None = None
    cursor: str | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Statements of the contract, and the cursor of the page after; `None` at the end."""

    statements: tuple[dict[str, object], ...]
    next: str | None


def statement_page(
    articles: ArticleList, wanted: StatementFilter, *, clock: Callable[[], float] = time.monotonic
) -> Page:
    """Return the statements from `wanted.cursor` on.

    Raises:
        UnknownArticle: when there is no article `wanted.article`.
        ArticleDamaged: when that article is; of all, damaged ones are left out.
        UsageError: when the cursor is none that a page gave.
    """
    first, skipped = _place(wanted.cursor)
    until = clock() + MOST_SECONDS
    found: list[dict[str, object]] = []
    for number, one in enumerate(_ids(articles, wanted, first)):
        if number and clock() > until:
            return Page(tuple(found), f"{one}~0")
        skip = skipped if one == first else 0
        rows = _rows(articles, one, wanted)[skip:]
        missing = wanted.limit - len(found)
        found += rows[:missing]
        if len(rows) > missing:
            return Page(tuple(found), f"{one}~{skip + missing}")
    return Page(tuple(found), None)


def _rows(articles: ArticleList, one: str, wanted: StatementFilter) -> list[dict[str, object]]:
    try:
        article = articles.article(one)
    except ArticleDamaged:  # logged where it was found; the others have statements, too
        if wanted.article:
            raise
        return []

    def found_in(one: Article) -> Sequence[Statement]:
        given = wanted.given
        found = articles.statements(one)
        return [s for s in found if given_as(s) is given] if given else found

    return list_statements([article], speaker=wanted.speaker, about=wanted.about, found_in=found_in)


def _ids(articles: ArticleList, wanted: StatementFilter, first: str) -> Iterator[str]:
    """Yield the articles that are looked at; one that is asked for by name is there, or fails."""
    if wanted.article:
        passes = matches(wanted.articles, articles.article(wanted.article).info)
        yield from [wanted.article] if passes and wanted.article >= first else []
        return
    while some := articles.identifiers(wanted.articles, first, _AT_ONCE):
        yield from some
        first = some[-1] + "\0"  # what comes right behind it


def _place(cursor: str | None) -> tuple[str, int]:
    if cursor is None:
        return "", 0
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise UsageError("The cursor is none of this server's; send `next` of the page before.")
    return match[1], int(match[2])
