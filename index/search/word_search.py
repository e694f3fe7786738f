"""Search by words with exact BM25 scores: what they are depends on the passages alone.

The lexical engine ranks by counts that include removed passages. It is asked for more candidates
than wanted, these are scored exactly from their own terms, and it is asked for more still until no
other passage can be as good: its own score of the last one, raised by what the removed passages can
make of it, is an upper bound for all that it did not return.
"""

import re
import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.articles.rows import NO_ROWS, Rows
from index.search import bm25
from index.search.analysis import character_pairs, query_terms
from index.search.bm25 import FIELDS, Term, inverse_frequency
from index.search.lexical_store import WordScores
from index.search.tantivy_index import Candidate, Hits, TantivyIndex

_MARGIN = 1.1
"""Candidates asked for first, as a multiple of those wanted; nearly always enough."""

_WIDE = 0.3
"""Share of the passages from which on a search among some articles looks at all."""

_MOST = 2000
"""Candidates scored for a query at most. More are only needed where as many passages are equally
good; then those that come first in an order without meaning stand for all."""

_KEPT_FREQUENCIES = 20_000

_PIECE = re.compile(r"\w+")
_SHORTEST_BEGINNING = 3
_BEGINNINGS = 50

_ROUNDING = 1e-5
"""How far the engine's numbers of 32 bits may be off, as a share."""

_STEP = 2.0**-22
"""Twice the distance of 1 to the next number of 32 bits."""


class WordSearch:
    """A `LexicalSearch` of what a `TantivyIndex` holds.

    Args:
        index: holds all the passages and perhaps others.
        without: rows it holds that do not count.
        among: articles of whose passages alone count, ascending; None for all.
    """

    def __init__(self, index: TantivyIndex, without: Rows, among: Rows | None = None) -> None:
        self._index = index
        self._counted = counted = index.counted(without, among)
        self._passages = index.passages_counted(counted)
        # Of few passages the engine is asked for these alone; else what does not count is left out
        # of what it gives, which costs less than to have it look at long lists of articles.
        share = self._passages / max(index.count, 1)
        self._is_narrow = among is not None and share < _WIDE
        self._margin = _MARGIN / (share if among is not None and not self._is_narrow else 1.0)
        totals = index.totals(counted)
        self._averages = {field: totals[field] / max(self._passages, 1) for field in FIELDS}
        self._analyses = index.analyses(counted)
        self._frequencies: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def terms(self, text: str) -> list[Term]:
        """Return the terms in `text` that some passage has, with their weights."""
        found = []
        for field, term in query_terms(text, self._analyses):
            frequency = self._frequency(field, term)
            if frequency:
                weight = FIELDS[field] * inverse_frequency(self._passages, frequency)
                found.append(Term(field, term, weight))
        return found

    def _frequency(self, field: str, term: str) -> int:
        with self._lock:
            known = self._frequencies.get((field, term))
        if known is None:
            known = self._index.frequency(field, term, self._counted)
            with self._lock:
                if len(self._frequencies) >= _KEPT_FREQUENCIES:
                    self._frequencies.clear()
                self._frequencies[field, term] = known
        return known

    def scores(self, query: str, rows: Rows) -> WordScores:
        """Return the score of each of `rows` (ascending), 0 where no word of the query occurs."""
        terms = self.terms(query)
        found, scores = self._scored(
            terms, self._kept(self._index.passages(rows if terms else NO_ROWS))
        )
        result = np.zeros(len(rows))
        result[np.searchsorted(rows, found)] = scores
        return result

    def articles(self, word: str, *, beginning: bool = False) -> Rows:
        """Return the articles in which a word occurs; see `LexicalSearch`."""
        pieces = _PIECE.findall(word.lower())
        wanted: list[list[tuple[str, str]]] = []
        for at, piece in enumerate(pieces):
            pairs = character_pairs(piece)
            last = beginning and at == len(pieces) - 1
            wanted += [[("pairs", one)] for one in pairs] or [self._forms(piece, beginning=last)]
        return self._index.articles(wanted, self._counted) if wanted else NO_ROWS

    def _forms(self, piece: str, *, beginning: bool) -> list[tuple[str, str]]:
        """Return the terms any of which a piece of a word is found by."""
        terms = query_terms(piece, self._analyses)
        if not beginning or len(piece) < _SHORTEST_BEGINNING:
            return terms
        return terms + [
            (field, term)
            for field in FIELDS
            for term in self._index.beginning(field, piece, _BEGINNINGS)
        ]

    def best(
        self, query: str, k: int, articles: Sequence[int] | None = None
    ) -> tuple[Rows, WordScores]:
        """Return the `k` best rows and all that equal the last of them; see `LexicalSearch`."""
        terms = self.terms(query)
        if not terms:
            return NO_ROWS, np.empty(0)
        return self._best(terms, k, articles)

    def _best(
        self, terms: Sequence[Term], k: int, articles: Sequence[int] | None
    ) -> tuple[Rows, WordScores]:
        boosted, reach = self._boosted(terms)
        words = self._index.query(boosted, articles)
        query = self._index.counting(words, self._counted) if self._is_narrow else words
        margin = self._margin if articles is None else _MARGIN
        limit, seen = int(k * margin) + 1, 0
        candidates: list[Candidate] = []
        while True:
            hits = self._index.search(query, limit - seen, seen)
            seen += len(hits)
            candidates += self._kept(hits)
            complete = seen < limit
            unseen = 0.0 if complete else hits[-1][0] * reach
            rows, scores = self._scored(terms, candidates)
            least = float(np.partition(scores, -k)[-k]) if len(scores) >= k else 0.0
            if complete or least > unseen:
                kept = scores >= least
                return rows[kept], scores[kept]
            if limit >= max(_MOST, 4 * k) * margin / _MARGIN:
                first = self._index.first(self._index.counting(words, self._counted), limit)
                return self._some(terms, self._kept(first), rows, scores > least)
            limit += limit // 2

    def _kept(self, hits: Hits) -> list[Candidate]:
        return self._index.candidates(hits, self._counted)

    def _some(
        self,
        terms: Sequence[Term],
        candidates: Sequence[Candidate],
        rows: Rows,
        better: npt.NDArray[np.bool_],
    ) -> tuple[Rows, WordScores]:
        """Return those of `rows` that are better than too many others, and some of the others."""
        good = set(rows[better].tolist())
        others = [one for one in candidates if one.row not in good]
        known = self._kept(self._index.passages(rows[better]))
        return self._scored(terms, [*known, *others])

    def _scored(
        self, terms: Sequence[Term], candidates: Sequence[Candidate]
    ) -> tuple[Rows, WordScores]:
        scores = bm25.scores(terms, self._averages, [one.words for one in candidates])
        return np.array([one.row for one in candidates], np.int64), scores

    def _boosted(self, terms: Sequence[Term]) -> tuple[list[Term], float]:
        """Return the terms with what makes the engine's weights right, and how far it may be off.

        An average length that is too small makes its scores too small, by no more than the ratio.
        """
        boosted, reach, off = [], 1.0, _ROUNDING
        for term in terms:
            assumed, frequency = self._index.assumed(term.field, term.text)
            engine = inverse_frequency(assumed.documents, frequency)
            boosted.append(Term(term.field, term.text, term.weight / engine))
            reach = max(reach, self._averages[term.field] / assumed.average)
            off = max(off, _STEP / engine)  # of a word that nearly all have: 1 + next to nothing
        return boosted, reach * (1 + off)
