"""Which segments are written anew, and writing them: beside searches and additions.

A segment is merged with those after it once they are together as large as it is, so that their
number, and how often each row is rewritten, grow with the logarithm of the store. What is written
has names that no other writer takes, and counts for nothing until a record speaks of it.
"""

import secrets
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.models.vectors import StoredVectors
from index.search.faiss_segments import Segment, SegmentStamp, layout_of, write_segment
from index.search.segments.beside import BesideStamp, write_sums
from index.search.segments.codes import write_codes
from index.search.segments.layout import Checksums, VectorFile, checksums
from index.search.segments.limits import Limits
from index.search.vector_store import MERGED, Cancelled

_CHUNK = 8_192  # rows in memory at a time

DEAD_SHARE = 0.25
"""Of a segment's rows; with more, it is written anew without them."""


@dataclass(frozen=True, slots=True)
class Tended:
    """A segment that stands for others: their stamps, in order, and it; None for no rows."""

    old: tuple[SegmentStamp, ...]
    new: Segment | None


def due(segments: Sequence[Segment], dead: Rows, limits: Limits) -> tuple[int, int] | None:
    """Return the first of the segments to be written anew as one, and the one after the last.

    The last ones, up to `limits.inline` rows in all, are left to those who add: else each addition
    would undo what is written meanwhile.
    """
    sizes = [len(one.rows) for one in segments]
    end, left = len(sizes), 0
    while end and left + sizes[end - 1] <= limits.inline:
        end -= 1
        left += sizes[end]
    first, after = end, 0
    for at in reversed(range(end)):
        if after and after >= sizes[at]:
            first = at
        after += sizes[at]
    if first < end:
        return first, end
    for at in range(end):
        much = _dead_in(segments[at], dead) > DEAD_SHARE * sizes[at]
        if much or _wants_codes(segments[at], after + left, limits):
            return at, at + 1
    return None


def _dead_in(segment: Segment, dead: Rows) -> int:
    if not len(segment.rows):
        return 0
    first, end = np.searchsorted(dead, (segment.rows[0], segment.rows[-1] + 1))
    return int(end - first)


def _wants_codes(segment: Segment, total: int, limits: Limits) -> bool:
    """Tell whether a segment that is to be searched by codes has none that can be used."""
    if not limits.large(total) or len(segment.rows) < limits.coded:
        return False
    return segment.beside is None or segment.beside.problem is not None


def tended(
    folder: Path,
    segments: Sequence[Segment],
    dead: Rows,
    dimension: int,
    limits: Limits,
    cancelled: Cancelled,
    *,
    large: bool,
) -> Tended | None:
    """Write segments anew as one without the rows that are dead; None where it was cancelled.

    With `large` it has codes, if it is large enough itself. Nothing is left of it where it fails.

    Raises:
        OSError: there is no room, or otherwise no way to write.
        IndexDamaged: a vector is not as it was written.
    """
    old = tuple(one.stamp for one in segments if one.stamp)
    alive = [~np.isin(one.rows, dead) for one in segments]
    rows = np.concatenate([one.rows[kept] for one, kept in zip(segments, alive, strict=True)])
    if not len(rows):
        return Tended(old, None)
    name = f"{MERGED}{secrets.token_hex(8)}"
    sums = np.empty(len(rows), "<u4")
    written: list[Path] = []
    try:
        written.append(folder / f"{name}.faiss")
        parts = _summed(_parts(segments, alive, cancelled), sums)
        stamp = SegmentStamp(
            written[0].name, len(rows), write_segment(written[0], rows, dimension, parts)
        )
        if large and len(rows) >= limits.coded:
            written += [folder / f"{name}.codes", folder / f"{name}.sums"]
            stamp = _with_codes(folder, written, stamp, rows, sums, dimension, cancelled)
        return Tended(old, Segment.open(written[0], stamp, dimension))
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, _Stopped):
            return None
        raise


class _Stopped(Exception):
    """Nobody waits for what is being written any more."""


def _parts(
    segments: Sequence[Segment], alive: Sequence[npt.NDArray[np.bool_]], cancelled: Cancelled
) -> Iterator[StoredVectors]:
    for segment, kept in zip(segments, alive, strict=True):
        places = np.flatnonzero(kept)
        for at in range(0, len(places), _CHUNK):
            if cancelled():
                raise _Stopped
            yield segment.vectors(places[at : at + _CHUNK])


def _summed(parts: Iterator[StoredVectors], sums: Checksums) -> Iterator[StoredVectors]:
    """Pass parts on, and put the checksum of each vector into `sums`."""
    at = 0
    for part in parts:
        sums[at : at + len(part)] = checksums(part)
        at += len(part)
        yield part


def _with_codes(
    folder: Path,
    written: Sequence[Path],
    stamp: SegmentStamp,
    rows: Rows,
    sums: Checksums,
    dimension: int,
    cancelled: Cancelled,
) -> SegmentStamp:
    file = VectorFile(written[0], layout_of(dimension, len(rows)), sums)

    def read(places: npt.NDArray[np.intp]) -> StoredVectors:
        if cancelled():
            raise _Stopped
        return file.at(places)

    codes_sha256, code_sums = write_codes(written[1], rows, read, dimension)
    rows_sum = zlib.crc32(np.ascontiguousarray(rows, "<i8").tobytes())
    sums_sha256 = write_sums(written[2], rows_sum, sums, code_sums)
    beside = BesideStamp(written[1].name, codes_sha256, written[2].name, sums_sha256)
    return SegmentStamp(stamp.file, stamp.rows, stamp.sha256, beside)
