"""Search by words with exact BM25 scores: what they are depends on the passages alone.

How passages are found is `index.search.words.finding`.
"""

import re
import threading
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from index.articles.rows import NO_ROWS, Rows
from index.search.analysis import character_pairs, query_terms
from index.search.bm25 import FIELDS, Term, inverse_frequency
from index.search.lexical_store import WordScores
from index.search.tantivy_index import TantivyIndex
from index.search.words import finding
from index.search.words.chosen import Chosen
from index.search.words.finding import Finding
from index.search.words.numbers.postings import Postings, best_of

_KEPT_FREQUENCIES = 20_000

_PIECE = re.compile(r"\w+")
_SHORTEST_BEGINNING = 3
_BEGINNINGS = 50

_MOST_COUNTED = 32_768
"""Passages of few articles whose words are counted, at most."""


class WordSearch:
    """A `LexicalSearch` of what a `TantivyIndex` holds.

    Args:
        index: holds all the passages and perhaps others.
        others: rows it holds that do not count.
        among: articles of whose passages alone count, ascending; None for all.
        check: raises `DerivedDamaged` where the files must not be used.
    """

    def __init__(
        self,
        index: TantivyIndex,
        others: Rows,
        among: Rows | None = None,
        check: Callable[[], None] | None = None,
    ) -> None:
        self._index = index
        self._check = check
        self._counted = counted = index.queries.counted(others, among)
        self._passages = index.passages_counted(counted)
        self._others = others
        self._among = among
        totals = index.totals(counted)
        self._averages = {field: totals[field] / max(self._passages, 1) for field in FIELDS}
        self._analyses = index.analyses(counted)
        self._finding = Finding(index, self._averages, counted, others)
        self._frequencies: dict[tuple[str, str], int] = {}
        self._chosen = Chosen(self._counted_of)
        self._cut: tuple[str, list[Term]] = ("", [])
        self._latest: tuple[str, Postings, WordScores] | None = None
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raise `DerivedDamaged` where the files must not be used."""
        if self._check:
            self._check()

    @property
    def averages(self) -> Mapping[str, float]:
        """The mean number of terms in each field of the passages."""
        return self._averages

    def terms(self, text: str) -> list[Term]:
        """Return the terms in `text` that some passage has, with their weights."""
        cut, found = self._cut
        return found if cut == text else self._terms(text)

    def _terms(self, text: str) -> list[Term]:
        found = []
        for field, term in query_terms(text, self._analyses):
            frequency = self._frequency(field, term)
            if frequency:
                weight = FIELDS[field] * inverse_frequency(self._passages, frequency)
                found.append(Term(field, term, weight))
        self._cut = (text, found)  # scores are asked for after the best
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

    def scores(self, query: str, rows: Rows, *, held: bool = False) -> WordScores:
        """Return the score of each of `rows` (ascending), 0 where no word of the query occurs."""
        latest = self._latest
        if latest is not None and latest[0] == query:
            _, chosen, known = latest
            at = np.minimum(np.searchsorted(chosen.rows, rows), len(chosen.rows) - 1)
            if (chosen.rows[at] == rows).all():
                return known[at]
        terms, result = self.terms(query), np.zeros(len(rows))
        left = np.ones(len(rows), bool)
        if held:
            found, scores = self._index.kept_scores(terms, self._averages, rows)
            result[found], left[found] = scores, False
            if not left.any():
                return result
        hits = self._index.of_rows(rows[left] if terms else NO_ROWS, self._among)
        others, scores = self._finding.scored(terms, hits)
        result[np.searchsorted(rows, others)] = scores
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
        self, query: str, k: int, articles: Sequence[int] | Rows | None = None
    ) -> tuple[Rows, WordScores]:
        """Return the `k` best rows and all that equal the last of them; see `LexicalSearch`."""
        self.check()
        terms = self.terms(query)
        among = self._among
        if articles is not None:
            among = np.asarray(articles, np.int64)
            among = among if self._among is None else np.intersect1d(among, self._among)
        if not terms or (among is not None and not len(among)):
            return NO_ROWS, np.empty(0)
        if among is not None and len(among) <= finding.FEW:
            chosen = self._chosen.of(among)
            if chosen is not None and len(chosen.rows):
                scores = chosen.scores(terms)
                self._latest = query, chosen, scores
                return best_of(chosen.rows, scores, k)
        return self._finding.best(terms, k, among)

    def _counted_of(self, articles: Rows) -> Postings | None:
        """Return the words of the passages of some articles, where they can be counted soon."""
        query = self._index.queries.of("article", articles)
        hits, _, seen = self._index.hits(query, _MOST_COUNTED)
        rows = np.unique(self._index.rows_of(hits))
        rows = np.setdiff1d(rows, self._others, assume_unique=True)
        if seen == _MOST_COUNTED:
            return None
        found = self._index.term_files.numbered(rows)
        return None if found is None else Postings(found, self._averages)
