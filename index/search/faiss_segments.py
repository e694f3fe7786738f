"""Door to FAISS: immutable segments of vectors, searched exactly by inner product.

A segment is one file: float16 codes (`IndexScalarQuantizer`, `QT_fp16`) with the passages' row
numbers (`IndexIDMap`), memory-mapped when read.

float16 against float32 on 100,000 passages: half the memory and a third of the time (2.9 against
9.1 ms on one thread, docs/retrieval.md); a cosine moves by at most 2^-11, less than 0.0005.
One thread: with two, FAISS waits for its threads longer than it computes as
soon as anything else uses the processor (28 against 3 ms).
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import faiss as _faiss
import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.vector_store import Vector

faiss: Any = _faiss  # its stubs do not know what its Python wrapper adds

FaissIndex: TypeAlias = Any

Sums: TypeAlias = npt.NDArray[np.float32]
"""float32 [n]: cosines as FAISS adds them up."""

Bitmap: TypeAlias = npt.NDArray[np.uint8]
"""A bit for each row number from 0 on, the lowest bit of each byte first."""


@dataclass(frozen=True, slots=True)
class SegmentStamp:
    """A segment's file: its name, how many rows it has, and the SHA-256 of its content."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment ready to be searched; `rows` ascend, `codes[i]` belongs to `rows[i]`.

    `stamp` is None for one in memory.
    """

    rows: Rows
    codes: StoredVectors
    faiss_index: FaissIndex
    stamp: SegmentStamp | None = None

    @classmethod
    def of(cls, rows: Rows, codes: StoredVectors) -> "Segment":
        """Make a segment in memory."""
        return _segment(_built(rows, codes), None)

    @classmethod
    def write(cls, path: Path, rows: Rows, codes: StoredVectors) -> "Segment":
        """Write a segment's file, see it to the disk, and map it into memory."""
        data = faiss.serialize_index(_built(rows, codes)).tobytes()
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        stamp = SegmentStamp(path.name, len(rows), hashlib.sha256(data).hexdigest())
        return _mapped(path, stamp)

    @classmethod
    def open(cls, path: Path, stamp: SegmentStamp, dimension: int) -> "Segment":
        """Map a segment's file into memory after checking that it is what was written.

        FAISS trusts the sizes it reads from a file, so nothing is parsed before the hash agrees.

        Raises:
            IndexDamaged: the file is missing, or is not the one that was written.
        """
        for problem in file_problems(path, stamp):
            raise IndexDamaged(problem)
        segment = _mapped(path, stamp)
        index = segment.faiss_index
        found = (index.d, index.ntotal, index.metric_type)
        expected = (dimension, stamp.rows, faiss.METRIC_INNER_PRODUCT)
        if found != expected:
            raise IndexDamaged(f"{path} holds (dimension, rows, metric) {found}, not {expected}")
        return segment

    def search(self, vector: Vector, k: int, allowed: Bitmap | None) -> tuple[Rows, Sums]:
        """Return up to `k` of the allowed rows, nearest first; None allows all.

        FAISS may search one index from many threads: it writes to nothing but what a call brings
        along (its results, and the parameters).
        """
        count = min(k, len(self.rows))
        if not count:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        faiss.omp_set_num_threads(1)  # of the calling thread only
        query = np.ascontiguousarray(vector, dtype=np.float32)[None]
        # Parameters are never shared: an `IndexIDMap` puts a selector of its own, which lives on
        # its stack, into them while it searches, so that a second search with them reads what is
        # gone. Only the bitmap, which nobody writes to, is common to all.
        parameters = (
            None if allowed is None else faiss.SearchParameters(sel=faiss.IDSelectorBitmap(allowed))
        )
        sums, rows = self.faiss_index.search(query, count, params=parameters)
        found = rows[0] >= 0
        return rows[0][found], sums[0][found]


def file_problems(path: Path, stamp: SegmentStamp) -> list[str]:
    """Say how a segment's file, read to its end, differs from what was written."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return [f"{path} cannot be read ({error.strerror})"]
    if digest != stamp.sha256:
        return [f"{path} is not as it was written: its SHA-256 differs"]
    return []


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


def _mapped(path: Path, stamp: SegmentStamp) -> Segment:
    try:
        return _segment(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC), stamp)
    except RuntimeError as error:  # a writer may take the file away just before it is opened
        raise IndexDamaged(f"{path} cannot be opened ({str(error).splitlines()[-1]})") from error


def _segment(index: FaissIndex, stamp: SegmentStamp | None) -> Segment:
    flat = faiss.downcast_index(index.index)
    rows = faiss.vector_to_array(index.id_map)
    if index.ntotal == 0:
        codes = np.empty((0, index.d), dtype=np.float16)
    else:
        raw = faiss.rev_swig_ptr(flat.codes.data(), index.ntotal * flat.code_size)
        codes = raw.view("<f2").reshape(index.ntotal, index.d)
    return Segment(rows, codes, index, stamp)
