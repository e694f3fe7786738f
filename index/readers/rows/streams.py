"""A file as pieces of text and as lines, in memory that does not grow with the file."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from index.readers.encoding import decode

_WHOLE = 16 * 1024 * 1024
"""Bytes; of larger files the encoding is told by so many from the start."""

_PIECE = 1024 * 1024

LONGEST_LINE = 64 * 1024 * 1024
"""Code points of a line, a cell or a value; a text of ten million takes a sixth of it."""


def pieces(file: BinaryIO) -> Iterator[str]:
    """Yield the text of a file.

    Raises:
        ReadError: it is no text.
    """
    head = file.read(_WHOLE)
    if len(head) < _WHOLE:
        yield decode(head).text
        return
    yield from _decoded(head, file)


def _decoded(head: bytes, file: BinaryIO) -> Iterator[str]:
    """Yield text in the encoding of the first bytes that are more than ASCII."""
    piece = head
    while piece and piece.isascii() and b"\x00" not in piece and b"\x1b" not in piece:
        yield piece.decode("ascii")
        piece = file.read(_PIECE)
    if not piece:
        return
    piece += file.read(_WHOLE - len(piece)) if len(piece) < _WHOLE else b""
    encoding = decode(_whole_lines(piece)).encoding
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while piece:
        yield decoder.decode(piece)
        piece = file.read(_PIECE)
    yield decoder.decode(b"", final=True)


def _whole_lines(data: bytes) -> bytes:
    """Return bytes up to the last end of a line, after which a letter may be cut in two."""
    return data[: data.rfind(b"\n") + 1] or data


def lines(parts: Iterator[str], *, with_returns: bool = False) -> Iterator[str | None]:
    """Yield the lines of a text with their ends; None in place of one that is too long.

    Args:
        parts: the text.
        with_returns: whether a carriage return alone ends a line, too.
    """
    kept: list[str] = []
    size = 0
    for part in parts:
        *whole, last = _split(part, with_returns=with_returns)
        for one in whole:
            yield "".join((*kept, one)) if size + len(one) <= LONGEST_LINE else None
            kept, size = [], 0
        size += len(last)
        kept = [*kept, last] if size <= LONGEST_LINE else []
    if size:
        yield "".join(kept) if size <= LONGEST_LINE else None


def _split(part: str, *, with_returns: bool) -> list[str]:
    """Return the lines of a piece; the last, which may go on, is empty where all are ended."""
    if not with_returns:
        found = part.split("\n")
        return [*(f"{line}\n" for line in found[:-1]), found[-1]]
    found = list(io.StringIO(part, newline=""))
    return found if found and not found[-1].endswith(("\n", "\r")) else [*found, ""]
