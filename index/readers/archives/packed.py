"""What gzip, bzip2 and xz packed, unpacked as it is read and no further than is allowed."""

import bz2
import gzip
import io
import lzma
import zlib

from index.errors import ReadError
from index.readers.archives.member import TOO_LARGE
from index.readers.sources import Allowance

_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_HAS_NAME, _HAS_EXTRA = 0x08, 0x04
_BLOCK = 512
_STEP = 256 * 1024
_RATIO = 400
_SMALL = 1024 * 1024
"""Bytes that anything may unpack to, whatever its ratio."""


class Stream:
    """Bytes read one after the other.

    Args:
        data: that may be packed.
        allowance: what may be unpacked, which grows less.

    Raises:
        ReadError: of what reads from it: damaged, or more than is allowed.
    """

    def __init__(self, data: bytes, allowance: Allowance) -> None:
        self._packed = is_packed(data)
        self._file = _opened(data)
        self._allowance = allowance
        self._most = max(_SMALL, _RATIO * len(data))
        self._read = 0
        self.name = _stored_name(data)
        self.head = b""
        self.head = self.read(_BLOCK)

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer at the end alone."""
        pieces = [self.head[:size]]
        self.head = self.head[size:]
        missing = size - len(pieces[0])
        while missing > 0:
            piece = self._next(min(missing, _STEP))
            if not piece:
                break
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def whole(self, most: int) -> bytes:
        """Return all that is left.

        Raises:
            ReadError: more than `most` bytes.
        """
        data = self.read(most + 1)
        if len(data) > most:
            raise ReadError(TOO_LARGE)
        return data

    def _next(self, size: int) -> bytes:
        try:
            piece = self._file.read(size)
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            raise ReadError(f"is damaged ({error}); fetch or pack it again") from None
        if self._packed:
            self._read += len(piece)
            self._allowance.bytes -= len(piece)
            if self._read > self._most or self._allowance.bytes < 0:
                raise ReadError(TOO_LARGE)
        return piece


def is_packed(data: bytes) -> bool:
    """Tell whether `data` is packed by one of the three."""
    return data.startswith((_GZIP, _BZIP2, _XZ))


def _opened(data: bytes) -> io.BufferedIOBase:
    file = io.BytesIO(data)
    if data.startswith(_GZIP):
        return gzip.GzipFile(fileobj=file)
    if data.startswith(_BZIP2):
        return bz2.BZ2File(file)
    return lzma.LZMAFile(file) if data.startswith(_XZ) else file


def _stored_name(data: bytes) -> str:
    """Return the name of the file that gzip packed, "" where it does not say."""
    if not data.startswith(_GZIP) or len(data) < 10 or not data[3] & _HAS_NAME:
        return ""
    start = 10
    if data[3] & _HAS_EXTRA:
        start += 2 + int.from_bytes(data[10:12], "little")
    end = data.find(b"\x00", start, start + 1024)
    return data[start:end].decode("latin-1") if end > 0 else ""
