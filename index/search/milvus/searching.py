"""Searches of which Milvus finds the candidates and the files of this machine give the scores.

What is shown, its scores and its order are therefore those of a search on this machine, to the last
digit: Milvus only says which passages are worth comparing. It is asked for more until what it has
left out cannot be as good as the last one kept; where that cannot be shown (very many are equally
good, or a filter leaves next to nothing), the files of this machine are searched instead. Of an
index whose vectors Milvus finds by an approximate index, the nearest may be missed, as they may by
codes on this machine (docs/scale.md).
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from index.articles.rows import NO_ROWS, Rows
from index.errors import RemoteRefused
from index.search.lexical_store import LexicalSearch, LexicalStore, WordScores
from index.search.milvus.asking import Among, FindOwners, Found, Held
from index.search.milvus.client import Client
from index.search.milvus.weights import Averages, Weights, question_weights, reach
from index.search.vector_store import Cosines, MutualCosines, Vector, VectorSearch, VectorStore
from index.search.word_search import WordSearch
from index.search.words.whole import SmallSearch

_MOST = 16_384
"""Rows that Milvus gives for one search."""

_MOST_WORDS = 2_000
"""Candidates compared for a query, as on this machine (`index.search.word_search`)."""

_FEW = 2_000
"""Passages that are all compared, without asking Milvus."""

_DEPTH = 500
_MARGIN = 1.1
_ROUNDING = 1e-4
"""How far an inner product of 32 bits may be off the exact one."""

_Near = TypeVar("_Near", bound=VectorStore | LexicalStore)


class _Stored(Generic[_Near]):
    """A store of one generation: candidates from Milvus, all else from this machine.

    Args:
        held: the collection.
        near: the store on this machine.
        owners: of the passages.
    """

    def __init__(self, held: Held, near: _Near, owners: FindOwners) -> None:
        self._held, self._owners = held, owners
        self._near = near

    @property
    def count(self) -> int:
        """How many passages are held."""
        return self._near.count


class MilvusVectors(_Stored[VectorStore]):
    """The vectors of one generation."""

    def among(self, rows: Rows | None) -> "MilvusVectorSearch":
        """Prepare a search among some rows: all passages of some articles; None for all."""
        if rows is None or len(rows) <= _FEW:
            return MilvusVectorSearch(self._held, self._near, Among(rows, None))
        articles = np.unique(self._owners().of(rows))
        among = Among(rows, articles, len(rows) / max(self._near.count, 1))
        return MilvusVectorSearch(self._held, self._near, among)

    def cosines(self, vector: Vector, rows: Rows) -> Cosines:
        """Return the cosine of `vector` with each of `rows`; NaN for those not held."""
        return self._near.cosines(vector, rows)

    def mutual_cosines(self, rows: Rows) -> MutualCosines:
        """Return the cosines among `rows`, each once and held."""
        return self._near.mutual_cosines(rows)


class MilvusVectorSearch:
    """A `VectorSearch`; raises `RemoteProblem` as well."""

    def __init__(self, held: Held, near: VectorStore, among: Among) -> None:
        self._held, self._near, self._among = held, near, among
        self._here: VectorSearch | None = None

    def nearest(self, vector: Vector, k: int) -> tuple[Rows, Cosines]:
        """Return the `k` nearest rows and all that equal the last of them, in no order."""
        rows = self._among.rows
        if rows is not None and len(rows) <= _FEW:
            return _best_of(rows, self._near.cosines(vector, rows), k)
        flat = self._held.flat
        wanted = int(k * _MARGIN) + 1 if flat else max(_DEPTH, 4 * k)
        limit = self._among.limit(wanted)
        while limit <= _MOST:
            found, products = self._asked(vector, limit)
            mine, cosines = self._exact(vector, found)
            if len(found) < limit or self._enough(cosines, products, k, flat=flat):
                return _best_of(mine, cosines, k)
            limit *= 2
        if self._here is None:
            self._here = self._near.among(rows)
        return self._here.nearest(vector, k)

    def begun(self, vector: Vector, k: int) -> Callable[[], tuple[Rows, Cosines]]:
        """Do all that `nearest` does, for it waits for Milvus; return what returns it."""
        found = self.nearest(vector, k)
        return lambda: found

    def _asked(self, vector: Vector, limit: int) -> Found:
        numbers = np.asarray(vector, np.float32).tolist()
        expression, depth = self._among.expression, max(limit, _DEPTH)
        return self._held.asked(lambda client: client.nearest(numbers, limit, depth, expression))

    def _exact(self, vector: Vector, found: Rows) -> tuple[Rows, Cosines]:
        found = np.unique(found)
        if self._among.rows is not None:
            found = np.intersect1d(found, self._among.rows, assume_unique=True)
        cosines = self._near.cosines(vector, found)
        held = ~np.isnan(cosines)
        return found[held], cosines[held]

    @staticmethod
    def _enough(cosines: Cosines, products: npt.NDArray[np.float64], k: int, *, flat: bool) -> bool:
        """Tell whether no passage that was not found can be among the best."""
        if len(cosines) < k:
            return False
        last = float(np.partition(cosines, -k)[-k])
        return not flat or last > float(products.min()) + _ROUNDING


def _best_of(rows: Rows, scores: Cosines, k: int) -> tuple[Rows, Cosines]:
    held = ~np.isnan(scores)
    rows, scores = rows[held], scores[held]
    if len(rows) <= k:
        return rows, scores
    kept = scores >= np.partition(scores, -k)[-k]
    return rows[kept], scores[kept]


class MilvusWords(_Stored[LexicalStore]):
    """The words of one generation."""

    def rows(self) -> Rows:
        """Return every row held, ascending."""
        return self._near.rows()

    def search(self, without: Rows, among: Rows | None = None) -> LexicalSearch:
        """Prepare a search of all passages but some rows, of some articles or of all."""
        near = self._near.search(without, among)
        counts = _counts(near)
        if len(without) or counts is None:  # a writer is at work, or was killed
            return near
        return MilvusWordSearch(self._held, counts, self._owners, among)


def averages_of(words: LexicalStore) -> Averages:
    """Return the mean number of terms in each field of the passages.

    Raises:
        RemoteRefused: another engine counts them.
    """
    counts = _counts(words.search(NO_ROWS))
    if counts is None:
        raise RemoteRefused("Milvus needs the words of this machine to be kept by tantivy.")
    return counts.averages


def _counts(search: LexicalSearch) -> WordSearch | None:
    """Return what knows how often terms occur; None for another engine's search."""
    if isinstance(search, SmallSearch):
        return search.counts
    return search if isinstance(search, WordSearch) else None


