"""Where numbers lie in a segment's file, so that single ones are read without reading all.

A segment's file is one that FAISS writes (`index.search.faiss_segments`): a head, the float16
vectors, a size, and the row numbers. FAISS trusts what a head says, so it is compared byte by byte
with the one that the segment must have.
"""

import os
import struct
import zlib
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import DerivedDamaged
from index.models.vectors import StoredVectors
from index.search.segments.positioned import PositionedFile

Checksums = npt.NDArray[np.uint32]
"""uint32 [n]: CRC-32 of each row's vector, by which a single one is checked when it is read."""

_SIZE = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Layout:
    """The form of a segment's file of so many rows; `head` ends where the vectors begin."""

    head: bytes
    dimension: int
    rows: int

    @property
    def width(self) -> int:
        """Bytes of a vector."""
        return 2 * self.dimension

    @property
    def between(self) -> bytes:
        """What lies between the vectors and the row numbers."""
        return _SIZE.pack(self.rows)

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return len(self.head) + self.rows * (self.width + 8) + len(self.between)

    def problem(self, path: Path) -> str | None:
        """Say how a file has another form, or None."""
        try:
            with path.open("rb") as file:
                found = file.read(len(self.head))
                file.seek(len(self.head) + self.rows * self.width)
                between = file.read(len(self.between))
                size = os.fstat(file.fileno()).st_size
        except OSError as error:
            return f"{path} cannot be read ({error.strerror})"
        if (found, between, size) != (self.head, self.between, self.size):
            return f"{path} is not as it was written: its form differs"
        return None


class VectorFile:
    """The vectors of a segment's file, read one by one, each compared with its checksum.

    They are read, not mapped: the system maps half a megabyte with each, so that a server's memory
    would grow to all of them within a few searches (docs/scale.md).
    """

    def __init__(self, path: Path, layout: Layout, sums: Checksums) -> None:
        self._path, self._layout, self._sums = path, layout, sums
        self._file = PositionedFile(path)

    @property
    def _start(self) -> int:
        return len(self._layout.head)

    def rows(self) -> Rows:
        """Return the row numbers."""
        start = self._start + self._layout.rows * self._layout.width + len(self._layout.between)
        return np.frombuffer(self._file.read(8 * self._layout.rows, start), "<i8")

    def at(self, places: npt.NDArray[np.intp]) -> StoredVectors:
        """Return the vectors at these places, float16 [n, dimension].

        Raises:
            DerivedDamaged: one is not as it was written.
        """
        width, start, count = self._layout.width, self._start, len(places)
        if count and int(places[-1] - places[0]) == count - 1 and (np.diff(places) == 1).all():
            data = self._file.read(width * count, start + width * int(places[0]))
            rows = [data[at : at + width] for at in range(0, len(data), width)]
        else:
            starts = (start + width * places).tolist()
            rows = list(map(self._file.read, repeat(width), starts))
            data = b"".join(rows)
        if list(map(zlib.crc32, rows)) != self._sums[places].tolist():
            raise DerivedDamaged(
                f"{self._path} is not as it was written: a vector differs from its checksum"
            )
        return np.frombuffer(data, "<f2").reshape(count, self._layout.dimension)


def checksums(vectors: StoredVectors) -> Checksums:
    """Return the checksum of each vector."""
    width = 2 * vectors.shape[1]
    data = np.ascontiguousarray(vectors, "<f2").tobytes()
    sums = [zlib.crc32(data[at : at + width]) for at in range(0, len(data), width)]
    return np.array(sums, "<u4")
