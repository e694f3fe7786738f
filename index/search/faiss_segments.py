"""Door to FAISS: immutable segments of vectors, searched exactly by inner product.

A segment is one file: float16 codes (`IndexScalarQuantizer`, `QT_fp16`) with the passages' row
numbers (`IndexIDMap`), memory-mapped when read.

float16 against float32 on 100,000 passages: half the memory and a third of the time (2.9 against
9.1 ms on one thread, docs/retrieval.md); a cosine moves by at most 2^-11, less than 0.0005.
One thread: with two, FAISS waits for its threads longer than it computes as
soon as anything else uses the processor (28 against 3 ms).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import faiss as _faiss
import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows, found_in
from index.errors import DerivedDamaged, IndexDamaged
from index.models.vectors import StoredVectors
from index.search.records import Record
from index.search.segments.beside import Beside, BesideStamp, beside_stamp
from index.search.segments.layout import Layout
from index.search.segments.products import products
from index.search.segments.writing import file_problem, write_through
from index.search.vector_store import Vector

faiss: Any = _faiss  # its stubs do not know what its Python wrapper adds

FaissIndex: TypeAlias = Any

Sums: TypeAlias = npt.NDArray[np.float32]
"""float32 [n]: cosines as FAISS adds them up."""

Bitmap: TypeAlias = npt.NDArray[np.uint8]
"""A bit for each row number from 0 on, the lowest bit of each byte first."""


@dataclass(frozen=True, slots=True)
class SegmentStamp:
    """A segment's file: its name, how many rows it has, and the SHA-256 of its content.

    `beside` are the files beside that of a large one.
    """

    file: str
    rows: int
    sha256: str
    beside: BesideStamp | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All its files."""
        return (self.file, *(self.beside.names if self.beside else ()))

    @property
    def record(self) -> Record:
        """What the manifest keeps of it."""
        stored = {"file": self.file, "rows": self.rows, "sha256": self.sha256}
        return {**stored, "beside": self.beside.record} if self.beside else stored


class Segment:
    """A segment ready to be searched; `rows` ascend.

    Args:
        rows: row numbers.
        index: of FAISS; None where it is opened once it is needed, for what lies beside does.
        stamp: None for one in memory.
        path: of the file.
        beside: what a large one has for searching.
    """

    def __init__(
        self,
        rows: Rows,
        index: FaissIndex | None,
        stamp: SegmentStamp | None = None,
        path: Path | None = None,
        beside: Beside | None = None,
    ) -> None:
        self.rows, self.stamp, self.beside = rows, stamp, beside
        self._index, self._path = index, path
        self._run = len(rows) > 0 and int(rows[-1] - rows[0]) == len(rows) - 1

    def places(self, rows: Rows) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Return where some rows stand, and which of them do; places of others mean nothing."""
        if self._run:  # nothing was removed from it
            at = rows - self.rows[0]
            return at, (at >= 0) & (at < len(self.rows))
        return np.searchsorted(self.rows, rows), found_in(self.rows, rows)

    @classmethod
    def of(cls, rows: Rows, codes: StoredVectors) -> "Segment":
        """Make a segment in memory."""
        return cls(rows, _built(rows, codes))

    @classmethod
    def write(cls, path: Path, rows: Rows, codes: StoredVectors) -> "Segment":
        """Write a segment's file, see it to the disk, and map it into memory."""
        sha256 = write_segment(path, rows, codes.shape[1], [codes])
        return cls(rows, _mapped(path), SegmentStamp(path.name, len(rows), sha256))

    @classmethod
    def open(cls, path: Path, stamp: SegmentStamp, dimension: int) -> "Segment":
        """Map a segment's file into memory after checking that it is what was written.

        FAISS trusts the sizes it reads from a file, so nothing is parsed before the hash agrees. Of
        one with checksums beside it the form is compared, and each vector when it is read.

        Raises:
            IndexDamaged: the file is missing, or is not the one that was written.
        """
        if stamp.beside is not None:
            beside = Beside(path.parent, path, stamp.beside, layout_of(dimension, stamp.rows))
            return cls(beside.rows, None, stamp, path, beside)
        for problem in file_problems(path, stamp):
            raise IndexDamaged(problem)
        index = _mapped(path)
        found = (index.d, index.ntotal, index.metric_type)
        expected = (dimension, stamp.rows, faiss.METRIC_INNER_PRODUCT)
        if found != expected:
            raise IndexDamaged(f"{path} holds (dimension, rows, metric) {found}, not {expected}")
        return cls(faiss.vector_to_array(index.id_map), index, stamp)

    @property
    def _faiss_index(self) -> FaissIndex:
        if self._index is None and self._path:
            try:
                self._index = _mapped(self._path)
            except IndexDamaged as damage:  # another state may be in place, which is opened then
                raise DerivedDamaged(str(damage)) from damage
        return self._index

    @property
    def _codes(self) -> StoredVectors:
        """All vectors, in the order of `rows`: FAISS's own memory, good while this segment is."""
        index = self._faiss_index
        if index.ntotal == 0:
            return np.empty((0, index.d), dtype=np.float16)
        flat = faiss.downcast_index(index.index)
        raw = faiss.rev_swig_ptr(flat.codes.data(), index.ntotal * flat.code_size)
        return np.asarray(raw.view("<f2").reshape(index.ntotal, index.d))

    def vectors(self, places: npt.NDArray[np.intp]) -> StoredVectors:
        """Return the vectors at these places, float16 [n, dimension].

        Raises:
            IndexDamaged: one is not as it was written.
        """
        return self.beside.file.at(places) if self.beside else self._codes[places]

    def products(self, places: npt.NDArray[np.intp], vector: Vector) -> npt.NDArray[np.float64]:
        """Return the products of the vectors at these places with one, in 64 bits.

        Raises:
            IndexDamaged: one is not as it was written.
        """
        read = self.beside.file.at if self.beside else self._codes.__getitem__
        return products(read, places, vector)

    def search(
        self, vector: Vector, k: int, allowed: Bitmap | None, *, by_codes: bool = False
    ) -> tuple[Rows, Sums]:
        """Return up to `k` of the allowed rows, nearest first; None allows all.

        With `by_codes` they are the nearest by estimates, where there are codes.

        FAISS may search one index from many threads: it writes to nothing but what a call brings
        along (its results, and the parameters).
        """
        count = min(k, len(self.rows))
        if not count:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        few = count == len(self.rows)  # the fast scan leaves out the last of all
        codes = self.beside.codes() if by_codes and self.beside and not few else None
        if codes is not None:
            return codes.search(vector, count, allowed)
        faiss.omp_set_num_threads(1)  # of the calling thread only
        query = np.ascontiguousarray(vector, dtype=np.float32)[None]
        # Parameters are never shared: an `IndexIDMap` puts a selector of its own, which lives on
        # its stack, into them while it searches, so that a second search with them reads what is
        # gone. Only the bitmap, which nobody writes to, is common to all.
        parameters = (
            None if allowed is None else faiss.SearchParameters(sel=faiss.IDSelectorBitmap(allowed))
        )
        sums, rows = self._faiss_index.search(query, count, params=parameters)
        found = rows[0] >= 0
        return rows[0][found], sums[0][found]


