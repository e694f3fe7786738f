"""Articles as lists show them: searched, filtered, sorted, counted and paged."""

import datetime
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import TypeAlias, cast

import numpy as np

from index.articles.article import Article, ArticleInfo, normalise_text
from index.articles.details.checking import WANTED
from index.articles.origins import FIELDS
from index.articles.rows import Rows
from index.errors import IndexProblem
from index.indexing.read_marks import ReadMarks
from index.keeping.store import KEPT, MISSING
from index.library.excerpts import Excerpt, excerpt
from index.library.scope import Scope
from index.store.conditions import ALL, Condition, among, doubts, has, lacks, named, says
from index.store.storage import Storage
from index.store.tables.listing import FACETS, RULES, folded

Holding: TypeAlias = Callable[[str, bool], Sequence[int]]
"""Returns the row numbers of articles whose text has a word, or one that begins so."""

LONGEST_SEARCH = 8
"""Words of a search that count."""

VALUES = 8
"""Values of a facet that are shown."""

_KEPT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which articles are wanted.

    Args:
        search: words, each in the details or in the text; the last one may be a beginning.
        chosen: values of `FACETS` by their name, one of each that is named; "" for none at all.
        gaps: `look`, `missing:FIELD` or `doubtful:FIELD`; one of them.
    """

    search: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The words that are searched for."""
        return normalise_text(self.search).split()[:LONGEST_SEARCH]

    def values_of(self, facet: str) -> tuple[str, ...]:
        """Return the values of a facet that are chosen."""
        return dict(self.chosen).get(facet, ())


@dataclass(frozen=True, slots=True)
class Listed:
    """An article of a list; `excerpt` shows where its text has what was searched for."""

    info: ArticleInfo
    missing: tuple[str, ...]
    doubtful: tuple[str, ...]
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some articles of a list: `total` are wanted, `everything` is in the index."""

    articles: tuple[Listed, ...]
    total: int
    everything: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles have each value of each facet, and how many lack what.

    Those of a facet are counted as if nothing of it were chosen. Which values are shown, and in
    what order, depends on what is searched for alone: choosing one moves none.
    """

    facets: Mapping[str, tuple[tuple[str, int], ...]]
    gaps: Mapping[str, int] = field(default_factory=dict)


