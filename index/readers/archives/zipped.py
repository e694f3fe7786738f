"""The members of a zip."""

import stat
from collections.abc import Iterator
from functools import partial

from index.errors import ReadError
from index.readers.archives.member import TOO_LARGE, TOO_MANY, Member
from index.readers.sources import Allowance
from index.readers.zips import SafeZip, ZipLimits

_IS_UTF8 = 0x800


class _Zip(SafeZip):
    """What an archive tells of its members beside their content."""

    @property
    def unpacked(self) -> int:
        """How many bytes have been unpacked so far."""
        return self._spent.bytes

    def is_link(self, name: str) -> bool:
        """Tell whether a member is a link, whose content is a path."""
        return stat.S_ISLNK(self._members[name].external_attr >> 16)

    def written_name(self, name: str) -> str:
        """Return a member's name as whoever packed it wrote it.

        Programs that do not say so write UTF-8 all the same.
        """
        if self._members[name].flag_bits & _IS_UTF8:
            return name
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name


def zip_members(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Yield the files of a zip.

    Raises:
        ReadError: a damaged one, or one with too many.
    """
    archive = _Zip(data, ZipLimits(total=max(allowance.bytes, 0)))
    allowance.members -= len(archive.names())
    if allowance.members < 0:
        raise ReadError(TOO_MANY)
    for name in archive.names():
        left_out = "is a link" if archive.is_link(name) else ""
        load = partial(_load, archive, name, allowance)
        yield Member(archive.written_name(name), load, left_out)


def _load(archive: _Zip, name: str, allowance: Allowance, most: int) -> bytes:
    if allowance.bytes <= 0:
        raise ReadError(TOO_LARGE)
    before = archive.unpacked
    try:
        return archive.read(name, most)
    finally:
        allowance.bytes -= archive.unpacked - before