def stamp_of(stored: Record, folder: Path) -> SegmentStamp:
    """Return the stamp that was kept as `stored`.

    Raises:
        KeyError, TypeError, ValueError: it is no such record.
    """
    file, rows, sha256 = stored["file"], stored["rows"], stored["sha256"]
    if not isinstance(file, str) or Path(file).name != file or not isinstance(rows, int):
        raise ValueError(f"{stored} names no segment")
    beside = beside_stamp(stored.get("beside"), folder / file)
    return SegmentStamp(file, rows, str(sha256), beside)


def file_problems(path: Path, stamp: SegmentStamp) -> list[str]:
    """Say how a segment's files, read to their end, differ from what was written."""
    found = [file_problem(path, stamp.sha256)]
    if stamp.beside:
        found += stamp.beside.problems(path.parent)
    return [one for one in found if one]


def write_segment(path: Path, rows: Rows, dimension: int, vectors: Iterable[StoredVectors]) -> str:
    """Write the file that FAISS would write, part by part; return its SHA-256.

    Args:
        path: of the file.
        rows: ascending.
        dimension: of the vectors.
        vectors: of all rows, in parts.
    """
    layout = layout_of(dimension, len(rows))

    def parts() -> Iterator[bytes | memoryview]:
        yield layout.head
        for some in vectors:
            yield np.ascontiguousarray(some, "<f2").reshape(-1).view(np.uint8).data
        yield layout.between
        yield np.ascontiguousarray(rows, "<i8").tobytes()

    return write_through(path, parts())


@lru_cache(maxsize=64)
def layout_of(dimension: int, rows: int) -> Layout:
    """Return the form of the file that FAISS writes for so many rows.

    It differs from that of one row in the numbers of rows alone, and in what follows the head.
    """
    none, one = (
        faiss.serialize_index(_built(np.arange(count), np.zeros((count, dimension), np.float16)))
        for count in (0, 1)
    )
    end = len(none) - 16  # the sizes of the vectors, and of the row numbers
    head = bytearray(none[:end])
    for at in np.flatnonzero(none[:end] != one[:end]).tolist():
        head[at : at + 8] = rows.to_bytes(8, "little")
    return Layout(bytes(head) + (2 * dimension * rows).to_bytes(8, "little"), dimension, rows)


def _built(rows: Rows, codes: StoredVectors) -> FaissIndex:
    dimension = codes.shape[1]
    flat = faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    index = faiss.IndexIDMap(flat)
    if len(rows):
        # The stored float16 numbers are the codes: nothing is rounded a second time.
        raw = np.ascontiguousarray(codes.astype("<f2", copy=False)).view(np.uint8)
        index.add_sa_codes(raw, np.ascontiguousarray(rows, dtype=np.int64))
    index.referenced_objects = [flat]
    return index


def _mapped(path: Path) -> FaissIndex:
    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:  # a writer may take the file away just before it is opened
        raise IndexDamaged(f"{path} cannot be opened ({str(error).splitlines()[-1]})") from error
