"""Door to FAISS: immutable segments of vectors, searched exactly by inner product.

A segment is one file: float16 codes (`IndexScalarQuantizer`, `QT_fp16`) with the passages' row
numbers (`IndexIDMap`), memory-mapped when read. Adding writes a new small segment; nothing old is
touched. Passages that are gone stay in their segment and are masked inside the search until the
segment is merged.

float16 against float32 on 100,000 passages: half the memory and a third of the time (2.9 against
9.1 ms on one thread, docs/retrieval.md); a cosine moves by at most 2^-11, less than 0.0005.
One thread: with two, FAISS waits for its threads longer than it computes as
soon as anything else uses the processor (28 against 3 ms).
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import faiss as _faiss
import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import IndexDamaged
from index.models.vectors import Vectors

faiss: Any = _faiss  # its stubs do not know what its Python wrapper adds

FaissIndex: TypeAlias = Any

Codes = npt.NDArray[np.float16]
"""float16 [n, dimension], rows of unit length."""

Scores = npt.NDArray[np.float32]
"""float32 [n]: cosines."""

Cosines = npt.NDArray[np.float64]
"""float64 [n]: cosines, the same for the same vectors wherever they lie."""

_MARGIN = 28
"""Rows looked at beyond those wanted, to see whether others equal the last one."""

_ROUNDING = 1e-5
"""How far FAISS's sums of 32 bits may be off."""


@dataclass(frozen=True, slots=True)
class SegmentStamp:
    """What the manifest says of a segment's file."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment ready to be searched; `rows` ascend, `codes[i]` belongs to `rows[i]`."""

    rows: Rows
    codes: Codes
    faiss_index: FaissIndex

    @classmethod
    def of(cls, rows: Rows, codes: Codes) -> "Segment":
        """Make a segment in memory."""
        return _segment(_built(rows, codes))

    @classmethod
    def open(cls, path: Path, stamp: SegmentStamp, dimension: int) -> "Segment":
        """Map a segment's file into memory after checking that it is what was written.

        FAISS trusts the sizes it reads from a file, so nothing is parsed before the hash agrees.

        Raises:
            IndexDamaged: the file is missing, or is not the one that was written.
        """
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror})") from error
        if digest != stamp.sha256:
            raise IndexDamaged(f"{path} is not as it was written: its SHA-256 differs")
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        found = (index.d, index.ntotal, index.metric_type)
        expected = (dimension, stamp.rows, faiss.METRIC_INNER_PRODUCT)
        if found != expected:
            raise IndexDamaged(f"{path} holds (dimension, rows, metric) {found}, not {expected}")
        return _segment(index)


def write_segment(path: Path, rows: Rows, codes: Codes) -> SegmentStamp:
    """Write a segment's file and see it to the disk; return its stamp."""
    data = faiss.serialize_index(_built(rows, codes)).tobytes()
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return SegmentStamp(path.name, len(rows), hashlib.sha256(data).hexdigest())


def _built(rows: Rows, codes: Codes) -> FaissIndex:
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


def _segment(index: FaissIndex) -> Segment:
    flat = faiss.downcast_index(index.index)
    rows = faiss.vector_to_array(index.id_map)
    if index.ntotal == 0:
        codes = np.empty((0, index.d), dtype=np.float16)
    else:
        raw = faiss.rev_swig_ptr(flat.codes.data(), index.ntotal * flat.code_size)
        codes = raw.view("<f2").reshape(index.ntotal, index.d)
    return Segment(rows, codes, index)


class Selection:
    """Which rows a search may return, as a bitmap that FAISS consults inside its scan."""

    def __init__(self, allowed: Rows | None, dead: Rows, last_row: int) -> None:
        bits = np.zeros(last_row + 1, dtype=bool)
        if allowed is None:
            bits[:] = True
        else:
            bits[allowed[allowed <= last_row]] = True
        bits[dead[dead <= last_row]] = False
        self._packed = np.packbits(bits, bitorder="little")

    def parameters(self) -> FaissIndex:
        """Make what FAISS is told of it, for one search of one segment.

        Never shared: an `IndexIDMap` puts a selector of its own, which lives on its stack, into the
        parameters while it searches, so that a second search with them reads what is gone. Only
        the bitmap, which nobody writes to, is common to all.
        """
        return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(self._packed))


