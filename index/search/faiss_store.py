"""Vectors in segments of FAISS: a small file for each addition, merged now and then.

Nothing old is touched when rows are added. Rows that were retired stay in their segment, masked,
until it is merged. The record (`segments`, `dead`) is described in docs/index-format.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.articles.rows import NO_ROWS, Rows, from_ranges, to_ranges
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.faiss_segments import Bitmap, Segment, SegmentStamp, Sums, file_problems
from index.search.records import Record
from index.search.vector_store import Cosines, MutualCosines, Vector, VectorStore

_MERGE = 2
"""A segment is merged with the ones after it once they are together half as large; so each row is
rewritten a number of times that grows with the logarithm of the index."""

_DEAD_SHARE = 0.25
"""Of all rows in segments; with more, everything is merged into one without them."""

_MARGIN = 28
"""Rows looked at beyond those wanted, to see whether others equal the last one."""

_ROUNDING = 1e-5
"""How far FAISS's sums of 32 bits may be off."""


class FaissStore:
    """A `VectorStore`.

    Args:
        folder: of the segments' files; None when they are in memory.
        dimension: of the vectors.
        segments: their rows ascend from each to the next.
        dead: rows in them that were retired, ascending.
    """

    def __init__(
        self, folder: Path | None, dimension: int, segments: Sequence[Segment], dead: Rows
    ) -> None:
        self.folder = folder
        self.dimension = dimension
        self.segments = tuple(segments)
        self.dead = dead
        tops = [int(segment.rows[-1]) for segment in self.segments if len(segment.rows)]
        self.last_row = max(tops, default=0)

    @property
    def count(self) -> int:
        """How many rows are held."""
        return self._size - len(self.dead)

    @property
    def _size(self) -> int:
        return sum(len(segment.rows) for segment in self.segments)

    @property
    def _stamps(self) -> list[SegmentStamp]:
        return [segment.stamp for segment in self.segments if segment.stamp]

    @property
    def record(self) -> Record:
        """The segments' files, and runs of the retired rows in them."""
        if self.folder is None:
            return {}
        segments = [
            {"file": one.file, "rows": one.rows, "sha256": one.sha256} for one in self._stamps
        ]
        return {"segments": segments, "dead": to_ranges(self.dead)}

    @property
    def names(self) -> frozenset[str]:
        """The segments' files."""
        return frozenset(stamp.file for stamp in self._stamps)

    # Changing

    def add(self, rows: Rows, vectors: StoredVectors) -> "FaissStore":
        """Return a store with more rows; see `VectorStore.add`."""
        self._check(rows, vectors)
        if not len(rows):
            return self
        kept = list(self.segments)
        size = len(rows)
        while kept and len(kept[-1].rows) <= _MERGE * size:
            size += len(kept.pop().rows)
        old = self._read_again(self.segments[len(kept) :])
        dead = np.setdiff1d(self.dead, _rows_of(old), assume_unique=True)
        segment = self._segment(*self._merged([*old, Segment.of(rows, vectors)]))
        return FaissStore(self.folder, self.dimension, [*kept, segment], dead)

    def _check(self, rows: Rows, vectors: StoredVectors) -> None:
        if vectors.dtype != np.float16 or vectors.shape != (len(rows), self.dimension):
            raise ValueError(
                f"the vectors are {vectors.dtype} {list(vectors.shape)}, "
                f"not float16 [{len(rows)}, {self.dimension}]"
            )
        if len(rows) and (np.any(np.diff(rows) <= 0) or rows[0] <= self.last_row):
            raise ValueError(f"the rows do not ascend from those before, up to {self.last_row}")

    def retire(self, rows: Rows) -> "FaissStore":
        """Return a store without these rows; see `VectorStore.retire`."""
        dead = np.union1d(self.dead, np.intersect1d(rows, _rows_of(self.segments)))
        if len(dead) == len(self.dead):
            return self
        retired = FaissStore(self.folder, self.dimension, self.segments, dead)
        return retired._compacted() if len(dead) > _DEAD_SHARE * self._size else retired

    def _compacted(self) -> "FaissStore":
        rows, codes = self._merged(self._read_again(self.segments))
        segments = [self._segment(rows, codes)] if len(rows) else []
        return FaissStore(self.folder, self.dimension, segments, NO_ROWS)

    def _read_again(self, segments: Sequence[Segment]) -> list[Segment]:
        """Open segments anew before they are copied: a fault of the disk must not be."""
        return [
            Segment.open(self.folder / one.stamp.file, one.stamp, self.dimension)
            if self.folder and one.stamp
            else one
            for one in segments
        ]

    def _merged(self, segments: Sequence[Segment]) -> tuple[Rows, StoredVectors]:
        rows = np.concatenate([one.rows for one in segments])
        codes = np.concatenate([one.codes for one in segments])
        alive = np.isin(rows, self.dead, invert=True)
        return rows[alive], codes[alive]

    def _segment(self, rows: Rows, codes: StoredVectors) -> Segment:
        if self.folder is None:
            return Segment.of(rows, codes)
        return Segment.write(self.folder / _free_name(self.folder), rows, codes)

    # Reading

    def rows(self) -> Rows:
        """Return every row held, ascending."""
        return np.setdiff1d(_rows_of(self.segments), self.dead, assume_unique=True)

    def vectors(self, rows: Rows) -> tuple[npt.NDArray[np.bool_], StoredVectors]:
        """Return which of `rows` (each once) are held, and the vectors of those, as added."""
        held = np.zeros(len(rows), dtype=bool)
        codes = np.zeros((len(rows), self.dimension), dtype=np.float16)
        living = ~_among(rows, self.dead)
        for segment in self.segments:
            at = np.searchsorted(segment.rows, rows)
            here = living & _found(segment.rows, rows, at)
            if here.all():
                return here, segment.codes[at]
            codes[here] = segment.codes[at[here]]
            held |= here
        return held, codes[held]

    def cosines(self, vector: Vector, rows: Rows) -> Cosines:
        """Return the cosine of `vector` with each of `rows`; NaN for those not held."""
        held, codes = self.vectors(rows)
        scores = np.full(len(rows), np.nan)
        # Not BLAS: its sums come out otherwise in the last digits when other rows stand beside.
        exact, query = codes.astype(np.float64), np.asarray(vector, dtype=np.float64)
        scores[held] = (exact * query).sum(axis=1)
        return scores

    def mutual_cosines(self, rows: Rows) -> MutualCosines:
        """Return the cosines among `rows`, each once and held."""
        _, codes = self.vectors(rows)
        vectors = codes.astype(np.float32)
        # Not `vectors @ vectors.T`: BLAS shares that product among threads that wait for one
        # another, 20 ms instead of 0.3 while other work keeps the cores busy.
        return np.asarray(np.einsum("id,jd->ij", vectors, vectors), dtype=np.float32)

    def among(self, rows: Rows | None) -> "FaissSearch":
        """Prepare a search among some rows; None for all that are held."""
        if rows is None and not len(self.dead):
            return FaissSearch(self, None)
        bits = np.zeros(self.last_row + 1, dtype=bool)
        bits[slice(None) if rows is None else rows[rows <= self.last_row]] = True
        bits[self.dead] = False
        return FaissSearch(self, np.packbits(bits, bitorder="little"))

    def problems(self) -> Iterator[str]:
        """Say which of its files are not as they were written, reading all of them again."""
        if self.folder is not None:
            for stamp in self._stamps:
                yield from file_problems(self.folder / stamp.file, stamp)


