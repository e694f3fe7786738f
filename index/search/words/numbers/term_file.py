"""A file of the terms of passages (docs/index-format.md): written once, read in parts.

What is small is mapped; the terms of passages are read where they stand, as vectors are, for the
system would map much more than is asked for.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.articles.rows import Rows
from index.errors import DerivedDamaged, IndexDamaged
from index.search.bm25 import FIELDS
from index.search.segments.mapped import MappedFile
from index.search.segments.positioned import PositionedFile
from index.search.segments.writing import file_problem, write_through
from index.search.words.numbers.numbered import Keys, Numbered, Numbers

SUFFIX = ".terms"

_HEAD = struct.Struct("<8sQQQ")
_MAGIC = b"PQTERMS1"


def write_terms(path: Path, given: Numbered) -> str:
    """Write a file and see it to the disk; nothing is left of it where that fails.

    Returns:
        Its SHA-256 in hex.
    """

    def parts() -> Iterator[bytes | memoryview]:
        yield _HEAD.pack(_MAGIC, len(given.rows), len(given.vocabulary), len(given.terms))
        for numbers, kind in (
            (given.rows, "<i8"),
            (given.starts, "<i8"),
            (given.vocabulary, "<u8"),
            (given.lengths, "<u4"),
            (given.terms, "<u4"),
        ):
            yield np.ascontiguousarray(numbers, kind).tobytes()

    return write_through(path, parts())


class TermFile:
    """A file of terms, opened; safe to share among threads.

    Args:
        path: of the file, which nobody changes.
        sha256: of what was written, in hex; None where that is not known.

    Raises:
        IndexDamaged: it cannot be read, or has another form.
    """

    def __init__(self, path: Path, sha256: str | None = None) -> None:
        self.path, self._sha256 = path, sha256
        mapped = MappedFile(path)
        data, at = mapped.bytes, _HEAD.size
        if len(data) < at:
            raise self._other_form()
        magic, rows, keys, terms = _HEAD.unpack(data[:at].tobytes())
        fields = len(FIELDS)
        if magic != _MAGIC or len(data) != at + 8 * (2 * rows + 1 + keys) + 4 * (
            fields * rows + terms
        ):
            raise self._other_form()

        def taken(kind: str, count: int) -> npt.NDArray[np.generic]:
            nonlocal at
            found = np.frombuffer(data, kind, count, at)
            at += found.nbytes
            return found

        self.rows: Rows = taken("<i8", rows)  # type: ignore[assignment]
        self._starts: Rows = taken("<i8", rows + 1)  # type: ignore[assignment]
        self.vocabulary: Keys = taken("<u8", keys)  # type: ignore[assignment]
        self.lengths: Numbers = taken("<u4", fields * rows).reshape(rows, fields)  # type: ignore[assignment]
        self._run = bool(rows) and int(self.rows[-1] - self.rows[0]) == rows - 1
        self._at, self._count = at, terms
        self._file = PositionedFile(path)

    def _other_form(self) -> IndexDamaged:
        return IndexDamaged(f"{self.path} is not as it was written: its form differs")

    def places(self, rows: Rows) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Return where these rows stand, and which of them do; places of others mean nothing."""
        if not len(self.rows):
            return np.zeros(len(rows), np.intp), np.zeros(len(rows), bool)
        if self._run:
            places = rows - self.rows[0]
            return places, (places >= 0) & (places < len(self.rows))
        places = np.searchsorted(self.rows, rows)
        return places, self.rows[np.minimum(places, len(self.rows) - 1)] == rows

    def terms(self, places: npt.NDArray[np.intp]) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """Return the terms of the passages at these places, and how many each has.

        Raises:
            DerivedDamaged: the file is not as it was written.
        """
        first, last = self._starts[places], self._starts[places + 1]
        counts = last - first
        sizes, starts = (4 * counts).tolist(), (self._at + 4 * first).tolist()
        try:
            data = b"".join(map(self._file.read, sizes, starts))
        except (OSError, ValueError, OverflowError) as error:
            raise DerivedDamaged(f"{self.path} cannot be read ({error})") from error
        if len(data) != sum(sizes):
            raise DerivedDamaged(f"{self.path} is not as it was written: it ends too soon")
        return np.frombuffer(data, "<u4"), counts

    def numbered(self, places: npt.NDArray[np.intp]) -> Numbered:
        """Return the passages at some places; raises like `terms`."""
        terms, _ = self.terms(places)
        return self._numbered(places, terms)

    def whole(self) -> Numbered:
        """Return all passages, to be copied; raises like `terms`.

        The file is compared with its hash: a fault of the disk must not be copied.
        """
        problem = file_problem(self.path, self._sha256) if self._sha256 else None
        data = self._file.read(4 * self._count, self._at)
        if len(data) != 4 * self._count:
            problem = f"{self.path} is not as it was written: it ends too soon"
        if problem:
            raise DerivedDamaged(problem)
        return self._numbered(np.arange(len(self.rows)), np.frombuffer(data, "<u4"))

    def _numbered(self, places: npt.NDArray[np.intp], terms: Numbers) -> Numbered:
        lengths = self.lengths[places].astype(np.int64)
        return Numbered(self.rows[places], lengths, self.vocabulary, terms)
