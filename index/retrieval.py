"""Hybrid search: dense and BM25 candidates, fused, repeated passages collapsed."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

import numpy as np

from index.articles.article import Article, Span
from index.articles.passages import Filters, Hit
from index.articles.rows import NO_ROWS, Rows, found_in, values_of
from index.errors import DerivedDamaged, RemoteProblem
from index.hits import Candidate, hits_of
from index.models.vectors import Vectors
from index.search.filtering import wanted_values
from index.search.fusion import Scores, fuse, lent_by_article
from index.search.lexical_store import LexicalSearch
from index.search.segments.aside import ASIDE
from index.search.vector_store import VectorSearch
from index.store.kept_articles import KeptArticles
from index.store.searched import Searched, States
from index.store.storage import Storage
from index.store.tables.passages import StoredPassage

_LOG = logging.getLogger(__name__)

CANDIDATES = 100
"""Passages each search hands to the fusion, unless more hits are asked for."""

DENSE_WEIGHT = 1.0
"""How much a cosine counts against BM25; measured in docs/retrieval.md."""

ARTICLE_SHARE = 0.4
"""How much of its article's best score is added to each passage's; measured there, too."""

_EXAMINED = 3
"""Candidates compared for repetition, as a multiple of the hits asked for."""

_KEPT_FILTERS = 32
_FILTERED_ROWS = 4_000_000  # that these let through, of 8 bytes
_KEPT_CORPORA = 2  # one that is searched, one that things are looked up in
_KEPT_ROWS = 8192  # whose articles are kept, and whose places
_AT_ONCE = 10_000  # rows in one query of the truth

_WORTH_A_THREAD = 50_000
"""Passages from which on vectors and words are searched at the same time."""

Found = TypeVar("Found")

Asked: TypeAlias = Vectors | Callable[[], Vectors]
"""The vector of a query (float32 [dimension]), or what makes it: in a large index that is done
while words are searched."""


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The passages of one generation, without all else that lies in the derived files.

    What a search finds, and its scores, then depend on the articles alone: not on what was removed
    from the index before, nor on what is being added to it.
    """

    view: Searched
    generation: int
    vectors: VectorSearch
    words: LexicalSearch
    settled: bool
    """Whether the words are those of the passages that have vectors, and no others."""
    opened: int
    """Of the database."""
    owners: dict[int, int] = field(default_factory=dict)
    """The articles of rows that were looked up lately."""
    places: dict[int, StoredPassage] = field(default_factory=dict)
    """Likewise where they stand."""


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What a filter lets through in one generation."""

    view: Searched
    articles: Rows
    vectors: VectorSearch
    size: int


class Retriever:
    """Searches one index; safe to share among threads.

    Args:
        storage: the truth, or what may be seen of it.
        states: what is searched.
        here: what things are looked up in that need no search, where that is something else.
    """

    def __init__(self, storage: Storage, states: States, here: States | None = None) -> None:
        self._storage = storage
        self._states, self._here = states, here or states
        self._lock = threading.Lock()
        self._articles = KeptArticles(storage)
        self._filters: OrderedDict[tuple[int, Filters], _Allowed] = OrderedDict()
        self._latest: tuple[_Corpus, ...] = ()

    def search(self, query: str, vector: Asked, k: int, filters: Filters) -> list[Hit]:
        """Return up to `k` hits for a query and its vector, best first."""
        while True:
            with self._storage.reading():
                state = self._storage.counters.state()
                view = self._states.covering(state)
                if view is not None:
                    try:
                        return self._search(view, state.generation, query, vector, k, filters)
                    except DerivedDamaged as damage:
                        _LOG.warning("%s. It is made again from the articles.", damage)
                        self._states.distrust(view)
                    except RemoteProblem:  # which is known: the next state is of this machine
                        continue
            self._states.catch_up()

    def articles_with(self, word: str, beginning: bool) -> list[int]:
        """Return the row numbers of articles whose text or title has a word, or one like it."""
        while True:
            with self._storage.reading():
                state = self._storage.counters.state()
                if not state.generation:
                    return []
                view = self._here.covering(state)
                if view is not None:
                    words = self.corpus(view, state.generation).words
                    return list(map(int, words.articles(word, beginning=beginning)))
            self._here.catch_up()

    def cosines(
        self, vector: Vectors, articles: Collection[str]
    ) -> dict[str, list[tuple[Span, float]]]:
        """Return each passage of articles, in order, with its cosine with float32 [dimension]."""
        while True:
            with self._storage.reading():
                view = self._here.covering(self._storage.counters.state())
                if view is not None:
                    return self._cosines(view, vector, articles)
            self._here.catch_up()

    def _cosines(
        self, view: Searched, vector: Vectors, articles: Collection[str]
    ) -> dict[str, list[tuple[Span, float]]]:
        owners = self._storage.articles.with_values({"id": articles})
        rows = self._storage.passages.rows(owners.tolist())
        found: dict[str, list[tuple[Span, float]]] = {}
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            near = np.nan_to_num(view.vectors.cosines(vector, some), nan=-1.0).tolist()
            places = self._storage.passages.at(some.tolist())
            for row, cosine in zip(some.tolist(), near, strict=True):
                if (place := places.get(row)) is not None:
                    found.setdefault(place.order[1], []).append((place.passage.span, cosine))
        return {name: sorted(spans) for name, spans in found.items()}

    def _search(
        self, view: Searched, generation: int, query: str, vector: Asked, k: int, filters: Filters
    ) -> list[Hit]:
        allowed = self._allowed(view, generation, filters) if filters else None
        if allowed is not None and not len(allowed.articles):
            return []
        corpus = self.corpus(view, generation)
        count, examined = max(CANDIDATES, 2 * k), max(_EXAMINED * k, k + 20)
        found = self.candidates(corpus, query, vector, count, allowed)
        return hits_of(self._ranked(corpus, *found, examined), k, view, self.articles)

    def corpus(self, view: Searched, generation: int) -> _Corpus:
        """Return what a search of this generation looks at; call inside its transaction."""
        opened = self._storage.database.opened
        with self._lock:
            latest = self._latest
        for one in latest:
            if one.view is view and (one.generation, one.opened) == (generation, opened):
                return one
        make = self._limited if self._storage.limited else self._whole
        found = make(view, generation)
        self._articles.forget_gone()
        with self._lock:
            self._latest = (found, *self._latest)[:_KEPT_CORPORA]
            used = [one.view for one in self._latest]
            for key in [key for key, one in self._filters.items() if one.view not in used]:
                del self._filters[key]
        return found

    def _whole(self, view: Searched, generation: int) -> _Corpus:
        left, living = NO_ROWS, None
        settled = self._settled(view, generation)
        if not settled and self._differs(view):
            # A writer is at work, or was killed.
            living = self._storage.passages.rows()
            left = np.setdiff1d(view.words.rows(), living)
        vectors, words = view.vectors.among(living), view.words.search(left)
        return _Corpus(view, generation, vectors, words, settled, self._storage.database.opened)

    def _limited(self, view: Searched, generation: int) -> _Corpus:
        """Return the passages that are seen here; others do not count for any score."""
        articles = self._storage.articles.rows()
        rows = self._storage.passages.rows_among(articles)
        words = view.words.search(NO_ROWS, np.array(articles, np.int64))
        settled = self._settled(view, generation)
        vectors, opened = view.vectors.among(rows), self._storage.database.opened
        return _Corpus(view, generation, vectors, words, settled, opened)

    def _settled(self, view: Searched, generation: int) -> bool:
        return view.agrees(generation, self._storage.counters.state().last_passage)

    def _differs(self, view: Searched) -> bool:
        passages = self._storage.passages.count()
        return view.words.count != passages or view.vectors.count != passages

    def _allowed(self, view: Searched, generation: int, filters: Filters) -> _Allowed:
        key = (generation, filters)
        with self._lock:
            found = self._filters.get(key)
            if found is not None and found.view is view:
                self._filters.move_to_end(key)
                return found
        table = self._storage.articles
        articles = table.with_values(wanted_values(filters, table.values))
        rows = self._storage.passages.rows_among(articles)
        size = len(articles) + len(rows)
        found = _Allowed(view, articles, view.vectors.among(rows), size)
        with self._lock:
            self._filters[key] = found
            while len(self._filters) > 1 and self._is_much():
                self._filters.popitem(last=False)
        return found

    def _is_much(self) -> bool:
        rows = sum(one.size for one in self._filters.values())
        return len(self._filters) > _KEPT_FILTERS or rows > _FILTERED_ROWS

    def candidates(
        self,
        corpus: _Corpus,
        query: str,
        asked: Asked,
        count: int,
        allowed: _Allowed | None = None,
    ) -> tuple[Rows, Scores, Scores]:
        """Return the rows that either search finds, each with its cosine and its BM25 score.

        Their order depends on the scores alone: sums over them come out the same every time.
        """
        near = allowed.vectors if allowed else corpus.vectors
        made: list[Vectors] = []

        def find() -> Callable[[], tuple[Rows, Scores]]:
            made.append(asked() if callable(asked) else asked)
            return near.begun(made[-1], count)

        beside = corpus.view.vectors.count > _WORTH_A_THREAD
        search = ASIDE.begin(find) if beside else find
        found, scores = corpus.words.best(query, count, allowed.articles if allowed else None)
        worded = self._cut(corpus, found, scores, count)
        # Codes may still be looked through: what needs them not is done meanwhile.
        early = corpus.view.vectors.cosines(made[-1], worded) if made else None
        if beside:
            self._owners(corpus, worded.tolist())
        nearest, exact = search()()
        rows = np.sort(self._cut(corpus, nearest, exact, count))
        others = rows[~found_in(np.sort(found), rows)]
        more = corpus.words.scores(query, others, held=corpus.settled)
        rows = np.union1d(rows, worded)
        lexical = values_of(rows, np.concatenate([found, others]), np.concatenate([scores, more]))
        if early is not None:
            nearest, exact = np.concatenate([nearest, worded]), np.concatenate([exact, early])
        cosines = values_of(rows, nearest, exact)
        unknown = np.isnan(cosines)
        if unknown.any():
            cosines[unknown] = corpus.view.vectors.cosines(made[-1], rows[unknown])
        order = np.lexsort((lexical, cosines))
        return rows[order], cosines[order], lexical[order]

    def _cut(self, corpus: _Corpus, rows: Rows, scores: Scores, k: int) -> Rows:
        """Return the `k` best, equal ones by date, article and number."""
        if len(rows) <= k:
            return rows
        least = np.partition(scores, -k)[-k]
        better, equal = rows[scores > least], rows[scores == least]
        places: dict[int, StoredPassage] = {}
        for at in range(0, len(equal), _AT_ONCE):
            places |= self._places(corpus, equal[at : at + _AT_ONCE].tolist())
        first = sorted(places, key=lambda row: places[row].order)[: k - len(better)]
        return np.concatenate([better, np.array(first, np.int64)])

    def _owners(self, corpus: _Corpus, rows: list[int]) -> dict[int, int]:
        """Return the article of each of these rows; rows that are gone are left out."""
        return _kept(corpus.owners, rows, self._storage.passages.articles_of)

    def _places(self, corpus: _Corpus, rows: list[int]) -> dict[int, StoredPassage]:
        """Return where each of these rows stands; rows that are gone are left out."""
        return _kept(corpus.places, rows, self._storage.passages.at)

    def _ranked(
        self, corpus: _Corpus, rows: Rows, dense: Scores, lexical: Scores, most: int
    ) -> list[Candidate]:
        """Return the `most` best, equal ones by date, article and number."""
        owners = self._owners(corpus, rows.tolist())
        articles = np.array([owners.get(row, -1) for row in rows.tolist()], np.int64)
        fused = fuse(dense, lexical, dense_weight=DENSE_WEIGHT)
        scores = np.round(lent_by_article(fused, articles, ARTICLE_SHARE), 5)
        known = articles >= 0  # all but in a damaged file
        if known.sum() > most:  # where they stand is only looked up of those that may be returned
            known &= scores >= np.partition(scores[known], -most)[-most]
        places = self._places(corpus, rows[known].tolist())
        columns = (rows, scores, dense, lexical)
        found = [
            Candidate(score, near, worded, places[row])
            for row, score, near, worded in zip(
                *(one[known].tolist() for one in columns), strict=True
            )
            if row in places
        ]
        return sorted(found, key=lambda one: (-one.score, one.place.order))[:most]

    def articles(self, rows: Sequence[int]) -> dict[int, Article]:
        """Return the articles of these row numbers; those gone or damaged are left out."""
        return self._articles.at(rows)


def _kept(
    known: dict[int, Found], rows: list[int], look_up: Callable[[list[int]], dict[int, Found]]
) -> dict[int, Found]:
    """Return what is known of some rows, or is looked up and then kept for a while."""
    found = {row: one for row in rows if (one := known.get(row)) is not None}
    missing = [row for row in rows if row not in found]
    if missing:
        more = look_up(missing)
        found |= more
        if len(known) + len(more) > _KEPT_ROWS:  # others who look at them now have their own
            known.clear()
        known |= more
    return found
