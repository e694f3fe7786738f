"""Search by words with exact BM25 scores: what they are depends on the passages alone.

The lexical engine ranks by counts that include removed passages. It is asked for more candidates
than wanted, these are scored exactly from their own terms, and it is asked for more still until no
other passage can be as good: its own score of the last one, raised by what the removed passages can
make of it, is an upper bound for all that it did not return.
"""

import threading
from collections.abc import Callable, Sequence

import numpy as np

from index.search import bm25
from index.search.bm25 import FIELDS, Scores, Term, Words, inverse_frequency
from index.search.lexical import Lexical, query_terms
from index.store.storage import Rows

WordsOf = Callable[[Rows], Sequence[Words]]
"""Gives the terms of the passages of these rows, in their order."""

_MARGIN = 1.25
"""Candidates asked for first, as a multiple of those wanted; nearly always enough."""

_MOST = 2000
"""Candidates scored for a query at most. More are only needed where as many passages are equally
good; then those that come first in an order without meaning stand for all."""

_KEPT_FREQUENCIES = 20_000

_ROUNDING = 1e-5
"""How far the engine's numbers of 32 bits may be off, as a share."""


class WordSearch:
    """The passages of one generation among those a `Lexical` holds; safe to share among threads.

    Args:
        lexical: holds all the passages and perhaps others.
        passages: how many there are.
        others: rows it holds that this generation does not have.
    """

    def __init__(self, lexical: Lexical, passages: int, others: Rows) -> None:
        self._lexical = lexical
        self._passages = passages
        self._others = others
        totals = lexical.totals(others)
        self._averages = {field: totals[field] / max(passages, 1) for field in FIELDS}
        self._frequencies: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def terms(self, text: str) -> list[Term]:
        """Return the terms in `text` that some passage has, with their weights."""
        found = []
        for field, term in query_terms(text):
            frequency = self._frequency(field, term)
            if frequency:
                weight = FIELDS[field] * inverse_frequency(self._passages, frequency)
                found.append(Term(field, term, weight))
        return found

    def _frequency(self, field: str, term: str) -> int:
        with self._lock:
            known = self._frequencies.get((field, term))
        if known is None:
            known = self._lexical.frequency(field, term, self._others)
            with self._lock:
                if len(self._frequencies) >= _KEPT_FREQUENCIES:
                    self._frequencies.clear()
                self._frequencies[field, term] = known
        return known

    def scores(self, terms: Sequence[Term], passages: Sequence[Words]) -> Scores:
        """Return the BM25 score of each passage, 0 where no term occurs."""
        return bm25.scores(terms, self._averages, passages)

    def best(
        self,
        terms: Sequence[Term],
        k: int,
        words_of: WordsOf,
        articles: Sequence[int] | None = None,
    ) -> tuple[Rows, Scores]:
        """Return the `k` best rows and all that equal the last of them, with scores, in no order.

        Args:
            terms: from `terms`.
            k: how many.
            words_of: called with rows of this generation.
            articles: row numbers of the articles to look at; None for all.
        """
        boosted, reach = self._boosted(terms)
        query = self._lexical.query(boosted, articles)
        limit = int(k * _MARGIN) + 1
        while True:
            rows, engine = self._lexical.search(query, limit)
            complete = len(rows) < limit
            unseen = 0.0 if complete else float(engine[-1]) * reach
            rows = self._known(rows)
            scores = self.scores(terms, words_of(rows))
            least = float(np.partition(scores, -k)[-k]) if len(scores) >= k else 0.0
            if complete or least > unseen:
                kept = scores >= least
                return rows[kept], scores[kept]
            if limit >= max(_MOST, 4 * k):
                better = scores > least
                some = np.setdiff1d(self._known(self._lexical.first(query, limit)), rows[better])
                rows = np.concatenate([rows[better], some])
                return rows, self.scores(terms, words_of(rows))
            limit *= 4

    def _known(self, rows: Rows) -> Rows:
        return rows[np.isin(rows, self._others, invert=True)] if len(self._others) else rows

    def _boosted(self, terms: Sequence[Term]) -> tuple[list[Term], float]:
        """Return the terms with what makes the engine's weights right, and how far it may be off.

        An average length that is too small makes its scores too small, by no more than the ratio.
        """
        boosted, reach = [], 1.0
        for term in terms:
            assumed, frequency = self._lexical.assumed(term.field, term.text)
            engine = inverse_frequency(assumed.documents, frequency)
            boosted.append(Term(term.field, term.text, term.weight / engine))
            reach = max(reach, self._averages[term.field] / assumed.average)
        return boosted, reach * (1 + _ROUNDING)
