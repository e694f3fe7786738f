"""The best passages of a query, found by the engine and scored exactly.

The lexical engine ranks by counts that include removed passages. It is asked for more candidates
than wanted, these are scored exactly from their own terms, and it is asked for more still until no
other passage can be as good: its own score of the last one, raised by what the removed passages can
make of it, is an upper bound for all that it did not return.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.articles.rows import NO_ROWS, Rows
from index.search.bm25 import Term, inverse_frequency
from index.search.lexical_store import WordScores
from index.search.tantivy_index import Hits, TantivyIndex
from index.search.words.queries import Counted, Query, counting
from index.search.words.rare import Parted, partings

_MARGIN = 1.1
"""Candidates asked for first, as a multiple of those wanted; nearly always enough."""

_DEEPER = 4
"""Passages that are ranked by some of the words, as a multiple of those asked for; few of them are
scored."""

_FIRST = 1.5
"""Of those that are ranked, how many are scored at once; for three of four questions all there are
to score."""

_MOST_RANKED = 20_000
"""Passages that are ranked so at most."""

_MOST = 2000
"""Candidates scored for a query at most. More are only needed where as many passages are equally
good; then those that come first in an order without meaning stand for all."""

FEW = 2000
"""Articles that are looked up one by one; of more, others are left out of what is found. Of a
million passages, 900 articles take 12 ms this way and 50 ms the other (docs/scale.md)."""

_ROUNDING = 1e-5
"""How far the engine's numbers of 32 bits may be off, as a share."""

_STEP = 2.0**-22
"""Twice the distance of 1 to the next number of 32 bits."""


