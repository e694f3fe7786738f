"""The contract of a store of vectors: search by cosine, filters, nothing rounded twice.

A search is exact up to a size that the store chooses; beyond, it may miss some of the nearest, but
the cosines of what it finds are exact (docs/scale.md).

A store is a value: what is added or retired makes another store, and the one before goes on being
searched by whoever holds it. So a search sees one state, from however many threads.

Files lie in a folder that the store shares with others. It makes what names it needs there, never
changes a file that an earlier record speaks of, and removes none: `names` says what it needs, and
the caller sweeps away the rest once no record speaks of it.

>>> store = engine.new(folder, dimension=2)
>>> store = store.add(np.array([4, 5, 9]), np.array([[1, 0], [0, 1], [.6, .8]], np.float16))
>>> rows, cosines = store.among(None).nearest(np.array([0, 1], np.float32), 2)
>>> sorted(rows.tolist())
[5, 9]
>>> rows, _ = store.among(np.array([4, 9])).nearest(np.array([0, 1], np.float32), 1)
>>> rows.tolist()
[9]
>>> store = engine.open(folder, store.retire(np.array([9])).record, dimension=2)
>>> store.rows().tolist(), store.cosines(np.array([0, 1], np.float32), np.array([5, 9])).tolist()
([4, 5], [1.0, nan])
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.models.vectors import StoredVectors
from index.search.records import Record

Vector: TypeAlias = npt.NDArray[np.float32]
"""float32 [dimension], of unit length: what is searched for."""

Cosines: TypeAlias = npt.NDArray[np.float64]
"""float64 [n]: the same for the same vectors, whatever lies beside them in a store."""

MutualCosines: TypeAlias = npt.NDArray[np.float32]
"""float32 [n, n]."""


MERGED = "merged-"
"""How the names begin of files that `VectorStore.tended` writes."""

Cancelled: TypeAlias = Callable[[], bool]
"""Asked now and then whether nobody waits for the work any more."""

Tended: TypeAlias = object
"""What `VectorStore.tended` has written, for `VectorStore.adopted`; the store's own."""


class VectorSearch(Protocol):
    """Some of a store's vectors, ready to be searched; safe to share among threads."""

    def nearest(self, vector: Vector, k: int) -> tuple[Rows, Cosines]:
        """Return the `k` nearest rows and all that equal the last of them, in no order.

        Where a search is exact, which they are depends on the vectors alone, not on row numbers or
        on how they were added. Fewer than `k` where there are no more.

        Args:
            vector: what is searched for.
            k: at least 1.

        Raises:
            DerivedDamaged: a vector that was looked at is not as it was written.
        """
        ...

    def begun(self, vector: Vector, k: int) -> Callable[[], tuple[Rows, Cosines]]:
        """Do the part of `nearest` that needs Python's lock for a moment only; return the rest.

        The first is done beside other work, the rest by whoever waits for it: two threads that both
        work in Python take longer than one after the other. Both raise what `nearest` does.
        """
        ...


class VectorStore(Protocol):
    """The vectors of passages by row number, in one unchanging state; safe to share among threads.

    Rows that were retired count as not held everywhere.
    """

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    @property
    def count(self) -> int:
        """How many rows are held."""
        ...

    @property
    def record(self) -> Record:
        """What `VectorEngine.open` needs to open this very state; its meaning is the store's own.

        Empty for a store in memory.
        """
        ...

    @property
    def names(self) -> frozenset[str]:
        """The files and folders in its folder that this state needs."""
        ...

    def add(self, rows: Rows, vectors: StoredVectors) -> "VectorStore":
        """Return a store with more rows, safely on the disk when this returns.

        Args:
            rows: int64 [n], ascending, all above those ever added.
            vectors: float16 [n, dimension], kept as they are.

        Raises:
            ValueError: the shapes do not fit, or the rows are not as said.
            OSError: it could not be written; this store stays as it is.
            IndexDamaged: files it needs are not as they were written.
        """
        ...

    def retire(self, rows: Rows) -> "VectorStore":
        """Return a store without these rows; those not held are ignored. Raises like `add`.

        Args:
            rows: int64 [n], in any order.
        """
        ...

    @property
    def due(self) -> bool:
        """Whether `tended` has something to do."""
        ...

    def tended(self, cancelled: Cancelled) -> Tended | None:
        """Write some of it anew in better order, beside searches and additions.

        What is written has names that begin with `MERGED`, which no other writer takes, and counts
        for nothing until a store adopts it. None where nothing is to be done, or it was cancelled.
        Raises like `add`; then nothing is left of it.
        """
        ...

    def adopted(self, tended: Tended) -> "VectorStore | None":
        """Return the same rows with what a store before this one has written anew.

        None where what it stands for is no longer there.
        """
        ...

    def rows(self) -> Rows:
        """Return every row held, ascending."""
        ...

    def vectors(self, rows: Rows) -> tuple[npt.NDArray[np.bool_], StoredVectors]:
        """Return which of `rows` (each once) are held, and the vectors of those, as added."""
        ...

    def among(self, rows: Rows | None) -> VectorSearch:
        """Prepare a search among some rows, of which those not held are ignored; None for all."""
        ...

    def cosines(self, vector: Vector, rows: Rows) -> Cosines:
        """Return the cosine of `vector` with each of `rows`; NaN for those not held.

        They are those of `VectorSearch.nearest`, to the last digit.
        """
        ...

    def mutual_cosines(self, rows: Rows) -> MutualCosines:
        """Return the cosines among `rows`, each once and held."""
        ...

    def problems(self) -> Iterator[str]:
        """Say which of its files are not as they were written, reading all of them again."""
        ...


class VectorEngine(Protocol):
    """Makes and opens vector stores of one kind."""

    def wants_warming(self, count: int) -> bool:
        """Tell whether the first searches of a store of `count` rows have much to read."""
        ...

    def new(self, folder: Path | None, dimension: int) -> VectorStore:
        """Return an empty store in an existing folder, or in memory where there is none."""
        ...

    def open(
        self, folder: Path, record: Record, dimension: int, before: VectorStore | None = None
    ) -> VectorStore:
        """Return the store that had this record.

        Args:
            folder: where its files are.
            record: from `VectorStore.record`, perhaps through JSON.
            dimension: the length of a vector.
            before: a store opened earlier from the same folder; what it has open and checked need
                not be opened and checked again.

        Raises:
            IndexDamaged: a file is missing or not as it was written, or the record is that of
                another engine, version or dimension.
        """
        ...