class Dense:
    """Some segments and the rows in them that are gone; unchanging, shared by threads.

    FAISS may search one index from many threads: it writes to nothing but what a call brings along
    (its results, and the parameters, which are made for each).
    """

    def __init__(self, segments: Sequence[Segment], dead: Rows, dimension: int) -> None:
        self.segments = tuple(segments)
        self.dead = dead
        self.dimension = dimension
        tops = [int(segment.rows[-1]) for segment in self.segments if len(segment.rows)]
        self.last_row = max(tops, default=0)
        self._living = Selection(None, dead, self.last_row) if len(dead) else None

    @property
    def count(self) -> int:
        """How many rows in its segments are not gone."""
        return sum(len(segment.rows) for segment in self.segments) - len(self.dead)

    def rows(self) -> Rows:
        """Return every row in its segments, the dead ones too, ascending."""
        parts = [segment.rows for segment in self.segments]
        return np.sort(np.concatenate([np.empty(0, np.int64), *parts]))

    def select(self, allowed: Rows | None) -> Selection | None:
        """Prepare a filter for `search`; None means every living row."""
        return self._living if allowed is None else Selection(allowed, self.dead, self.last_row)

    def search(self, vector: Vectors, k: int, selection: Selection | None) -> tuple[Rows, Scores]:
        """Return up to `k` rows and cosines, best first, equal ones by row.

        Args:
            vector: float32 [dimension], of unit length.
            k: how many.
            selection: from `select`.
        """
        faiss.omp_set_num_threads(1)  # of the calling thread only
        query = np.ascontiguousarray(vector, dtype=np.float32)[None]
        rows, scores = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        for segment in self.segments:
            count = min(k, len(segment.rows))
            if count:
                parameters = selection.parameters() if selection else None
                found, where = segment.faiss_index.search(query, count, params=parameters)
                kept = where[0] >= 0
                rows.append(where[0][kept])
                scores.append(found[0][kept])
        all_rows, all_scores = np.concatenate(rows), np.concatenate(scores)
        order = np.lexsort((all_rows, -all_scores))[:k]
        return all_rows[order], all_scores[order]

    def nearest(self, vector: Vectors, k: int, selection: Selection | None) -> tuple[Rows, Cosines]:
        """Return the `k` nearest rows and all that equal the last of them, with cosines.

        In no order. Takes what `search` takes; unlike there, which rows are found does not depend
        on their numbers, nor on which segment they lie in.
        """
        limit = k + _MARGIN
        while True:
            rows, rough = self.search(vector, limit, selection)
            cosines = self.cosines(vector, rows)
            if len(rows) <= k:
                return rows, cosines
            least = np.partition(cosines, -k)[-k]
            if len(rows) < limit or rough[-1] + _ROUNDING < least:
                kept = cosines >= least
                return rows[kept], cosines[kept]
            limit *= 4

    def cosines(self, vector: Vectors, rows: Rows) -> Cosines:
        """Return the cosine of `vector` with each of `rows`; NaN for rows it does not hold."""
        held, codes = self.codes(rows)
        scores = np.full(len(rows), np.nan)
        # Not BLAS: its sums come out otherwise in the last digits when other rows stand beside.
        exact, query = codes.astype(np.float64), np.asarray(vector, dtype=np.float64)
        scores[held] = (exact * query).sum(axis=1)
        return scores

    def mutual_cosines(self, rows: Rows) -> npt.NDArray[np.float32]:
        """Return float32 [len(rows), len(rows)]: cosines among rows that it holds, each once."""
        _, codes = self.codes(rows)
        vectors = codes.astype(np.float32)
        # Not `vectors @ vectors.T`: BLAS shares that product among threads that wait for one
        # another, 20 ms instead of 0.3 while other work keeps the cores busy.
        return np.asarray(np.einsum("id,jd->ij", vectors, vectors), dtype=np.float32)

    def codes(self, rows: Rows) -> tuple[npt.NDArray[np.bool_], Codes]:
        """Return which of `rows` (each once) it holds, and the stored vectors of those."""
        held = np.zeros(len(rows), dtype=bool)
        codes = np.zeros((len(rows), self.dimension), dtype=np.float16)
        for segment in self.segments:
            if len(segment.rows):
                at = np.minimum(np.searchsorted(segment.rows, rows), len(segment.rows) - 1)
                here = segment.rows[at] == rows
                if here.all():
                    return here, segment.codes[at]
                codes[here] = segment.codes[at[here]]
                held |= here
        return held, codes[held]
