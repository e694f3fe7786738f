"""Door to FAISS's product quantisation: 4 bits for every three numbers of a vector.

384 numbers become 64 bytes, mapped into memory, and FAISS's fast scan goes through a million of
them in some milliseconds. What it finds is compared exactly afterwards. One inverted list holds
all: FAISS's flat fast scan takes no selector of rows, its inverted lists do.

The codebook is learned from rows of the very segment, so that it fits what is in it, and nothing
must be learned again when others are added.

The file: the codes in blocks of 32 rows as FAISS scans them, their row numbers, and the index
without either as FAISS writes it. Nothing is copied when it is opened, and processes share it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import faiss as _faiss
import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.segments.layout import Checksums
from index.search.segments.mapped import BlockSums, Bytes, MappedFile, block_sums
from index.search.segments.writing import write_through
from index.search.vector_store import Vector

faiss: Any = _faiss  # its stubs do not know what its Python wrapper adds

VERSION = 2
"""Of how codes are made and kept; changes when other programs could not read them."""

Sums: TypeAlias = npt.NDArray[np.float32]
Bitmap: TypeAlias = npt.NDArray[np.uint8]

Reading: TypeAlias = Callable[[npt.NDArray[np.intp]], StoredVectors]

_BITS = 4
_LEARNED_FROM = 20_480  # rows; more move no recall (docs/scale.md)
_CHUNK = 8_192  # rows that are float32 at a time
_AT_ONCE = 32  # rows in a block

_ONE_QUESTION = 11
"""FAISS's way for one question and many results; the one it takes itself is for many questions,
finds the same and takes twice as long (docs/scale.md)."""


class Codes:
    """The codes of a segment's vectors; safe to share among threads."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - FAISS has no types
        self._index = index
        index.implem = _ONE_QUESTION

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


@dataclass(frozen=True, slots=True)
class _Form:
    """Where what lies in a file: bytes of a row's code, and rows with those that fill a block."""

    code_size: int
    padded: int

    @property
    def code_bytes(self) -> int:
        return self.code_size * self.padded

    @property
    def head(self) -> int:
        return self.code_bytes + 8 * self.padded


def _form(dimension: int, rows: int) -> _Form:
    parts = _parts(dimension)
    return _Form((parts + 1) // 2, -(-rows // _AT_ONCE) * _AT_ONCE)


def _parts(dimension: int) -> int:
    return next(dimension // size for size in (3, 2, 1) if dimension % size == 0)


def write_codes(path: Path, rows: Rows, read: Reading, dimension: int) -> tuple[str, Checksums]:
    """Learn a codebook from some vectors, and write the codes of all.

    Args:
        path: of the file, which is seen to the disk.
        rows: int64 [n], what the vectors are called.
        read: returns vectors by their places from 0 to n - 1, float16 [places, dimension].
        dimension: of the vectors.

    Returns:
        The file's SHA-256 in hex, and the checksums of its blocks.
    """
    faiss.omp_set_num_threads(1)
    whole = faiss.IndexFlatIP(dimension)
    whole.add(np.zeros((1, dimension), np.float32))
    index = faiss.IndexIVFPQFastScan(
        whole, dimension, 1, _parts(dimension), _BITS, faiss.METRIC_INNER_PRODUCT
    )
    index.by_residual = False
    index.pq.cp.min_points_per_centroid = 1  # else few rows are warned of
    places = np.arange(len(rows))
    index.train(_float32(read(places[:: max(1, len(rows) // _LEARNED_FROM)])))
    without_rows = faiss.serialize_index(index)
    for at in range(0, len(rows), _CHUNK):
        some = slice(at, at + _CHUNK)
        index.add_with_ids(_float32(read(places[some])), np.ascontiguousarray(rows[some], np.int64))
    form = _form(dimension, len(rows))
    codes = faiss.rev_swig_ptr(index.invlists.get_codes(0), form.code_bytes)
    numbers = np.full(form.padded, -1, "<i8")
    numbers[: len(rows)] = rows
    sums = BlockSums()
    parts = (codes.data, numbers.view(np.uint8).data, without_rows.data)
    return write_through(path, sums.passing(parts)), np.array(sums.sums, "<u4")


def _float32(vectors: StoredVectors) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(vectors, dtype=np.float32)


class KeptCodes:
    """The codes in a file, mapped and compared with their checksums at the first search.

    Args:
        path: of the file.
        sums: of its blocks.
        dimension: of the vectors.
        rows: how many vectors there are.
    """

    def __init__(self, path: Path, sums: Checksums, dimension: int, rows: int) -> None:
        self.path, self._sums = path, sums
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
        # FAISS trusts what it reads: nothing is parsed before the checksums agree.
        file = MappedFile(self.path)
        if block_sums(file.bytes) != self._sums.tolist():
            raise IndexDamaged(
                f"{self.path} is not as it was written: a block differs from its checksum"
            )
        try:
            codes = _mapped(self.path, file.bytes, *self._expected)
        except RuntimeError as error:
            reason = str(error).splitlines()[-1]
            raise IndexDamaged(f"{self.path} cannot be opened ({reason})") from error
        if (codes.dimension, codes.count) != self._expected:
            raise IndexDamaged(f"{self.path} holds other vectors than those it belongs to")
        return codes


def _mapped(path: Path, data: Bytes, dimension: int, rows: int) -> Codes:
    """Return the codes in a file, whose bytes are sound."""
    form = _form(dimension, rows)
    index = faiss.deserialize_index(data[form.head :])
    make = _lists_in_file if hasattr(faiss, "OnDiskInvertedLists") else _lists_in_memory
    lists = make(path, data, form, rows)
    index.replace_invlists(lists, False)
    index.ntotal = rows
    index.referenced_objects = [lists]
    return Codes(index)


def _lists_in_file(path: Path, data: Bytes, form: _Form, rows: int) -> Any:  # noqa: ANN401
    lists = faiss.OnDiskInvertedLists(1, form.code_size, str(path))
    lists.read_only, lists.totsize, lists.prefetch_nthread = True, len(data), 0
    lists.do_mmap()
    one, every = faiss.OnDiskOneList(), faiss.OnDiskOneListVector()
    one.offset, one.capacity, one.size = 0, form.padded, rows
    every.push_back(one)
    lists.lists = every
    return lists


def _lists_in_memory(_: Path, data: Bytes, form: _Form, rows: int) -> Any:  # noqa: ANN401
    """Return the same copied, where FAISS cannot map files (Windows)."""
    lists = faiss.BlockInvertedLists(1, _AT_ONCE, form.code_size * _AT_ONCE)
    lists.resize(0, rows)
    numbers = data[form.code_bytes : form.code_bytes + 8 * rows]
    faiss.memcpy(lists.get_codes(0), faiss.swig_ptr(data), form.code_bytes)
    faiss.memcpy(lists.get_ids(0), faiss.swig_ptr(numbers), 8 * rows)
    return lists
