"""Articles that are in the index, for editors: listed, corrected, removed and brought back."""

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from index.articles.article import Article
from index.articles.details.checking import Checked
from index.articles.details.corrections import Change
from index.errors import UnknownArticle
from index.library.listing import Counts, Listed, Page, Wish
from index.library.removals import Back
from index.store.files.originals import Originals
from index.store.tables.removed import Removal
from qa.web.manage.changes import Changes


@dataclass(frozen=True, slots=True)
class ListedHere:
    """An article of the list of editors; `added_here` says that its file came by browser.

    `collections` are those that it is in; none where there is one alone.
    """

    listed: Listed
    added_here: bool
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Articles that were elsewhere, by the collections that they were in, and those not there."""

    before: Mapping[tuple[str, ...], list[str]]
    gone: tuple[str, ...]


class Keeping:
    """What editors do with the articles of an index. Raises `Busy` while somebody else writes."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._originals = Originals(changes.folder)
        self._lock = threading.Lock()
        self._known: tuple[object, frozenset[str]] = (None, frozenset())

    # Looking

    def page(
        self, wish: Wish, order: str, limit: int, offset: int
    ) -> tuple[Page, list[ListedHere]]:
        """Return a part of the list, and its articles with whether their files came by browser."""
        index = self._changes.reading()
        page = index.library.page(wish, order, limit, offset) if index else Page((), 0, 0)
        here = self._added_here()
        places: Mapping[str, tuple[str, ...]] = {}
        if index and len(index.collections.names()) > 1:
            places = index.collections.of([one.info.id for one in page.articles])
        return page, [
            ListedHere(one, one.info.id in here, places.get(one.info.id, ()))
            for one in page.articles
        ]

    def counts(self, wish: Wish) -> Counts:
        """Return how many of the articles that are wanted have what."""
        index = self._changes.reading()
        return index.library.counts(wish) if index else Counts({})

    def values(self, facet: str, beginning: str, wish: Wish) -> list[tuple[str, int]]:
        """Return values of a facet in which a word begins so."""
        index = self._changes.reading()
        return index.library.values(facet, beginning, wish) if index else []

    def identifiers(self, wish: Wish, after: int, limit: int) -> list[tuple[int, str]]:
        """Return row number and identifier of articles that are wanted, behind a row number."""
        index = self._changes.reading()
        return index.library.identifiers(wish, after, limit) if index else []

    def _added_here(self) -> frozenset[str]:
        # Each kept file has a folder of its own, so that one more changes the folder around it.
        try:
            stamp = self._originals.folder.stat().st_mtime_ns
        except OSError:
            return frozenset()
        with self._lock:
            if self._known[0] != stamp:
                self._known = (stamp, self._originals.article_ids())
            return self._known[1]

    # Details

    def details(self, identifier: str) -> tuple[Article, Checked]:
        """Return an article with what it lacks, has in doubt, and what was corrected of it.

        Raises:
            UnknownArticle: when there is none.
        """
        index = self._changes.index()
        article = index.article(identifier)
        return article, index.details.of(article)

    def correct(
        self,
        identifier: str,
        values: Mapping[str, str | None],
        as_read: Collection[str],
        by: str,
    ) -> tuple[Article, Checked]:
        """Correct details of an article in the index, or take corrections back.

        Raises:
            UnknownArticle: when there is none.
        """
        change = Change(article=identifier, values=values, as_read=as_read)
        with self._changes.writing() as index:
            index.details.correct([change], by)
        self._changes.tell()
        return self.details(identifier)

    def correct_many(
        self, identifiers: Sequence[str], values: Mapping[str, str | None], by: str
    ) -> tuple[list[str], list[str]]:
        """Correct the same fields of articles; return those that were there, and those not."""
        with self._changes.writing() as index:
            wanted = list(dict.fromkeys(identifiers))
            there = [one for one in wanted if index.library.contains(one)]
            index.details.correct([Change(article=one, values=values) for one in there], by)
        self._changes.tell()
        return there, [one for one in wanted if one not in set(there)]

    # Moving

    def move(self, identifiers: Sequence[str], names: Sequence[str]) -> Moved:
        """Have articles in these collections and in no others.

        Raises:
            UsageError: a name cannot be one.
        """
        with self._changes.writing() as index:
            wanted = list(dict.fromkeys(identifiers))
            places = index.collections.of(wanted)
            index.collection_changes.move(places, names)
            now = index.collections.of(wanted)
        self._changes.tell()
        before: dict[tuple[str, ...], list[str]] = {}
        for one in wanted:
            if one in places and places[one] != now.get(one):
                before.setdefault(places[one], []).append(one)
        return Moved(before, tuple(one for one in wanted if one not in places))

    # Removing

    def remove(
        self, identifiers: Sequence[str], by: str, token: str | None = None
    ) -> tuple[Removal, tuple[str, ...]]:
        """Take articles out, so that they can be brought back; see `Removals.remove`."""
        with self._changes.writing() as index:
            removed = index.removals.remove(identifiers, by, token)
        self._changes.tell()
        return removed

    def removals(self) -> list[Removal]:
        """Return what can be brought back, the latest first; what is too old is erased."""
        index = self._changes.reading()
        if index is None:
            return []
        if index.removals.outdated:
            with self._changes.writing():
                index.removals.sweep()
        return index.removals.all()

    def bring_back(self, token: str, most: int) -> Back:
        """Put articles of a removal into the index again; see `Removals.bring_back`."""
        with self._changes.writing() as index:
            back = index.removals.bring_back(token, most)
        self._changes.tell()
        return back

    def forget(self, token: str) -> int:
        """Erase what was removed for good; see `Removals.forget`."""
        index = self._changes.reading()
        if index is None:
            raise UnknownArticle("What was removed then is erased already.")
        with self._changes.writing():
            return index.removals.forget(token)
