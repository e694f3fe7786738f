"""Batches filled, made ready beside while others are read, and stored in the order of filling."""

from collections import deque
from collections.abc import Callable, Sequence

from index.annotations import Annotator
from index.indexing.batches.beside import Beside
from index.indexing.batches.preparing import Batch, Preparing, Signed, Taken
from index.models.embedder import Embedder
from index.store.storage import Storage

_PORTION_PASSAGES = 128
"""Passages of a batch that are embedded while the others are still read."""

_AHEAD = 2
"""Batches that are full and not stored yet; more would only take memory."""


class Batches:
    """The batches of one run.

    When one is stored depends on what was taken alone, never on time: so does what is found in the
    index when the next articles are looked up.

    Args:
        storage: of the index; only the thread that calls touches it.
        embedder: called when articles are to be embedded.
        annotator: finds what is stored beside each article; None for nothing.
        store: stores a batch.
    """

    def __init__(
        self,
        storage: Storage,
        embedder: Callable[[], Embedder],
        annotator: Annotator | None,
        store: Callable[[Batch, Sequence[Signed]], None],
    ) -> None:
        self._storage, self._embedder, self._annotator = storage, embedder, annotator
        self._store = store
        self._beside = Beside()
        self._full: deque[Batch] = deque()
        self._coming: set[str] = set()
        self.open = Batch()
        """The one that is filled."""

    def take(self, taken: Taken) -> None:
        """Put an article into the open batch."""
        batch = self.open
        batch.articles.append(taken)
        batch.passages += len(taken.passages)
        if sum(len(one.passages) for one in batch.waiting) >= _PORTION_PASSAGES:
            self._send_portion()

    def send(self) -> None:
        """Open another batch; those sent before may be stored now."""
        if not self.open.articles:
            return
        if self.open.waiting:
            self._send_portion()
        if len(self._full) >= _AHEAD:
            self._store_next()
        self._coming.update(one.article.id for one in self.open.articles)
        self._full.append(self.open)
        self.open = Batch()

    def settle(self) -> None:
        """Store the batches that were sent."""
        while self._full:
            self._store_next()

    def settle_for(self, article_id: str) -> None:
        """Store the batches that were sent where the article is in one of them."""
        if article_id in self._coming:
            self.settle()

    def flush(self) -> None:
        """Store all batches, the open one too, even where it has no articles."""
        self.settle()
        batch, self.open = self.open, Batch()
        # What is left is embedded here: nothing could be done beside it. Nobody looks through it
        # before it is safe, since this thread may be interrupted.
        left = self._preparing(batch, None)() if batch.waiting else []
        self._store(batch, [*_results(batch), *left])

    def close(self, *, waits: bool) -> None:
        """Store the batches that were sent, or only those that need not be waited for."""
        try:
            while self._full and (waits or self._full[0].is_ready):
                self._store_next()
        finally:
            self._beside.close()

    def _send_portion(self) -> None:
        batch = self.open
        batch.portions.append(self._beside.send(self._preparing(batch, self._annotator)))
        batch.sent = len(batch.articles)

    def _preparing(self, batch: Batch, annotator: Annotator | None) -> Preparing:
        return Preparing.of(self._storage, self._embedder(), annotator, batch.waiting)

    def _store_next(self) -> None:
        """Store the batch sent first; where that fails, none that was sent after it is stored."""
        try:
            batch = self._full.popleft()
            self._store(batch, _results(batch))
            self._coming.difference_update(one.article.id for one in batch.articles)
        except BaseException:
            self._full.clear()
            raise


def _results(batch: Batch) -> list[Signed]:
    """Return what was made of the articles of a batch that were sent; raises what that raised."""
    return [one for portion in batch.portions for one in portion.result()]
