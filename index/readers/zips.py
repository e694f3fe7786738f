"""Zip files of strangers, read into memory within limits: documents, books and archives.

Nothing is ever written to a disk, so a member's name leads nowhere; `safe_name` tells those that
would.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from index.errors import ReadError

_MEGABYTE = 1024 * 1024
_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_NOTE = 65_535
_END64 = b"PK\x06\x06"
_END64_LENGTH = 56
_LOCATOR64_LENGTH = 20
_IN_END64 = 0xFFFFFFFF
_ENCRYPTED = 0x1
_STEP = 256 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office before 2007 begin, and newer ones with a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLimits:
    """How much a zip may hold, the zips in it included.

    Args:
        members: how many.
        directory: bytes of its table of contents.
        member: bytes that one member may unpack to.
        total: bytes that all that is read may unpack to.
        ratio: how many times its packed size a member may unpack to, once that is over a
            megabyte.
        depth: how many zips may lie in each other.
    """

    members: int = 20_000
    directory: int = 8 * _MEGABYTE
    member: int = 256 * _MEGABYTE
    total: int = 512 * _MEGABYTE
    ratio: int = 400
    depth: int = 3


@dataclass(slots=True)
class _Spent:
    """What has been unpacked of a zip and of those in it."""

    bytes: int = 0
    members: int = 0


class SafeZip:
    """The members of a zip by name, unpacked one by one.

    Args:
        data: of the zip.
        limits: for all of it.
        within: the zip that holds this one, whose limits then count for both.

    Raises:
        ReadError: no zip, a damaged one, or more members than allowed.
    """

    def __init__(
        self, data: bytes, limits: ZipLimits | None = None, *, within: "SafeZip | None" = None
    ) -> None:
        self._limits: ZipLimits = within._limits if within else limits or ZipLimits()
        self._spent: _Spent = within._spent if within else _Spent()
        self._depth: int = within._depth + 1 if within else 1
        limits, spent = self._limits, self._spent
        if self._depth > limits.depth:
            raise ReadError("holds archives in archives in archives; unpack it first")
        # Before the table of contents is read: each line of it costs memory.
        if _directory_size(data) > limits.directory:
            raise ReadError(f"holds more than {limits.members:,} files; split it")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
            raise ReadError("is damaged, or no zip; fetch or save it again") from None
        self._members = {one.filename: one for one in self._zip.infolist() if not one.is_dir()}
        spent.members += len(self._zip.infolist())
        if spent.members > limits.members:
            raise ReadError(f"holds more than {limits.members:,} files; split it")

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """Return the names of the members that are files, in the zip's order."""
        return list(self._members)

    def size(self, name: str) -> int:
        """Return how many bytes a member says that it unpacks to."""
        return self._members[name].file_size

    def read(self, name: str, most: int | None = None) -> bytes:
        """Return what a member holds.

        Args:
            name: of the member.
            most: bytes that it may unpack to, where that is less than the zip's limit.

        Raises:
            ReadError: no such member, a damaged or locked one, or more bytes than allowed.
        """
        member = self._members.get(name)
        if member is None:
            raise ReadError(f"lacks {name!r}; it is damaged, or of another kind")
        if member.flag_bits & _ENCRYPTED:
            raise ReadError("is locked with a password; save it without one")
        allowed = self._allowed(member, most)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as file:
                while piece := file.read(_STEP):
                    size += len(piece)
                    self._spent.bytes += len(piece)
                    if size > allowed or self._spent.bytes > self._limits.total:
                        raise ReadError(_TOO_LARGE)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise ReadError(f"{name!r} in it is damaged ({error}); save it again") from None
        except (NotImplementedError, RuntimeError):
            raise ReadError(f"{name!r} in it is packed in a way that is not read") from None
        return b"".join(pieces)

    def inner(self, name: str) -> "SafeZip":
        """Return the zip that a member is; what it holds counts towards the limits of this one.

        Raises:
            ReadError: as for `read`, or zips lie too deep in each other.
        """
        return SafeZip(self.read(name), within=self)

    def _allowed(self, member: zipfile.ZipInfo, most: int | None) -> int:
        by_ratio = max(_MEGABYTE, self._limits.ratio * member.compress_size)
        return min(by_ratio, self._limits.member, self._limits.member if most is None else most)


_TOO_LARGE = "unpacks to far more than it holds; it may be made to do harm, so it is not read"


def safe_name(name: str) -> str | None:
    """Return a member's name as a plain relative path, or None where it would lead elsewhere."""
    plain = name.replace("\\", "/")
    if "\x00" in plain or plain.startswith("/") or PureWindowsPath(plain).drive:
        return None
    parts = PurePosixPath(plain).parts
    return "/".join(parts) if parts and ".." not in parts else None


def _directory_size(data: bytes) -> int:
    """Return how many bytes the table of contents says it has; `zipfile` believes it as well."""
    at = data.rfind(_END, max(0, len(data) - _END_LENGTH - _LONGEST_NOTE))
    if at < 0 or at + _END_LENGTH > len(data):
        raise ReadError("is damaged, or no zip; fetch or save it again")
    (size,) = struct.unpack_from("<L", data, at + 12)
    at64 = at - _LOCATOR64_LENGTH - _END64_LENGTH
    if at64 >= 0 and data.startswith(_END64, at64):
        (size64,) = struct.unpack_from("<Q", data, at64 + 40)
        return max(int(size64), 0 if size == _IN_END64 else int(size))
    return int(size)
