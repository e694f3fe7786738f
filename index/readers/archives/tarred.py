"""The members of a tar, read as they come."""

import tarfile
from collections.abc import Iterator
from functools import partial
from typing import IO, Any, cast

from index.errors import ReadError
from index.readers.archives.member import TOO_LARGE, TOO_MANY, Member
from index.readers.archives.packed import Stream
from index.readers.sources import Allowance

_MAGIC = b"ustar"


def is_tar(head: bytes) -> bool:
    """Tell whether a file that begins so is a tar."""
    if len(head) < tarfile.BLOCKSIZE:
        return False
    if head[257 : 257 + len(_MAGIC)] == _MAGIC:
        return True
    try:  # of before there was a magic word: the sum must be right
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def tar_members(stream: Stream, allowance: Allowance) -> Iterator[Member]:
    """Yield the files of a tar, links and devices as what is left out.

    Raises:
        ReadError: a damaged one, or one with too many.
    """
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as archive:
            for one in archive:
                allowance.members -= 1
                if allowance.members < 0:
                    raise ReadError(TOO_MANY)
                if not one.isdir():
                    yield Member(one.name, partial(_load, archive, one), _left_out(one))
    except (tarfile.TarError, ValueError) as error:
        raise ReadError(f"is damaged ({error}); fetch or pack it again") from None


def _left_out(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return "is a link"
    if not member.isfile():
        return "is no file"
    return "is stored with holes" if member.issparse() else ""


def _load(archive: tarfile.TarFile, member: tarfile.TarInfo, most: int) -> bytes:
    if member.size > most:
        raise ReadError(TOO_LARGE)
    file: Any = archive.extractfile(member)
    try:
        data: bytes = file.read(most + 1)
    except tarfile.TarError as error:
        raise ReadError(f"is damaged ({error}); fetch or pack it again") from None
    return data
