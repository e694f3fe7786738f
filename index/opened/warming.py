"""What the first questions to a large index need is read before they are asked.

Files are compared with their checksums, dictionaries and pages of lists read into the memory that
the system keeps of files, by asking what somebody might ask. That holds no lock longer than a
question does, and is over within seconds, however large the index is.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from index.articles.passages import Filters
from index.errors import PullquoteError
from index.retrieval import Retriever
from index.search.segments.background import Background
from index.search.vector_store import Cancelled, VectorEngine
from index.store.conditions import ALL
from index.store.storage import Storage
from index.store.tables.listing import ORDERS

_SEARCHES = 8
_WORDS = 10  # of each
_LISTED = 50
_LONGEST = 20.0  # seconds


class Warming:
    """Warms one index in a thread of its own.

    Args:
        storage: the truth.
        retriever: searches it.
        vectors: knows of how many passages the first searches have much to read.
    """

    def __init__(self, storage: Storage, retriever: Retriever, vectors: VectorEngine) -> None:
        self._storage, self._retriever, self._vectors = storage, retriever, vectors
        self._background = Background(self._warm, "warming")

    def start(self) -> None:
        """Begin, unless that was done."""
        self._background.start()

    def wait(self) -> None:
        """Wait until it is done."""
        self._background.wait()

    def stop(self) -> None:
        """Break it off after the step under way."""
        self._background.stop()

    def _warm(self, cancelled: Cancelled) -> bool:
        deadline = time.monotonic() + _LONGEST
        # What is wrong is told to the first who asks.
        with contextlib.suppress(PullquoteError, OSError):
            for step in self._steps():
                if cancelled() or time.monotonic() > deadline:
                    break
                step()
        return False

    def _steps(self) -> Iterator[Callable[[], object]]:
        last = self._storage.counters.state().last_passage
        if not self._vectors.wants_warming(last):
            return
        dimension = self._storage.settings.dimension()
        for row in np.linspace(1, last, _SEARCHES, dtype=np.int64).tolist():
            yield partial(self._search, row, dimension)
        for order in ORDERS:
            yield partial(self._list, order)

    def _search(self, row: int, dimension: int) -> None:
        """Ask for the first words of a passage, and for any vector."""
        with self._storage.reading():
            place = self._storage.passages.at([row]).get(row)
            article = place and self._storage.articles.at([place.article]).get(place.article)
        text = article.text[place.passage.start :] if article and place else ""
        words = " ".join(text[:1000].split()[:_WORDS])
        vector = np.random.default_rng(row).standard_normal(dimension, dtype=np.float32)
        vector /= np.linalg.norm(vector)
        self._retriever.search(words, vector, 10, Filters())

    def _list(self, order: str) -> None:
        with self._storage.reading():
            rows = self._storage.listing.page(ALL, order, _LISTED, 0)
            self._storage.listing.count(ALL)
            self._storage.articles.infos_by_row(rows)
