"""Archives: zip, tar, and what gzip, bzip2 or xz packed; every member by its own reader."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import ReadError
from index.readers.archives.member import Member
from index.readers.archives.members import place_in, read_member, shown_name, skipped, together
from index.readers.archives.packed import Stream, is_packed
from index.readers.archives.tarred import is_tar, tar_members
from index.readers.archives.zipped import zip_members
from index.readers.registry import FORMATS
from index.readers.sources import Allowance, Failure, ReadOutcome, Source
from index.readers.zips import safe_name

_DEEPEST = 2
"""Archives that may lie in each other."""


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read what an archive holds; nothing of it is ever written anywhere.

    Names that lead elsewhere, links and devices are left out, hidden names without a word, as in a
    folder. What cannot be read is a failure of its own.

    Raises:
        ReadError: no archive, a damaged one, one in too many others, or nothing in it.
    """
    if source.depth >= _DEEPEST:
        raise ReadError("is an archive in an archive in an archive; unpack it")
    allowance = source.allowance or Allowance()
    source = replace(source, allowance=allowance)
    outcome = together(_outcomes(data, source, allowance))
    if outcome == ReadOutcome():
        raise ReadError("holds no file that is read; nothing to index")
    return outcome


def _outcomes(data: bytes, source: Source, allowance: Allowance) -> Iterator[ReadOutcome]:
    if data.startswith(b"PK"):
        yield from _each(zip_members(data, allowance), source)
        return
    if not is_packed(data) and not is_tar(data[:512]):
        raise ReadError("is no archive, or a damaged one; fetch or pack it again")
    stream = Stream(data, allowance)
    if is_tar(stream.head):
        yield from _each(tar_members(stream, allowance), source)
    else:
        name = _name_inside(source, stream.name)
        yield read_member(source, name, stream.whole, is_named=True)


def _each(members: Iterable[Member], source: Source) -> Iterator[ReadOutcome]:
    """Yield what comes of each member; where an archive breaks off, of those before."""
    begun = False
    try:
        for member in members:
            begun = True
            yield _outcome(member, source)
    except ReadError as error:
        if not begun:
            raise
        place = str(source.path or source.key)
        yield ReadOutcome(failures=(Failure(place, f"{place}: {error}"),))


def _outcome(member: Member, source: Source) -> ReadOutcome:
    safe = safe_name(member.name)
    if safe is None:
        place = place_in(source, shown_name(member.name))
        return skipped(place, "its name leads out of the archive")
    if any(part.startswith(".") or part == "__MACOSX" for part in safe.split("/")):
        return ReadOutcome()
    name = shown_name(safe)
    if member.left_out:
        return skipped(place_in(source, name), member.left_out)
    return read_member(source, name, member.load)


def _name_inside(source: Source, stored: str) -> str:
    """Return what a file that was packed alone is called: as its pack without the last suffix."""
    key = source.key.partition("?")[0] if source.url else source.key
    own = PurePosixPath(PurePosixPath(key).name)
    inner = shown_name(PurePosixPath(stored).name)
    if FORMATS.of_suffix(own.stem and PurePosixPath(own.stem).suffix) is None and inner:
        return inner
    return shown_name(own.stem)
