"""Which of some passages have each term, and how often: every passage is scored. Pure.

Some thousand passages are scored in less time than the engine takes to find the best of them. The
scores are those of `index.search.bm25`, to the last digit.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from index.articles.rows import NO_ROWS, Rows
from index.search.bm25 import FIELDS, Scores, Term, added, dampers
from index.search.words.numbers.numbered import Numbered, key_of


class Postings:
    """The terms of some passages, `rows` ascending; unchanging, shared by threads.

    Args:
        given: the passages.
        averages: mean number of terms in each field, of all passages.
    """

    def __init__(self, given: Numbered, averages: Mapping[str, float]) -> None:
        self.rows, self._vocabulary = given.rows, given.vocabulary
        count = max(len(given.rows), 1)
        owners = np.repeat(np.arange(len(given.rows)), given.lengths.sum(axis=1))
        found, counts = np.unique(given.terms * np.int64(count) + owners, return_counts=True)
        self._starts = np.searchsorted(found, np.arange(len(given.vocabulary) + 1) * count)
        self._passages = (found % count).astype(np.int32)
        self._counts = counts.astype(np.float32)  # whole numbers, far below 2**24
        self._dampers = [
            dampers(given.lengths[:, at].astype(np.float64), averages[field])
            for at, field in enumerate(FIELDS)
        ]

    def scores(self, terms: Sequence[Term]) -> Scores:
        """Return the score of each of `rows`, 0 where no term occurs."""
        found = np.zeros(len(self.rows))
        for field, damped in zip(FIELDS, self._dampers, strict=True):
            for term in terms:
                if term.field == field:
                    some = self._having(term)
                    at = self._passages[some]
                    counts = self._counts[some].astype(np.float64)
                    found[at] += added(term.weight, counts, damped[at])
        return found

    def _having(self, term: Term) -> slice:
        key = np.uint64(key_of(term.field, term.text))
        at = int(np.searchsorted(self._vocabulary, key))
        if at == len(self._vocabulary) or self._vocabulary[at] != key:
            return slice(0, 0)
        return slice(self._starts[at], self._starts[at + 1])


def best_of(rows: Rows, scores: Scores, k: int) -> tuple[Rows, Scores]:
    """Return the `k` best rows that have a score, and all that equal the last of them."""
    found = np.flatnonzero(scores > 0)
    if len(found) > k:
        found = found[scores[found] >= np.partition(scores[found], -k)[-k]]
    return (rows[found], scores[found]) if len(found) else (NO_ROWS, np.empty(0))