class FaissSearch:
    """A `VectorSearch`: a store, and a bitmap of the rows to look at (None for all)."""

    def __init__(self, store: FaissStore, allowed: Bitmap | None) -> None:
        self._store, self._allowed = store, allowed

    def nearest(self, vector: Vector, k: int) -> tuple[Rows, Cosines]:
        """Return the `k` nearest rows and all that equal the last of them, in no order."""
        limit = k + _MARGIN
        while True:
            rows, rough = self._roughly(vector, limit)
            cosines = self._store.cosines(vector, rows)
            if len(rows) <= k:
                return rows, cosines
            least = np.partition(cosines, -k)[-k]
            if len(rows) < limit or rough[-1] + _ROUNDING < least:
                kept = cosines >= least
                return rows[kept], cosines[kept]
            limit *= 4

    def _roughly(self, vector: Vector, k: int) -> tuple[Rows, Sums]:
        """Return up to `k` rows by FAISS's sums, best first, equal ones by row."""
        found = [one.search(vector, k, self._allowed) for one in self._store.segments]
        rows = np.concatenate([NO_ROWS, *(one[0] for one in found)])
        sums = np.concatenate([np.empty(0, np.float32), *(one[1] for one in found)])
        order = np.lexsort((rows, -sums))[:k]
        return rows[order], sums[order]


class FaissEngine:
    """A `VectorEngine`."""

    def new(self, folder: Path | None, dimension: int) -> FaissStore:
        """Return an empty store in an existing folder, or in memory where there is none."""
        return FaissStore(folder, dimension, [], NO_ROWS)

    def open(
        self, folder: Path, record: Record, dimension: int, before: VectorStore | None = None
    ) -> FaissStore:
        """Return the store that had this record; see `VectorEngine.open`."""
        known: dict[SegmentStamp | None, Segment] = {}
        if isinstance(before, FaissStore) and (before.folder, before.dimension) == (
            folder,
            dimension,
        ):
            known = {segment.stamp: segment for segment in before.segments}
        try:
            stamps = [_stamp(one) for one in record["segments"]]
            dead = from_ranges(record["dead"])
        except (KeyError, TypeError, ValueError) as error:
            raise IndexDamaged(f"{folder} has no vectors that FAISS wrote") from error
        segments = [
            known.get(stamp) or Segment.open(folder / stamp.file, stamp, dimension)
            for stamp in stamps
        ]
        return FaissStore(folder, dimension, segments, dead)


def _stamp(stored: Mapping[str, object]) -> SegmentStamp:
    file, rows, sha256 = stored["file"], stored["rows"], stored["sha256"]
    if not isinstance(file, str) or Path(file).name != file or not isinstance(rows, int):
        raise ValueError(f"{stored} names no segment")
    return SegmentStamp(file, rows, str(sha256))


def _rows_of(segments: Sequence[Segment]) -> Rows:
    return np.concatenate([NO_ROWS, *(segment.rows for segment in segments)])


def _among(rows: Rows, ascending: Rows) -> npt.NDArray[np.bool_]:
    return _found(ascending, rows, np.searchsorted(ascending, rows))


def _found(ascending: Rows, rows: Rows, at: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Tell which of `rows` are in `ascending`, where `at` says they would be."""
    inside = at < len(ascending)
    inside[inside] = ascending[at[inside]] == rows[inside]
    return inside


def _free_name(folder: Path) -> str:
    taken = {path.name for path in folder.iterdir()}
    number = 1
    while f"vectors-{number:06}.faiss" in taken:
        number += 1
    return f"vectors-{number:06}.faiss"
