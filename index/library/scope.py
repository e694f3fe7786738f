"""What may be asked about: names, days and numbers of articles, counted and never listed."""

from collections.abc import Callable
from dataclasses import replace

from index.articles.article import ArticleInfo
from index.articles.passages import Filters
from index.search.filtering import is_meant, matches
from index.store.conditions import ALL, Condition, dated, has, identified
from index.store.storage import Storage

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
        if not _is_listed(filters):
            return sum(matches(filters, info) for _, info in self._storage.articles.infos())
        return self.count_where(self.passing(filters))

    def dated(self, filters: Filters) -> dict[str, str | None]:
        """Return the articles that pass, by identifier, with their dates."""
        if not _is_listed(filters):
            infos = (info for _, info in self._storage.articles.infos())
            return {info.id: info.date for info in infos if matches(filters, info)}
        where = self.passing(filters)
        self._catch_up()
        with self._storage.reading():
            return self._storage.listing.dated(where)

    def passing(self, filters: Filters) -> Condition:
        """Return the condition that an article passes; collections are not looked at."""
        return (
            self._named("author", filters.author, filters.authors)
            & self._named("publication", filters.source, filters.sources)
            & self._named("category", filters.category, frozenset())
            & dated(filters.after, filters.before)
            & (identified(filters.articles) if filters.articles else ALL)
        )

    def count_where(self, where: Condition) -> int:
        """Return how many articles are meant."""
        self._catch_up()
        return self._storage.listing.count(where)

    def earliest(self, where: Condition, most: int) -> list[ArticleInfo]:
        """Return what is known of articles, the first ones by date and identifier."""
        self._catch_up()
        with self._storage.reading():
            rows = self._storage.listing.earliest(where, most)
            infos = self._storage.articles.infos_by_row(rows)
        return [infos[row] for row in rows if row in infos]

    def identifiers(self, filters: Filters, first: str, most: int) -> list[str]:
        """Return identifiers of articles that pass, in order, from `first` on."""
        self._catch_up()
        return self._storage.listing.identifiers(self.passing(filters), first, most)

    def first_and_last(self, filters: Filters) -> tuple[str, str]:
        """Return the first and the last date of the articles that pass; "" for none."""
        self._catch_up()
        return self._storage.listing.first_and_last(self.passing(filters))

    def publications(self, filters: Filters) -> list[tuple[str, int]]:
        """Return the publications of articles that pass, with how many, the most frequent first."""
        self._catch_up()
        found = self._storage.listing.values("publication", self.passing(filters), _ALL_VALUES)
        return [one for one in found if one[0]]

    def _named(self, facet: str, words: str | None, names: frozenset[str]) -> Condition:
        if not (words or "").strip() and not names:
            return ALL
        return has(facet, [one for one in self.names(facet) if is_meant(one, words, names)])


def _is_listed(filters: Filters) -> bool:
    """Whether the list knows all that is asked for."""
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
    return others == Filters()
