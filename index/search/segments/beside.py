"""What lies beside a large segment's file: codes to search by, and a checksum of each vector."""

import logging
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import IndexDamaged
from index.search.records import Record
from index.search.segments.codes import VERSION, Codes, KeptCodes
from index.search.segments.layout import Checksums, Layout, VectorFile
from index.search.segments.writing import file_problem, write_through

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BesideStamp:
    """The files beside a segment's, and their SHA-256."""

    codes: str
    codes_sha256: str
    sums: str
    sums_sha256: str

    @property
    def names(self) -> tuple[str, str]:
        """Both files."""
        return self.codes, self.sums

    @property
    def record(self) -> Record:
        """What the manifest keeps of it."""
        return {
            "version": VERSION,
            "codes": {"file": self.codes, "sha256": self.codes_sha256},
            "sums": {"file": self.sums, "sha256": self.sums_sha256},
        }

    def problems(self, folder: Path) -> Iterator[str]:
        """Say which of its files are not as they were written."""
        both = ((self.codes, self.codes_sha256), (self.sums, self.sums_sha256))
        yield from filter(None, (file_problem(folder / name, digest) for name, digest in both))


def beside_stamp(stored: object, segment: Path) -> BesideStamp | None:
    """Return what a record says of the files beside a segment's; None where there are none.

    What another version made is passed over, with a warning: the segment is searched without.

    Raises:
        KeyError, TypeError, ValueError: the record is no such one.
    """
    if stored is None:
        return None
    if not isinstance(stored, Mapping):
        raise TypeError(f"{stored} says nothing of files beside a segment")
    if stored["version"] != VERSION:
        newer = stored["version"] > VERSION
        _LOG.warning(
            "%s has codes of version %d, made by %s Pullquote; this one knows version %d. Its "
            "passages are all found, only more slowly. %sndex an article, and codes of this "
            "version are made.", segment, stored["version"], "a newer" if newer else "an earlier",
            VERSION, "Update Pullquote; or i" if newer else "I",
        )  # fmt: skip
        return None
    codes, sums = stored["codes"], stored["sums"]
    for one in (codes, sums):
        if Path(one["file"]).name != one["file"]:
            raise ValueError(f"{one} names no file of the index")
    return BesideStamp(codes["file"], codes["sha256"], sums["file"], sums["sha256"])


class Beside:
    """The codes and the checksums of a segment, ready to be used; safe to share among threads.

    Args:
        folder: of the files.
        segment: the segment's own file.
        stamp: what lies beside it.
        layout: the form that the segment's file must have.

    Raises:
        IndexDamaged: the checksums are missing, or not those that were written, or the segment's
            file has another form.
    """

    def __init__(self, folder: Path, segment: Path, stamp: BesideStamp, layout: Layout) -> None:
        problem = layout.problem(segment) or file_problem(folder / stamp.sums, stamp.sums_sha256)
        if problem:
            raise IndexDamaged(problem)
        sums: Checksums = np.fromfile(folder / stamp.sums, "<u4")
        end = layout.rows + 1
        if len(sums) <= end:
            raise IndexDamaged(f"{folder / stamp.sums} is not of {segment.name}")
        self.stamp = stamp
        self.file = VectorFile(segment, layout, sums[1:end])
        self.rows = self.file.rows()
        if zlib.crc32(self.rows.data) != int(sums[0]):
            raise IndexDamaged(f"{segment} is not as it was written: its row numbers differ")
        self._kept = KeptCodes(folder / stamp.codes, sums[end:], layout.dimension, layout.rows)
        self.problem: str | None = None

    def codes(self) -> Codes | None:
        """Return the codes, or None where they cannot be used; that is said once."""
        if self.problem is None:
            try:
                return self._kept.codes()
            except IndexDamaged as damage:
                self.problem = str(damage)
                _LOG.warning(
                    "%s. Its passages are all found, only more slowly. "
                    "`pullquote verify --repair` makes it again.", self.problem,
                )  # fmt: skip
        return None


def write_sums(path: Path, rows_sum: int, sums: Checksums, codes: Checksums) -> str:
    """Write the checksums of all row numbers, each vector and each block of codes.

    Returns:
        The file's SHA-256.
    """
    data = np.concatenate([np.array([rows_sum], "<u4"), sums.astype("<u4"), codes])
    return write_through(path, [data.tobytes()])