class MilvusWordSearch:
    """A `LexicalSearch`; `best` raises `RemoteProblem` as well.

    Args:
        held: the collection.
        near: counts and compares on this machine.
        owners: of the passages.
        articles: those whose passages alone count, ascending; None for all.
    """

    def __init__(
        self, held: Held, near: WordSearch, owners: FindOwners, articles: Rows | None
    ) -> None:
        self._held, self._near, self._owners, self._articles = held, near, owners, articles

    def scores(self, query: str, rows: Rows, *, held: bool = False) -> WordScores:
        """Return the score of each of `rows` (ascending), 0 where no word of the query occurs."""
        return self._near.scores(query, rows, held=held)

    def articles(self, word: str, *, beginning: bool = False) -> Rows:
        """Return the row numbers of the articles in which a word occurs, ascending."""
        return self._near.articles(word, beginning=beginning)

    def best(
        self, query: str, k: int, articles: Sequence[int] | Rows | None = None
    ) -> tuple[Rows, WordScores]:
        """Return the `k` best rows and all that equal the last of them, with scores."""
        self._near.check()
        among = self._among(articles)
        terms = self._near.terms(query)
        if not terms or (among.articles is not None and not len(among.articles)):
            return NO_ROWS, np.empty(0)
        above = reach(terms, self._near.averages, self._held.collection.stamp.averages)
        weights, expression = question_weights(terms), among.expression
        limit, most = int(k * _MARGIN) + 1, max(_MOST_WORDS, 4 * k)
        while limit <= most and (asked := among.limit(limit)) <= _MOST:
            found, products = self._held.asked(partial(_best, weights, asked, expression))
            rows, scores = self._exact(query, found, among.articles)
            least = float(np.partition(scores, -k)[-k]) if len(scores) >= k else 0.0
            if len(found) < asked or least > float(products.min()) * above:
                return _best_of(rows, scores, k)
            limit += limit // 2
        return self._near.best(query, k, articles)

    def _among(self, articles: Sequence[int] | Rows | None) -> Among:
        named = self._articles
        if articles is not None:
            named = np.asarray(articles, np.int64)
            if self._articles is not None:
                named = np.intersect1d(named, self._articles)
        if named is None:
            return Among(None, None)
        share = len(named) / max(len(self._owners().articles), 1)
        return Among(None, named, min(max(share, 1e-6), 1.0))

    def _exact(self, query: str, found: Rows, articles: Rows | None) -> tuple[Rows, WordScores]:
        rows = np.unique(found)
        if articles is not None and len(rows):
            rows = rows[np.isin(self._owners().of(rows), articles)]
        scores = self._near.scores(query, rows)
        kept = scores > 0
        return rows[kept], scores[kept]


def _best(words: Weights, limit: int, expression: str, client: Client) -> Found:
    return client.best(words, limit, expression)
