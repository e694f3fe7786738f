"""Door to FAISS's product quantisation: 4 bits for every three numbers of a vector.

384 numbers become 64 bytes, kept in memory, and FAISS's fast scan goes through a million of them
in some milliseconds. What it finds is compared exactly afterwards. One inverted list holds all:
FAISS's flat fast scan takes no selector of rows, its inverted lists do.

The codebook is learned from rows of the very segment, so that it fits what is in it, and nothing
must be learned again when others are added.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import faiss as _faiss
import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.segments.writing import file_problem, write_through
from index.search.vector_store import Vector

faiss: Any = _faiss  # its stubs do not know what its Python wrapper adds

VERSION = 1
"""Of how codes are made and kept; grows when an older program could not read them."""

Sums: TypeAlias = npt.NDArray[np.float32]
Bitmap: TypeAlias = npt.NDArray[np.uint8]

Reading: TypeAlias = Callable[[npt.NDArray[np.intp]], StoredVectors]

_BITS = 4
_LEARNED_FROM = 20_480  # rows; more move no recall (docs/scale.md)
_CHUNK = 8_192  # rows that are float32 at a time


class Codes:
    """The codes of a segment's vectors; safe to share among threads."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - FAISS has no types
        self._index = index

    @property
    def count(self) -> int:
        """How many rows have codes."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Of the vectors."""
        return int(self._index.d)

    def search(self, vector: Vector, k: int, allowed: Bitmap | None) -> tuple[Rows, Sums]:
        """Return the rows of the `k` highest estimated cosines among those allowed, best first."""
        faiss.omp_set_num_threads(1)  # of the calling thread only
        query = np.ascontiguousarray(vector, dtype=np.float32)[None]
        selector = None if allowed is None else faiss.IDSelectorBitmap(allowed)
        # Parameters are never shared: see `Segment.search`.
        parameters = faiss.SearchParametersIVF(sel=selector, nprobe=1)
        sums, rows = self._index.search(query, min(k, self.count), params=parameters)
        found = rows[0] >= 0
        return rows[0][found], sums[0][found]

    def write(self, path: Path) -> str:
        """Write them to a file, see it to the disk, and return its SHA-256 in hex."""
        return write_through(path, [faiss.serialize_index(self._index).data])


def coded(rows: Rows, read: Reading, dimension: int) -> Codes:
    """Learn a codebook from some vectors and make the codes of all.

    Args:
        rows: int64 [n], what the vectors are called.
        read: returns vectors by their places from 0 to n - 1, float16 [places, dimension].
        dimension: of the vectors.
    """
    faiss.omp_set_num_threads(1)
    whole = faiss.IndexFlatIP(dimension)
    whole.add(np.zeros((1, dimension), np.float32))
    parts = next(dimension // size for size in (3, 2, 1) if dimension % size == 0)
    index = faiss.IndexIVFPQFastScan(whole, dimension, 1, parts, _BITS, faiss.METRIC_INNER_PRODUCT)
    index.by_residual = False
    index.pq.cp.min_points_per_centroid = 1  # else few rows are warned of
    places = np.arange(len(rows))
    index.train(_float32(read(places[:: max(1, len(rows) // _LEARNED_FROM)])))
    for at in range(0, len(rows), _CHUNK):
        some = slice(at, at + _CHUNK)
        index.add_with_ids(_float32(read(places[some])), np.ascontiguousarray(rows[some], np.int64))
    index.referenced_objects = [whole]
    return Codes(index)


def _float32(vectors: StoredVectors) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(vectors, dtype=np.float32)


class KeptCodes:
    """The codes in a file, read and compared with their hash at the first search.

    Args:
        path: of the file.
        sha256: of its content, in hex.
        dimension: of the vectors.
        rows: how many vectors there are.
    """

    def __init__(self, path: Path, sha256: str, dimension: int, rows: int) -> None:
        self.path, self.sha256 = path, sha256
        self._expected = (dimension, rows)
        self._lock = threading.Lock()
        self._read: Codes | None = None

    def codes(self) -> Codes:
        """Return the codes.

        Raises:
            IndexDamaged: the file is missing, or is not the one that was written.
        """
        with self._lock:
            if self._read is None:
                self._read = self._opened()
            return self._read

    def _opened(self) -> Codes:
        # FAISS trusts the sizes it reads: nothing is parsed before the hash agrees.
        problem = file_problem(self.path, self.sha256)
        if problem:
            raise IndexDamaged(problem)
        try:
            codes = Codes(faiss.read_index(str(self.path)))
        except RuntimeError as error:
            reason = str(error).splitlines()[-1]
            raise IndexDamaged(f"{self.path} cannot be opened ({reason})") from error
        if (codes.dimension, codes.count) != self._expected:
            raise IndexDamaged(f"{self.path} holds other vectors than those it belongs to")
        return codes
