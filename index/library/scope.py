"""What may be asked about: names, days and numbers of articles, counted and never listed."""

import json
from collections.abc import Callable, Collection
from dataclasses import replace

from index.articles.article import ArticleInfo
from index.articles.passages import Filters
from index.search.filtering import is_meant, matches
from index.store.storage import Storage
from index.store.tables.listing import ALL, Condition, dated, has

_ALL_VALUES = -1


class Scope:
    """What filters of a search leave of the articles. Safe to share among threads.

    Args:
        storage: the truth.
        catch_up: lists what is not listed yet.
    """

    def __init__(self, storage: Storage, catch_up: Callable[[], None]) -> None:
        self._storage = storage
        self._catch_up = catch_up

    def names(self, facet: str) -> dict[str, int]:
        """Return the values of a facet, and how many articles have each."""
        self._catch_up()
        found = self._storage.listing.values(facet, ALL, _ALL_VALUES)
        return {name: count for name, count in found if name}

    def dates(self) -> list[str]:
        """Return the dates that articles have, each once."""
        self._catch_up()
        return self._storage.listing.dates()

    def newest(self, most: int) -> list[ArticleInfo]:
        """Return what is known of articles with a title, the newest of them."""
        self._catch_up()
        with self._storage.reading():
            rows = self._storage.listing.page(Condition("title <> ''"), "newest", most, 0)
            return self._storage.articles.infos_of(rows)

    def count(self, filters: Filters) -> int:
        """Return how many articles pass, as `matches` says it of each."""
        others = replace(
            filters,
            author=None,
            source=None,
            category=None,
            authors=frozenset(),
            sources=frozenset(),
            after=None,
            before=None,
            articles=frozenset(),
        )
        if others != Filters():  # of which the list knows nothing
            return sum(matches(filters, info) for _, info in self._storage.articles.infos())
        where = (
            self._named("author", filters.author, filters.authors)
            & self._named("publication", filters.source, filters.sources)
            & self._named("category", filters.category, frozenset())
            & dated(filters.after, filters.before)
            & _of(filters.articles)
        )
        self._catch_up()
        return self._storage.listing.count(where)

    def identifiers(self, filters: Filters) -> list[str]:
        """Return the identifiers of articles that pass, as `matches` says it of each, in order."""
        return [info.id for _, info in self._storage.articles.infos() if matches(filters, info)]

    def _named(self, facet: str, words: str | None, names: frozenset[str]) -> Condition:
        if not (words or "").strip() and not names:
            return ALL
        return has(facet, [one for one in self.names(facet) if is_meant(one, words, names)])


def _of(identifiers: Collection[str]) -> Condition:
    if not identifiers:
        return ALL
    sql = "article IN (SELECT row FROM articles WHERE id IN (SELECT value FROM json_each(?)))"
    return Condition(sql, (json.dumps(list(identifiers)),))
