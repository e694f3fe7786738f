"""Hybrid search: dense and BM25 candidates, fused, repeated passages collapsed."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast
from weakref import WeakValueDictionary

import numpy as np

from index.articles.article import Article, Span
from index.articles.passages import Filters, Hit
from index.articles.rows import NO_ROWS, Rows
from index.errors import DerivedDamaged, RemoteProblem
from index.keeping.store import KEPT, MISSING, Held
from index.models.vectors import Vectors
from index.search.duplicates import collapse
from index.search.filtering import wanted_values
from index.search.fusion import Scores, fuse, lent_by_article
from index.search.lexical_store import LexicalSearch
from index.search.segments.aside import ASIDE
from index.search.vector_store import VectorSearch
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
_KEPT_ROWS = 4_000_000  # that filters let through, of 8 bytes
_KEPT_CORPORA = 2  # one that is searched, one that things are looked up in
_AT_ONCE = 10_000  # rows in one query of the truth

_WORTH_A_THREAD = 50_000
"""Passages from which on vectors and words are searched at the same time."""


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


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What a filter lets through in one generation."""

    view: Searched
    articles: Rows
    vectors: VectorSearch
    size: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    dense: float
    lexical: float
    place: StoredPassage


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
        self._mine = object()  # what is kept under this was read here, and may be seen
        self._held: WeakValueDictionary[int, Held] = WeakValueDictionary()
        self._kept_of = 0
        self._filters: OrderedDict[tuple[int, Filters], _Allowed] = OrderedDict()
        self._latest: tuple[_Corpus, ...] = ()

    def search(self, query: str, vector: Vectors, k: int, filters: Filters) -> list[Hit]:
        """Return up to `k` hits for a query and its vector (float32 [dimension]), best first."""
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
        self, view: Searched, generation: int, query: str, vector: Vectors, k: int, filters: Filters
    ) -> list[Hit]:
        allowed = self._allowed(view, generation, filters) if filters else None
        if allowed is not None and not len(allowed.articles):
            return []
        corpus = self.corpus(view, generation)
        found = self.candidates(corpus, query, vector, max(CANDIDATES, 2 * k), allowed)
        examined = max(_EXAMINED * k, k + 20)
        return self._hits(view, self._ranked(*found, examined), k)

    def corpus(self, view: Searched, generation: int) -> _Corpus:
        """Return what a search of this generation looks at; call inside its transaction."""
        with self._lock:
            latest = self._latest
        for one in latest:
            if one.view is view and one.generation == generation:
                return one
        make = self._limited if self._storage.limited else self._whole
        found = make(view, generation)
        self._forget_gone()
        with self._lock:
            self._latest = (found, *self._latest)[:_KEPT_CORPORA]
            used = [one.view for one in self._latest]
            for key in [key for key, one in self._filters.items() if one.view not in used]:
                del self._filters[key]
        return found

    def _whole(self, view: Searched, generation: int) -> _Corpus:
        left, living = NO_ROWS, None
        state = self._storage.counters.state()
        if not view.agrees(generation, state.last_passage) and self._differs(view):
            # A writer is at work, or was killed.
            living = self._storage.passages.rows()
            left = np.setdiff1d(view.words.rows(), living)
        return _Corpus(view, generation, view.vectors.among(living), view.words.search(left))

    def _limited(self, view: Searched, generation: int) -> _Corpus:
        """Return the passages that are seen here; others do not count for any score."""
        articles = self._storage.articles.rows()
        rows = self._storage.passages.rows_among(articles)
        words = view.words.search(NO_ROWS, np.array(articles, np.int64))
        return _Corpus(view, generation, view.vectors.among(rows), words)

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
        return len(self._filters) > _KEPT_FILTERS or rows > _KEPT_ROWS

    def candidates(
        self,
        corpus: _Corpus,
        query: str,
        vector: Vectors,
        count: int,
        allowed: _Allowed | None = None,
    ) -> tuple[Rows, Scores, Scores]:
        """Return the rows that either search finds, each with its cosine and its BM25 score.

        Their order depends on the scores alone: sums over them come out the same every time.
        """
        near = allowed.vectors if allowed else corpus.vectors
        articles = allowed.articles if allowed else None
        find = partial(near.nearest, vector, count)
        beside = corpus.view.vectors.count > _WORTH_A_THREAD
        search = ASIDE.begin(find) if beside else find
        found, scores = corpus.words.best(query, count, articles)
        nearest, exact = search()
        rows = self._cut(nearest, exact, count)
        others = np.setdiff1d(rows, found)
        known = np.concatenate([found, others])
        scores = np.concatenate([scores, corpus.words.scores(query, others)])
        rows = np.union1d(rows, self._cut(found, scores[: len(found)], count))
        order = np.argsort(known)
        lexical = scores[order[np.searchsorted(known, rows, sorter=order)]]
        cosines = np.full(len(rows), np.nan)
        at = np.searchsorted(rows, nearest)
        inside = at < len(rows)
        inside[inside] = rows[at[inside]] == nearest[inside]
        cosines[at[inside]] = exact[inside]
        unknown = np.isnan(cosines)
        cosines[unknown] = corpus.view.vectors.cosines(vector, rows[unknown])
        order = np.lexsort((lexical, cosines))
        return rows[order], cosines[order], lexical[order]

    def _cut(self, rows: Rows, scores: Scores, k: int) -> Rows:
        """Return the `k` best, equal ones by date, article and number."""
        if len(rows) <= k:
            return rows
        least = np.partition(scores, -k)[-k]
        better, equal = rows[scores > least], rows[scores == least]
        places: dict[int, StoredPassage] = {}
        for at in range(0, len(equal), _AT_ONCE):
            places |= self._storage.passages.at(equal[at : at + _AT_ONCE].tolist())
        first = sorted(places, key=lambda row: places[row].order)[: k - len(better)]
        return np.concatenate([better, np.array(first, np.int64)])

    def _ranked(self, rows: Rows, dense: Scores, lexical: Scores, most: int) -> list[_Candidate]:
        """Return the `most` best, equal ones by date, article and number."""
        articles = self._storage.passages.articles_of(rows.tolist())
        owners = np.array([articles.get(row, -1) for row in rows.tolist()], np.int64)
        fused = fuse(dense, lexical, dense_weight=DENSE_WEIGHT)
        scores = np.round(lent_by_article(fused, owners, ARTICLE_SHARE), 5)
        known = owners >= 0  # all but in a damaged file
        if known.sum() > most:  # where they stand is only looked up of those that may be returned
            known &= scores >= np.partition(scores[known], -most)[-most]
        places = self._storage.passages.at(rows[known].tolist())
        columns = (rows, scores, dense, lexical)
        found = [
            _Candidate(score, near, worded, places[row])
            for row, score, near, worded in zip(
                *(one[known].tolist() for one in columns), strict=True
            )
            if row in places
        ]
        return sorted(found, key=lambda one: (-one.score, one.place.order))[:most]

    def _hits(self, view: Searched, examined: list[_Candidate], k: int) -> list[Hit]:
        articles = self.articles(sorted({one.place.article for one in examined}))
        examined = [one for one in examined if _quotable(one.place, articles)]
        places = [one.place for one in examined]
        sources = [articles[place.article] for place in places]
        texts = [
            source.text[place.passage.start : place.passage.end]
            for source, place in zip(sources, places, strict=True)
        ]
        rows = np.array([place.row for place in places], np.int64)
        kept = collapse(texts, [source.id for source in sources], view.vectors.mutual_cosines(rows))
        return [
            Hit(
                rank=rank,
                score=examined[at].score,
                article=sources[at],
                passage=places[at].passage,
                dense=examined[at].dense,
                lexical=examined[at].lexical or None,
                also_in=tuple(sorted({sources[one].id for one in repeated})),
            )
            for rank, (at, repeated) in enumerate(kept[:k], 1)
        ]

    def articles(self, rows: Sequence[int]) -> dict[int, Article]:
        """Return the articles of these row numbers; those gone or damaged are left out.

        Each is compared with its content hash when it is read, and then kept for a while.
        """
        # An article's row never changes and is never used again, so what is kept stays true.
        with self._lock:
            if self._kept_of != self._storage.database.opened:
                self._mine, self._kept_of = object(), self._storage.database.opened
                self._held.clear()
            mine = self._mine
            held = {row: one for row in rows if (one := self._held.get(row)) is not None}
        known = {row: KEPT.get(one.text, (mine, row)) for row, one in held.items()}
        found = {row: cast(Article, one) for row, one in known.items() if one is not MISSING}
        missing = [row for row in rows if row not in found]
        for row, article in (self._storage.articles.at(missing) if missing else {}).items():
            found[row] = article
            kept = KEPT.put(article.text, (mine, row), article)
            with self._lock:
                if kept is not None and mine is self._mine:
                    self._held[row] = kept
        return found

    def _forget_gone(self) -> None:
        """Keep nothing more of articles that are changed or gone; call inside a transaction."""
        with self._lock:
            held = {row: one for row, one in self._held.items()}  # noqa: C416 - dict() is no copy
        living = self._storage.articles.living(list(held))
        KEPT.forget(one.text for row, one in held.items() if row not in living)


def _quotable(place: StoredPassage, articles: dict[int, Article]) -> bool:
    """Tell whether a passage's article is sound and the passage lies within it."""
    article = articles.get(place.article)
    return article is not None and 0 <= place.passage.start < place.passage.end <= len(article.text)
