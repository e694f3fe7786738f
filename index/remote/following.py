"""A collection in Milvus follows the truth: added to, taken from, compared, made again.

It holds the passages of one generation, which its stamp names. What changes is told by row numbers
and marks alone (`index.remote.gathering`). Nothing is embedded again.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import RemoteProblem, RemoteRefused
from index.remote.gathering import Truth, passages, truth_of
from index.remote.locking import alone
from index.search.lexical_store import LexicalStore
from index.search.milvus.address import MilvusAddress
from index.search.milvus.client import Client
from index.search.milvus.collection import (
    EXACT,
    Marks,
    Misshapen,
    PassageCollection,
    found_collection,
    made_collection,
    owned_collection,
)
from index.search.milvus.searching import averages_of
from index.search.milvus.weights import drifted
from index.store.storage import Storage

_TRIES = 5

Progress = Callable[[int, int], None]


class Following:
    """Keeps the collection of an index at the generation of its truth. Raises like `Client`.

    Args:
        storage: the truth, all of it.
        address: of the Milvus.
        words: the words of the latest generation on this machine, which count.
        changing: is called before anything is changed in the collection.
        exact: passages up to which all vectors are compared.

    Attributes:
        stopped: set it to have nothing more written.
    """

    def __init__(
        self,
        storage: Storage,
        address: MilvusAddress,
        words: Callable[[], LexicalStore],
        changing: Callable[[], None] = lambda: None,
        exact: int = EXACT,
    ) -> None:
        self._storage, self.address, self._words = storage, address, words
        self._changing, self._exact = changing, exact
        self._client: Client | None = None
        self.stopped = False
        self._truth: Truth | None = None
        self._held: Truth | None = None

    @property
    def name(self) -> str:
        """Of the collection."""
        return f"pullquote_{self._index_id}"

    @property
    def _index_id(self) -> str:
        return str(self._storage.settings.get("index_id"))

    @property
    def has_anything(self) -> bool:
        """Whether anything was ever indexed here."""
        return self._storage.settings.get("dimension") is not None

    @property
    def client(self) -> Client:
        """The client, connected on first use, and anew after `hang_up`."""
        if self._client is None:
            self._client = Client(self.address, self.name)
        return self._client

    def hang_up(self) -> None:
        """Let go of the connection; the next use makes another."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def brought(self, progress: Progress | None = None) -> tuple[PassageCollection, int]:
        """Bring the collection up to the latest generation; return it and the generation.

        Raises:
            RemoteRefused: a collection of its name must not be touched, or holds a later state.
        """
        truth = self._latest()
        found = self._there()
        if found is not None and _holds(found, truth):
            self._look(found)
            self._held = truth
            return found, truth.state.generation
        with alone(self._storage):
            for _ in range(_TRIES):
                collection = self._made_where_missing(self._there())
                truth = self._latest()
                self._follow(collection, truth, progress)
                if self._storage.counters.state() == truth.state:
                    return collection, truth.state.generation
        raise RemoteProblem(
            f"The articles change faster than Milvus at {self.address.label} takes them."
        )

    def held(self) -> tuple[PassageCollection, int] | None:
        """Return the collection and the generation where it holds the latest; change nothing.

        Raises:
            RemoteRefused: a collection of its name is not this index's.
        """
        truth, found = self._latest(), self._there()
        if found is None or not _holds(found, truth):
            return None
        self.client.load()
        whole = self.client.count() == found.stamp.count
        return (found, truth.state.generation) if whole else None

    def rebuild(self, progress: Progress | None = None) -> None:
        """Drop the collection, if it is this index's, and make it from the truth."""
        with alone(self._storage):
            self._changing()
            if owned_collection(self.client, self._index_id) is not None:
                self.client.drop()
            self._follow(self._made(), self._latest(), progress)

    def drop(self) -> bool:
        """Drop the collection, if it is this index's; tell whether there was one."""
        with alone(self._storage):
            self._changing()
            there = owned_collection(self.client, self._index_id) is not None
            if there:
                self.client.drop()
            return there

    def problems(self) -> Iterator[str]:
        """Say how the collection disagrees with the truth, reading all of it."""
        where = f"{self.name} in Milvus at {self.address.label}"
        try:
            collection = self._there()
        except Misshapen as problem:
            yield str(problem)
            return
        if collection is None:
            yield f"{where}: there is no such collection yet"
            return
        if not collection.stamp.made_as_now:
            yield f"{where}: it was made by an earlier version"
            return
        self.client.load()
        truth = truth_of(self._storage)
        if not _holds(collection, truth):
            yield f"{where} is of another generation"
        held, _ = collection.marks(truth.state.last_passage)
        if others := len(np.setdiff1d(held, truth.rows)):
            yield f"{where}: it has {others} passages that the index does not have"
        missing = other = 0
        for some in passages(self._storage, truth.rows, truth.marks):
            gone, differing = collection.differing(some)
            missing, other = missing + len(gone), other + len(differing)
        if missing:
            yield f"{where}: {missing} passages are missing"
        if other:
            yield f"{where}: the vectors or words of {other} passages are not those of the index"

    # Within

    @property
    def _dimension(self) -> int:
        return self._storage.settings.dimension()

    def _latest(self) -> Truth:
        if self._truth is None or self._truth.state != self._storage.counters.state():
            self._truth = truth_of(self._storage)
        return self._truth

    def _there(self) -> PassageCollection | None:
        return found_collection(self.client, self._index_id, self._dimension, exact=self._exact)

    def _look(self, collection: PassageCollection) -> None:
        """Check that a collection has as many rows as it says, once they can be searched."""
        self.client.load()
        found = self.client.count()
        if found != collection.stamp.count:
            with alone(self._storage):
                collection.begin()  # whoever comes next looks at every row
            raise RemoteProblem(
                f"{self.name} in Milvus at {self.address.label} has {found} rows instead of "
                f"{collection.stamp.count}."
            )

    def _made_where_missing(self, found: PassageCollection | None) -> PassageCollection:
        if found is None:
            return self._made()
        state = self._storage.counters.state()
        if found.stamp.generation > state.generation:
            raise RemoteRefused(
                f"{self.name} in Milvus at {self.address.label} holds a later state of this index "
                f"(generation {found.stamp.generation}, not {state.generation}): another copy of "
                f"the folder keeps it up to date. If this one is to, run `pullquote verify "
                f"--repair` with the same --vectors."
            )
        stale = not found.stamp.made_as_now or drifted(
            averages_of(self._words()), found.stamp.averages
        )
        if not stale:
            self.client.load()
            return found
        self._changing()
        self.client.drop()
        return self._made()

    def _made(self) -> PassageCollection:
        self._held = None
        return made_collection(
            self.client, self._index_id, self._dimension, averages_of(self._words()),
            exact=self._exact, count=self._storage.passages.count(),
        )  # fmt: skip

    def _follow(
        self, collection: PassageCollection, truth: Truth, progress: Progress | None
    ) -> None:
        if _holds(collection, truth):  # by another process, in between
            self._look(collection)
            self._held = truth
            return
        rows, marks = self._rows_in(collection, truth.state.last_passage)
        more = ~_among(truth, rows, marks)
        self._changing()
        self._held = None
        if not collection.stamp.changing:
            collection.begin()
        collection.delete(np.setdiff1d(rows, truth.rows, assume_unique=True))
        done, every = 0, int(more.sum())
        for some in passages(self._storage, truth.rows[more], truth.marks[more]):
            if self.stopped:  # what is there stays, and the next who comes goes on from it
                raise RemoteProblem("It was stopped.")
            collection.put(some, new=not len(rows))
            done += len(some)
            if progress:
                progress(done, every)
        state = truth.state
        collection.done(state.generation, state.last_passage, len(truth.rows), truth.digest)
        self._held = truth

    def _rows_in(self, collection: PassageCollection, last: int) -> tuple[Rows, Marks]:
        held = self._held
        if held is not None and _holds(collection, held):
            return held.rows, held.marks
        return collection.marks(last)


def _holds(collection: PassageCollection, truth: Truth) -> bool:
    stamp, state = collection.stamp, truth.state
    return (
        stamp.made_as_now
        and not stamp.changing
        and (stamp.generation, stamp.last_row) == (state.generation, state.last_passage)
        and stamp.digest == truth.digest
    )


def _among(truth: Truth, rows: Rows, marks: Marks) -> npt.NDArray[np.bool_]:
    """Tell which passages of the truth are among some rows with the same marks."""
    at = np.searchsorted(rows, truth.rows)
    inside = at < len(rows)
    inside[inside] = rows[at[inside]] == truth.rows[inside]
    inside[inside] = marks[at[inside]] == truth.marks[inside]
    return inside
