"""The words of a small index: every passage is scored, and the engine is asked for none.

Up to some thousand passages that takes less time than finding candidates and fetching their terms.
The scores are those of `index.search.bm25`, to the last digit.
"""

import threading
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from index.articles.rows import NO_ROWS, Rows, found_in
from index.search.bm25 import FIELDS, Candidate, Term, added, dampers
from index.search.lexical_store import WordScores
from index.search.tantivy_index import TantivyIndex
from index.search.word_search import WordSearch
from index.search.words.numbers.postings import best_of

MOST = 2000
"""Passages up to which an index is small: counting the words of so many takes 0.04 s."""

SOON = 4
"""Which search of one state has its words counted: who asks once need not wait for that."""


class _Field:
    """Which passages have each term of one field, and how often.

    Args:
        texts: of each passage, as `index.search.bm25.spaced` makes them.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        terms = [text[1:-1].split("  ") if text else [] for text in texts]
        lengths = np.array([len(one) for one in terms], dtype=np.int64)
        self._numbers: dict[str, int] = {}
        numbers = [
            self._numbers.setdefault(term, len(self._numbers)) for one in terms for term in one
        ]
        owners = np.repeat(np.arange(len(texts)), lengths)
        pairs = np.array(numbers, np.int64) * len(texts) + owners
        found, counts = np.unique(pairs, return_counts=True)
        self._passages, self._counts = found % max(len(texts), 1), counts.astype(np.float64)
        starts = np.arange(len(self._numbers) + 1) * len(texts)
        self._starts = np.searchsorted(found, starts)
        self._dampers = dampers(lengths.astype(np.float64), int(lengths.sum()) / max(len(texts), 1))

    def add(self, term: Term, scores: WordScores) -> None:
        """Add what a term is worth to the scores of the passages that have it."""
        number = self._numbers.get(term.text)
        if number is not None:
            some = slice(self._starts[number], self._starts[number + 1])
            at = self._passages[some]
            scores[at] += added(term.weight, self._counts[some], self._dampers[at])


class Whole:
    """The words of some passages."""

    def __init__(self, passages: Sequence[Candidate]) -> None:
        ordered = sorted(passages, key=lambda one: one.row)
        self.rows = np.array([one.row for one in ordered], np.int64)
        self._fields: Mapping[str, _Field] = {
            field: _Field([one.words[at] for one in ordered]) for at, field in enumerate(FIELDS)
        }

    def scores(self, terms: Sequence[Term]) -> WordScores:
        """Return the score of each of `rows`, 0 where no term occurs."""
        found = np.zeros(len(self.rows))
        for field, counted in self._fields.items():
            for term in terms:
                if term.field == field:
                    counted.add(term, found)
        return found


class SmallSearch:
    """A `LexicalSearch` of few passages.

    Args:
        search: finds what this does not, and knows what terms weigh; `counts` afterwards.
        index: holds the passages.
        others: rows it holds that do not count.
        check: raises `DerivedDamaged` where the files must not be used.
    """

    def __init__(
        self,
        search: WordSearch,
        index: TantivyIndex,
        others: Rows,
        check: Callable[[], None] | None = None,
    ) -> None:
        self.counts, self._index, self._others, self._check = search, index, others, check
        self._asked = 0
        self._whole: Whole | None = None
        self._latest: tuple[str | None, WordScores] = None, np.empty(0)
        self._lock = threading.Lock()

    def best(
        self, query: str, k: int, articles: Sequence[int] | Rows | None = None
    ) -> tuple[Rows, WordScores]:
        """Return the `k` best rows and all that equal the last of them; see `LexicalSearch`."""
        whole = self._counted() if articles is None else None
        if whole is None:
            return self.counts.best(query, k, articles)
        if self._check:
            self._check()
        scores = whole.scores(self.counts.terms(query))
        self._latest = query, scores
        return best_of(whole.rows, scores, k)

    def scores(self, query: str, rows: Rows, *, held: bool = False) -> WordScores:
        """Return the score of each of `rows` (ascending), 0 where no word of the query occurs."""
        whole = self._whole
        if whole is None:
            return self.counts.scores(query, rows, held=held)
        latest, known = self._latest
        if latest != query:
            known = whole.scores(self.counts.terms(query))
        here, found = found_in(whole.rows, rows), np.zeros(len(rows))
        found[here] = known[np.searchsorted(whole.rows, rows[here])]
        return found

    def articles(self, word: str, *, beginning: bool = False) -> Rows:
        """Return the articles in which a word occurs; see `LexicalSearch`."""
        return self.counts.articles(word, beginning=beginning)

    def _counted(self) -> Whole | None:
        """Return the words of all passages once they are asked for often enough."""
        if self._whole is not None:
            return self._whole
        with self._lock:
            self._asked += 1
            if self._whole is None and self._asked >= SOON:
                rows = np.setdiff1d(self._index.rows(), self._others)
                hits = self._index.of_rows(rows if len(rows) else NO_ROWS)
                self._whole = Whole(self._index.candidates(hits))
            return self._whole