class Library:
    """The list of one index. Safe to share among threads.

    Args:
        storage: the truth.
        holding: looks words up in the texts.
        articles: returns articles with their texts by row number.
        whole: the list of all articles, where these are some of them: it is the one that lists.
    """

    def __init__(
        self,
        storage: Storage,
        holding: Holding,
        articles: Callable[[Sequence[int]], Mapping[int, Article]],
        whole: "Library | None" = None,
    ) -> None:
        self._whole = whole
        self._storage = storage
        self._holding = holding
        self._articles = articles
        self._lock = threading.Lock()
        self._listed_at: object = None
        self._mine = object()  # what is kept under this was found here
        self._values: OrderedDict[object, tuple[tuple[str, int], ...]] = OrderedDict()

    @property
    def scope(self) -> Scope:
        """What filters leave of the articles."""
        return Scope(self._storage, self._catch_up)

    def page(self, wish: Wish, order: str = "look", limit: int = 50, offset: int = 0) -> Page:
        """Return some of the articles that are wanted, in one of `ORDERS`."""
        self._catch_up()
        where = self._where(wish, self._searched(wish))
        table = self._storage.listing
        with self._storage.reading():
            rows = table.page(where, order, limit, offset)
            total = table.count(where)
            articles = self._listed(rows, wish)
            everything = self._storage.articles.count()
        return Page(articles, total, everything)

    def counts(self, wish: Wish) -> Counts:
        """Return how many of the articles that are wanted have what."""
        self._catch_up()
        searched = self._searched(wish)
        table = self._storage.listing
        with self._storage.reading():
            counted = [one for one in FACETS if self._tells(one)]
            facets = {name: self._facet(name, wish, searched) for name in counted}
            gaps = table.gaps(self._where(wish, searched, but="gaps"))
        return Counts(facets, gaps)

    def _tells(self, facet: str) -> bool:
        """Whether a facet can part articles here."""
        if facet == "collection":
            return len(self._storage.memberships.names()) > 1
        return facet != "category" or self._storage.listing.has_categories()

    def values(self, facet: str, beginning: str, wish: Wish) -> list[tuple[str, int]]:
        """Return values of a facet in which a word begins so, with how many articles have each."""
        self._catch_up()
        where = self._where(wish, self._searched(wish), but=facet)
        key = folded(" ".join(normalise_text(beginning).split()))
        return self._storage.listing.values(facet, where, 2 * VALUES, key)

    def identifiers(self, wish: Wish, after: int, limit: int) -> list[tuple[int, str]]:
        """Return row number and identifier of articles wanted, behind a row number."""
        self._catch_up()
        where = self._where(wish, self._searched(wish))
        return self._storage.listing.after(where, after, limit)

    def alike(self, info: ArticleInfo) -> ArticleInfo | None:
        """Return an article with the same address, else with the same title."""
        self._catch_up()
        row = self._storage.listing.like(info.url, info.title)
        found = [] if row is None else self._storage.articles.infos_of([row])
        return found[0] if found else None

    def contains(self, article: str) -> bool:
        """Tell whether there is an article of this identifier."""
        return self._storage.articles.row_of(article) is not None

    # What is wanted, as conditions

    def _searched(self, wish: Wish) -> Condition:
        words = wish.words
        open_ended = not wish.search[-1:].isspace()
        return reduce(
            and_,
            [
                self._has_word(word, beginning=open_ended and at == len(words) - 1)
                for at, word in enumerate(words)
            ],
            ALL,
        )

    def _has_word(self, word: str, *, beginning: bool) -> Condition:
        condition = says(folded(word)) | named(word)
        rows = self._rows_with(word, beginning=beginning)
        return condition | among(rows) if rows else condition

    def _rows_with(self, word: str, *, beginning: bool) -> tuple[int, ...]:
        state = self._storage.counters.state().generation
        known = cast(tuple[int, Rows], KEPT.get(word, (self._mine, beginning)))
        if known is MISSING or known[0] != state:
            known = (state, np.array(self._holding(word, beginning), np.int64))
            KEPT.put(word, (self._mine, beginning), known)
        return tuple(known[1].tolist())

    @staticmethod
    def _where(wish: Wish, searched: Condition, but: str = "") -> Condition:
        chosen = [has(name, values) for name, values in wish.chosen if values and name != but]
        gaps = [] if but == "gaps" else list(map(_gap, wish.gaps))
        return reduce(and_, [*chosen, *([reduce(or_, gaps)] if gaps else [])], searched)

    # What is shown

    def _facet(self, name: str, wish: Wish, searched: Condition) -> tuple[tuple[str, int], ...]:
        shown = self._values_shown(name, wish, searched)
        chosen = [value for value in wish.values_of(name) if value not in dict(shown)]
        narrowed = any(values for other, values in wish.chosen if other != name) or wish.gaps
        if not narrowed and not chosen:
            return shown
        values = [*(value for value, _ in shown), *chosen]
        where = self._where(wish, searched, but=name) & has(name, values)
        counts = self._storage.listing.counts(name, where, values)
        return tuple((value, counts.get(value, 0)) for value in values)

    def _values_shown(
        self, name: str, wish: Wish, searched: Condition
    ) -> tuple[tuple[str, int], ...]:
        key = (self._storage.counters.state().generation, name, wish.search)
        with self._lock:
            if key in self._values:
                return self._values[key]
        found = tuple(self._storage.listing.values(name, searched, VALUES))
        with self._lock:
            self._values[key] = found
            while len(self._values) > _KEPT:
                self._values.popitem(last=False)
        return found

    def _listed(self, rows: Sequence[int], wish: Wish) -> tuple[Listed, ...]:
        infos = self._storage.articles.infos_by_row(rows)
        gaps = self._storage.listing.gaps_of(rows)
        words = wish.words
        texts = self._articles(rows) if words else {}
        return tuple(
            Listed(
                infos[row],
                tuple(name for at, name in enumerate(WANTED) if gaps[row][0] >> at & 1),
                tuple(name for at, name in enumerate(FIELDS) if gaps[row][1] >> at & 1),
                _shown(infos[row], texts[row].text, words) if row in texts else None,
            )
            for row in rows
            if row in infos
        )

    def _catch_up(self) -> None:
        """List what was indexed by a version before, and what is doubtful no more."""
        if self._whole is not None:
            self._whole._catch_up()
            return
        storage = self._storage
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        now = (storage.database.opened, storage.counters.state().generation, today)
        if now == self._listed_at:
            return
        rows = storage.listing.unlisted(today, ReadMarks(storage).after("list", RULES))
        if rows and storage.read_only:
            raise IndexProblem(
                f"The index at {storage.folder} was made by an earlier version, so that it cannot "
                "be listed. Index an article, or open this page, once where it can be written to."
            )
        storage.list_again(rows)
        self._listed_at = now


def _gap(name: str) -> Condition:
    kind, _, of = name.partition(":")
    if kind == "missing":
        return lacks(of)
    return doubts(of) if kind == "doubtful" else Condition("look = 1")


def _shown(info: ArticleInfo, text: str, words: Sequence[str]) -> Excerpt | None:
    """Return where the text has the first word that the details do not have."""
    named = (info.title, info.author, info.publication, *info.categories)
    details = folded(" ".join(filter(None, named)))
    hidden = [word for word in words if folded(word) not in details]
    pieces = [piece for word in hidden for piece in re.findall(r"\w+", word)]
    return next(filter(None, (excerpt(text, piece) for piece in pieces)), None)
