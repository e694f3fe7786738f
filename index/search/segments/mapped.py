"""Files mapped into memory to be read, and checksums of their parts."""

import mmap
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged

Bytes = npt.NDArray[np.uint8]
"""uint8 [n], read-only."""

BLOCK = 1 << 20
"""Bytes that have a checksum in common."""


class MappedFile:
    """A file that is only read, mapped as a whole; safe to share among threads.

    Args:
        path: of the file, which is not empty and which nobody changes.

    Raises:
        IndexDamaged: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path} cannot be read ({error})") from error
        self.bytes: Bytes = np.frombuffer(self._map, np.uint8)


def block_sums(data: Bytes) -> list[int]:
    """Return the CRC-32 of each `BLOCK` of bytes."""
    return [zlib.crc32(data[at : at + BLOCK].data) for at in range(0, len(data), BLOCK)]


class BlockSums:
    """The checksums of blocks of what is written part by part."""

    def __init__(self) -> None:
        self._full: list[int] = []
        self._sum = self._size = 0

    def passing(self, parts: Iterable[memoryview | bytes]) -> Iterator[memoryview]:
        """Pass parts on, and add them up."""
        for part in parts:
            left = memoryview(part).cast("B")
            while left:
                some, left = left[: BLOCK - self._size], left[BLOCK - self._size :]
                self._sum = zlib.crc32(some, self._sum)
                self._size += len(some)
                if self._size == BLOCK:
                    self._full.append(self._sum)
                    self._sum = self._size = 0
            yield memoryview(part)

    @property
    def sums(self) -> list[int]:
        """Those of what has passed, as `block_sums` has them."""
        return [*self._full, *([self._sum] if self._size else [])]
