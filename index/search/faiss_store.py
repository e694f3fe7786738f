"""Vectors in segments of FAISS: a small file for each addition, merged now and then.

Nothing old is touched when rows are added. Rows that were retired stay in their segment, masked,
until it is merged. Small segments are merged while rows are added; large ones beside that
(`tended`), and they are searched by codes. The record (`segments`, `dead`) is described in
docs/index-format.md, the sizes in docs/scale.md.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.articles.rows import NO_ROWS, Rows, found_in, from_ranges, to_ranges
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.faiss_segments import Segment, SegmentStamp, file_problems, stamp_of
from index.search.records import Record
from index.search.segments import merging
from index.search.segments.limits import Limits
from index.search.segments.merging import DEAD_SHARE
from index.search.segments.nearest import FaissSearch
from index.search.vector_store import Cancelled, Cosines, MutualCosines, Tended, Vector, VectorStore

_MERGE = 2
"""A segment is merged with the ones after it once they are together half as large; so each row is
rewritten a number of times that grows with the logarithm of the index."""


class FaissStore:
    """A `VectorStore`.

    Args:
        folder: of the segments' files; None when they are in memory.
        dimension: of the vectors.
        segments: their rows ascend from each to the next.
        dead: rows in them that were retired, ascending.
        limits: the sizes at which they are merged and searched otherwise.
    """

    def __init__(
        self,
        folder: Path | None,
        dimension: int,
        segments: Sequence[Segment],
        dead: Rows,
        limits: Limits = Limits(),  # noqa: B008 - unchanging
    ) -> None:
        self.folder = folder
        self.dimension = dimension
        self.segments = tuple(segments)
        self.dead = dead
        self.limits = limits
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
        return {"segments": [one.record for one in self._stamps], "dead": to_ranges(self.dead)}

    @property
    def names(self) -> frozenset[str]:
        """The segments' files."""
        return frozenset(name for stamp in self._stamps for name in stamp.names)

    def _with(self, segments: Sequence[Segment], dead: Rows) -> "FaissStore":
        return FaissStore(self.folder, self.dimension, segments, dead, self.limits)

    # Changing

    def add(self, rows: Rows, vectors: StoredVectors) -> "FaissStore":
        """Return a store with more rows; see `VectorStore.add`."""
        self._check(rows, vectors)
        if not len(rows):
            return self
        kept = list(self.segments)
        size = len(rows)
        most = self.limits.inline
        while kept and len(kept[-1].rows) <= min(_MERGE * size, most - size):
            size += len(kept.pop().rows)
        old = self._read_again(self.segments[len(kept) :])
        dead = np.setdiff1d(self.dead, _rows_of(old), assume_unique=True)
        segment = self._segment(*self._merged([*old, Segment.of(rows, vectors)]))
        return self._with([*kept, segment], dead)

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
        rows = np.unique(rows)
        dead = np.union1d(self.dead, rows[self._held(rows)])
        if len(dead) == len(self.dead):
            return self
        retired = self._with(self.segments, dead)
        much = len(dead) > DEAD_SHARE * self._size and self._size <= self.limits.inline
        return retired._compacted() if much else retired

    def _held(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Tell which of `rows` are in segments, retired ones too."""
        held = np.zeros(len(rows), dtype=bool)
        for segment in self.segments:
            held |= segment.places(rows)[1]
        return held

    def _compacted(self) -> "FaissStore":
        rows, codes = self._merged(self._read_again(self.segments))
        return self._with([self._segment(rows, codes)] if len(rows) else [], NO_ROWS)

    @property
    def due(self) -> bool:
        """Whether there are segments to merge; those in memory are left as they are."""
        found = merging.due(self.segments, self.dead, self.limits)
        return self.folder is not None and found is not None

    def tended(self, cancelled: Cancelled) -> Tended | None:
        """Merge segments that are due; see `VectorStore.tended`."""
        found = merging.due(self.segments, self.dead, self.limits)
        if self.folder is None or found is None:
            return None
        some = self._read_again(self.segments[slice(*found)])
        large = self.limits.large(self._size)
        return merging.tended(
            self.folder, some, self.dead, self.dimension, self.limits, cancelled, large=large
        )

    def adopted(self, tended: Tended) -> "FaissStore | None":
        """Return the same rows in the segment that was merged; see `VectorStore.adopted`."""
        if not isinstance(tended, merging.Tended):
            return None
        stamps = [one.stamp for one in self.segments]
        try:
            first = stamps.index(tended.old[0])
        except ValueError:
            return None
        end = first + len(tended.old)
        if tuple(stamps[first:end]) != tended.old:
            return None
        new = [tended.new] if tended.new else []
        gone = _rows_of(self.segments[first:end])
        left = self.dead[~found_in(gone, self.dead)]
        left = np.union1d(left, np.intersect1d(self.dead, _rows_of(new), assume_unique=True))
        return self._with([*self.segments[:first], *new, *self.segments[end:]], left)

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
        codes = np.concatenate([one.vectors(np.arange(len(one.rows))) for one in segments])
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
        codes = None
        living = ~found_in(self.dead, rows)
        for segment in self.segments:
            at, here = segment.places(rows)
            here &= living
            if here.all():
                return here, segment.vectors(at)
            if codes is None:
                codes = np.zeros((len(rows), self.dimension), dtype=np.float16)
            if here.any():
                codes[here] = segment.vectors(at[here])
            held |= here
        if codes is None:
            return held, np.empty((0, self.dimension), np.float16)
        return held, codes[held]

    def cosines(self, vector: Vector, rows: Rows) -> Cosines:
        """Return the cosine of `vector` with each of `rows`; NaN for those not held."""
        scores = np.full(len(rows), np.nan)
        living = ~found_in(self.dead, rows)
        for segment in self.segments:
            at, here = segment.places(rows)
            here &= living
            if here.any():
                scores[here] = segment.products(at[here], vector)
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
        bits = None
        if rows is not None or len(self.dead):
            allowed = np.zeros(self.last_row + 1, dtype=bool)
            allowed[slice(None) if rows is None else rows[rows <= self.last_row]] = True
            allowed[self.dead] = False
            bits = np.packbits(allowed, bitorder="little")
        return FaissSearch(self.segments, self.cosines, self.limits, bits, rows)

    def problems(self) -> Iterator[str]:
        """Say which of its files are not as they were written, reading all of them again."""
        if self.folder is not None:
            for stamp in self._stamps:
                yield from file_problems(self.folder / stamp.file, stamp)


class FaissEngine:
    """A `VectorEngine`.

    Args:
        limits: the sizes at which segments are merged and searched otherwise.
    """

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - unchanging
        self._limits = limits

    def wants_warming(self, count: int) -> bool:
        """Tell whether a store of `count` rows is searched by codes; see `VectorEngine`."""
        return self._limits.large(count)

    def new(self, folder: Path | None, dimension: int) -> FaissStore:
        """Return an empty store in an existing folder, or in memory where there is none."""
        return FaissStore(folder, dimension, [], NO_ROWS, self._limits)

    def open(
        self, folder: Path, record: Record, dimension: int, before: VectorStore | None = None
    ) -> FaissStore:
        """Return the store that had this record; see `VectorEngine.open`."""
        known: dict[SegmentStamp | None, Segment] = {}
        here = (folder, dimension)
        if isinstance(before, FaissStore) and (before.folder, before.dimension) == here:
            known = {segment.stamp: segment for segment in before.segments}
        try:
            stamps = [stamp_of(one, folder) for one in record["segments"]]
            dead = from_ranges(record["dead"])
        except (KeyError, TypeError, ValueError) as error:
            raise IndexDamaged(f"{folder} has no vectors that FAISS wrote") from error
        segments = [
            known.get(stamp) or Segment.open(folder / stamp.file, stamp, dimension)
            for stamp in stamps
        ]
        return FaissStore(folder, dimension, segments, dead, self._limits)


def _rows_of(segments: Sequence[Segment]) -> Rows:
    return np.concatenate([NO_ROWS, *(segment.rows for segment in segments)])


def _free_name(folder: Path) -> str:
    taken = {path.name for path in folder.iterdir()}
    number = 1
    while f"vectors-{number:06}.faiss" in taken:
        number += 1
    return f"vectors-{number:06}.faiss"