class Finding:
    """Finds passages by their words; safe to share among threads.

    Args:
        index: holds them.
        averages: mean number of terms in each field of the passages that count.
        counted: which these are.
        others: rows that the index holds and that do not count.
    """

    def __init__(
        self, index: TantivyIndex, averages: Mapping[str, float], counted: Counted, others: Rows
    ) -> None:
        self._index, self._averages = index, averages
        self._counted, self._others, self._among = counted, others, counted.among

    def best(self, terms: Sequence[Term], k: int, articles: Rows | None) -> tuple[Rows, WordScores]:
        """Return the `k` best rows among some articles, and all that equal the last of them."""
        boosted, reach, frequencies = self._boosted(terms)
        few = articles is not None and len(articles) <= FEW
        inside, among = (articles, None) if few else (None, articles)
        every = Parted(tuple(range(len(terms))), 0.0)
        for asked in (*partings(terms, frequencies), every):
            query = self._index.queries.weighed([boosted[at] for at in asked.kept], inside)
            found = self._by_some_words(terms, query, k, among, reach, asked.rest)
            if found is not None:
                return found
        return self._by_all_words(terms, query, k, among, reach)

    def _by_some_words(
        self,
        terms: Sequence[Term],
        query: Query,
        k: int,
        among: Rows | None,
        reach: float,
        rest: float,
    ) -> tuple[Rows, WordScores] | None:
        """Return what `best` does, found by some words; None where that may not be all.

        Args:
            terms: all those of the query.
            query: asks for some of them.
            k: how many are wanted.
            among: articles; None for all.
            reach: how much too small the engine's scores may be.
            rest: the most that words which are not asked for can add.
        """
        wanted = int(k * _MARGIN) + 1
        limit = seen = 0
        hits: Hits = []
        while seen == limit and len(hits) < 2 * wanted and limit < _MOST_RANKED:
            # Of what is ranked, others are left out. A search that goes on takes as long as one
            # from the beginning: so one is to be enough.
            limit += _more(limit, len(hits), 2 * wanted) if limit else self._depth(wanted, among)
            others, last, more = self._index.hits(query, limit - seen, seen, among)
            hits, seen = hits + others, seen + more
        first = int(_FIRST * wanted)
        rows, scores = self.scored(terms, hits[:first])
        if len(scores) < k:
            return None
        least = float(np.partition(scores, -k)[-k])
        if rest >= least or (seen == limit and last * reach + rest >= least):
            return None
        # The first ones that may be as good, however little the engine makes of them.
        deep = sum(1 for score, _ in hits if score * reach + rest >= least)
        if deep > max(_MOST, 4 * k):
            return None
        if deep > first:
            found, added = self.scored(terms, hits[first:deep])
            rows, scores = np.concatenate([rows, found]), np.concatenate([scores, added])
            least = float(np.partition(scores, -k)[-k])
        kept = scores >= least
        return rows[kept], scores[kept]

    def _depth(self, wanted: int, among: Rows | None) -> int:
        """Return how many passages are ranked first, of which only those of some articles count."""
        if among is None:
            return _DEEPER * wanted
        share = len(among) / max(self._index.last_article, len(among), 1)
        return min(int(_DEEPER * wanted / share), _MOST_RANKED)

    def _by_all_words(
        self, terms: Sequence[Term], query: Query, k: int, among: Rows | None, reach: float
    ) -> tuple[Rows, WordScores]:
        wanted = limit = int(k * _MARGIN) + 1
        limit = limit if among is None else 2 * limit
        rows, scores = NO_ROWS, np.empty(0)
        seen = 0
        while True:
            hits, last, more = self._index.hits(query, limit - seen, seen, among)
            seen += more
            found, added = self.scored(terms, hits)
            rows, scores = np.concatenate([rows, found]), np.concatenate([scores, added])
            least = float(np.partition(scores, -k)[-k]) if len(scores) >= k else 0.0
            if seen < limit or least > last * reach:
                kept = scores >= least
                return rows[kept], scores[kept]
            if len(rows) >= max(_MOST, 4 * k):
                if self._among is None:
                    first = self._index.first(query, limit, among)
                else:  # of what counts alone, so that the others change nothing
                    most = max(_MOST, 4 * k)
                    first = self._index.first(counting(query, self._counted), most, among)
                return self._some(terms, first, rows, scores > least)
            limit += _more(limit, len(rows), wanted)

    def _some(
        self, terms: Sequence[Term], hits: Hits, rows: Rows, better: npt.NDArray[np.bool_]
    ) -> tuple[Rows, WordScores]:
        """Return those of `rows` that are better than too many others, and some of the others."""
        good = rows[better]
        others = np.isin(self._index.rows_of(hits), good, invert=True)
        left = [hits[at] for at in np.flatnonzero(others).tolist()]
        return self.scored(terms, [*self._index.of_rows(good, self._among), *left])

    def scored(self, terms: Sequence[Term], hits: Hits) -> tuple[Rows, WordScores]:
        """Return the rows of passages that count, and their scores."""
        rows, scores = self._index.scores(terms, self._averages, hits)
        if len(self._others):
            kept = np.isin(rows, self._others, invert=True)
            rows, scores = rows[kept], scores[kept]
        return rows, scores

    def _boosted(self, terms: Sequence[Term]) -> tuple[list[Term], float, list[int]]:
        """Return the terms with what makes the engine's weights right, and how far it may be off.

        The last numbers are how many passages the engine has with each, those left out among them.

        An average length that is too small makes its scores too small, by no more than the ratio.
        """
        boosted, frequencies, reach, off = [], [], 1.0, _ROUNDING
        for term in terms:
            assumed, frequency = self._index.assumed(term.field, term.text)
            engine = inverse_frequency(assumed.documents, frequency)
            frequencies.append(frequency)
            boosted.append(Term(term.field, term.text, term.weight / engine))
            reach = max(reach, self._averages[term.field] / assumed.average)
            off = max(off, _STEP / engine)  # of a word that nearly all have: 1 + next to nothing
        return boosted, reach * (1 + off), frequencies


def _more(seen: int, found: int, wanted: int) -> int:
    """Return how many more passages to look at, of which some are left out."""
    if found >= wanted:
        return seen // 2
    missing = 1.2 * (wanted - found)
    return int(min(missing * seen / max(found, 1), 7 * seen)) + 1
