"""What was done to the files below a folder, read from what `disk.c` wrote down."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class Op(IntEnum):
    """What a call did; the numbers are those of disk.c."""

    OPEN = 1
    CLOSE = 2
    WRITE = 3
    SIZE = 4
    SYNC = 5
    RENAME = 6
    LINK = 7
    REMOVE = 8
    MKDIR = 9
    RMDIR = 10
    DUP = 11
    MAP = 12
    MARK = 13


CREATED, EMPTIED, FOLDER = 1, 2, 4
"""Bits of the `offset` of an `OPEN`."""

_HEAD = struct.Struct("<iiqqII")


@dataclass(frozen=True, slots=True)
class Entry:
    """A call: `offset` of what is written, or the size that a file got, or the bits of an `OPEN`.

    `first` is the path, what was written, or the text of a mark; `second` the new path.
    """

    op: Op
    fd: int
    offset: int
    first: bytes
    second: bytes


def entries(path: Path) -> list[Entry]:
    """Return what a journal holds."""
    with path.open("rb") as file:
        used = int.from_bytes(file.read(8), "little")
        file.seek(0)
        return list(_entries(file.read(used)))


def _entries(data: bytes) -> Iterator[Entry]:
    at = 8
    while at < len(data):
        op, fd, offset, _, first, second = _HEAD.unpack_from(data, at)
        start = at + _HEAD.size
        middle, end = start + first, start + first + second
        yield Entry(Op(op), fd, offset, data[start:middle], data[middle:end])
        at = (end + 7) & ~7
