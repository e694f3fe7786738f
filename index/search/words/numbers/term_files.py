"""The files of terms of one index of words: read together, merged as passages are added.

They stand for what the engine keeps of each passage, and are read in a tenth of the time. A passage
that none of them has (in an index of an earlier version, or where one could not be written) is read
from the engine. What is no longer in the index is left out when a file is merged or, once it is a
quarter of one, written anew; nobody asks for it meanwhile.
"""

import contextlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.articles.rows import NO_ROWS, Rows, found_in
from index.errors import DerivedDamaged, IndexDamaged
from index.search.bm25 import FIELDS, Scores, Term
from index.search.words.numbers.numbered import (
    NO_TERMS,
    Numbered,
    Numbering,
    in_order,
    key_of,
)
from index.search.words.numbers.term_file import SUFFIX, TermFile, write_terms

_LOG = logging.getLogger(__name__)

_MERGE = 2
_DEAD_SHARE = 0.25


class Holding(Protocol):
    """Knows which rows an index holds."""

    def held(self, first: int, last: int) -> Rows:
        """Return those from one row to another, ascending."""
        ...

    def held_count(self, first: int, last: int) -> int:
        """Return how many there are."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """In rows: `first` in an index from which on there are files; `most` in one file.

    A file is merged with those after it once they are together half as large, so that each row is
    written a number of times that grows with the logarithm of `most`.
    """

    first: int = 2_000
    most: int = 262_144


@dataclass(frozen=True, slots=True)
class Counted:
    """How often terms are in passages.

    `known` bool [n]: which of the passages have been looked at; of these alone, `counts` float64
    [terms, known], and `lengths` float64 [fields, known].
    """

    known: npt.NDArray[np.bool_]
    counts: Scores
    lengths: Scores


class TermFiles:
    """Files of terms in one state; safe to share among threads.

    Args:
        files: of which a row may be in several, with the same terms.
        sizes: when they are merged.
    """

    def __init__(self, files: Sequence[TermFile] = (), sizes: Sizes = Sizes()) -> None:
        self.files, self._sizes = tuple(sorted(files, key=_first_row)), sizes

    @classmethod
    def open(cls, folder: Path, files: Mapping[str, str] | None) -> "TermFiles":
        """Open the files in a folder: those among `files`, hashes by name, or what is there.

        Raises:
            IndexDamaged: one that is named is missing or has another form.
        """
        if files is not None:
            names = [one for one in sorted(files) if one.endswith(SUFFIX)]
            return cls([TermFile(folder / one, files[one]) for one in names])
        found = []
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            with contextlib.suppress(IndexDamaged):
                found.append(TermFile(path))
        return cls(found)

    # Reading

    def counted(self, terms: Sequence[Term], rows: Rows) -> Counted:
        """Return how often terms are in some passages, as far as these are in files.

        Raises:
            DerivedDamaged: a file is not as it was written.
        """
        keys = np.array([key_of(one.field, one.text) for one in terms], np.uint64)
        owners, left = [NO_ROWS], np.arange(len(rows))
        lengths: list[npt.NDArray[np.number]] = [np.empty((0, len(FIELDS)))]
        cells: list[npt.NDArray[np.int64]] = []
        for file in self.files:
            if not len(left):
                break
            places, here = file.places(rows[left])
            if not here.any():
                continue
            mine, places, left = left[here], places[here], left[~here]
            found, sizes = file.terms(places)
            number, at = _asked(file, keys)
            if len(at):
                place = np.minimum(np.searchsorted(at, found), len(at) - 1)
                hits = np.flatnonzero(at[place] == found)
                who = np.searchsorted(np.cumsum(sizes), hits, side="right")
                cells.append(number[place[hits]] * len(rows) + mine[who])
            owners.append(mine)
            lengths.append(file.lengths[places])
        known = np.ones(len(rows), bool)
        known[left] = False
        size = len(terms) * len(rows)
        counts = np.bincount(np.concatenate([NO_ROWS, *cells]), minlength=size)
        order = np.argsort(np.concatenate(owners))
        return Counted(
            known,
            counts.reshape(len(terms), len(rows))[:, known].astype(np.float64),
            np.concatenate(lengths)[order].astype(np.float64).T,
        )

    def numbered(self, rows: Rows) -> Numbered | None:
        """Return the terms of some passages (ascending); None where not all are in files.

        Raises:
            DerivedDamaged: a file is not as it was written.
        """
        parts, left = [], rows
        for file in self.files:
            places, here = file.places(left)
            if here.any():
                parts.append(file.numbered(places[here]))
                left = left[~here]
        return in_order(parts) if parts and not len(left) else None

    # Writing

    def after(self, folder: Path, adding: "Adding", removed: Rows, index: Holding) -> "TermFiles":
        """Write what was added, and take away what no longer needs to be there.

        Where the disk has no room, passages are read from the engine.

        Args:
            folder: of the files.
            adding: has taken what was added.
            removed: rows that are no longer held.
            index: in its state after that.
        """
        files = [*self.files, *adding.full]
        try:
            last = adding.last()
            if last is not None:
                files = self._with(folder, files, last, index)
            files = [self._without(folder, one, removed, index) for one in files]
        except (OSError, DerivedDamaged, IndexDamaged) as error:
            _LOG.info("Terms of passages are not kept in a file: %s", error)
        names = {one.path.name for one in files}
        for path in folder.glob(f"*{SUFFIX}"):
            if path.name not in names:
                with contextlib.suppress(OSError):  # still open elsewhere, on some systems
                    path.unlink()
        return TermFiles(files, self._sizes)

    def _with(
        self, folder: Path, files: list[TermFile], added: Numbered, index: Holding
    ) -> list[TermFile]:
        kept, size = list(files), len(added.rows)
        while kept and len(kept[-1].rows) <= min(_MERGE * size, self._sizes.most - size):
            size += len(kept.pop().rows)
        old = [_living(one.whole(), index) for one in files[len(kept) :]]
        return [*kept, _written(folder, in_order([*old, added]))]

    @staticmethod
    def _without(folder: Path, file: TermFile, removed: Rows, index: Holding) -> TermFile:
        _, here = file.places(removed)
        if not here.any():
            return file
        living = index.held_count(int(file.rows[0]), int(file.rows[-1]))
        if living >= (1 - _DEAD_SHARE) * len(file.rows):
            return file
        return _written(folder, _living(file.whole(), index))

    def adding(self, folder: Path) -> "Adding":
        """Return what takes the passages of one addition."""
        return Adding(folder, self._sizes.most)

    def wanted(self, count: int) -> bool:
        """Whether an index of so many passages has files."""
        return bool(self.files) or count > self._sizes.first

    def all_wanted(self, before: int) -> bool:
        """Whether, with the first file, the passages from before are few enough to be written."""
        return not self.files and 0 < before <= _MERGE * self._sizes.first


class Adding:
    """Takes the terms of passages that are added; `full` are files of as many as one may have.

    Args:
        folder: of the files.
        most: passages in one.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most, self._open = folder, most, Numbering()
        self.full: list[TermFile] = []

    def add(self, row: int, terms: Mapping[str, Sequence[str]]) -> None:
        """Take a passage, of which `terms` are by field."""
        self._open.add(row, terms)
        if len(self._open) >= self._most:
            found = self.last()
            try:
                if found is not None:
                    self.full.append(_written(self._folder, found))
            except (OSError, IndexDamaged) as error:
                _LOG.info("Terms of passages are not kept in a file: %s", error)

    def last(self) -> Numbered | None:
        """Return what was taken since the last file; None where there is nothing to be written."""
        found, self._open = self._open.taken(), Numbering()
        return found if found is not None and len(found.rows) else None


def _asked(file: TermFile, keys: npt.NDArray[np.uint64]) -> tuple[Rows, npt.NDArray[np.uint32]]:
    """Return which of some keys a file knows, and its numbers for them, ascending."""
    if not len(file.vocabulary):
        return NO_ROWS, NO_TERMS
    at = np.searchsorted(file.vocabulary, keys)
    which = np.flatnonzero(file.vocabulary[np.minimum(at, len(file.vocabulary) - 1)] == keys)
    order = np.argsort(at[which])
    return which[order].astype(np.int64), at[which][order].astype(np.uint32)


def _living(given: Numbered, index: Holding) -> Numbered:
    if not len(given.rows):
        return given
    living = found_in(index.held(int(given.rows[0]), int(given.rows[-1])), given.rows)
    return given if living.all() else given.among(np.flatnonzero(living))


def _written(folder: Path, given: Numbered) -> TermFile:
    # No name comes twice: whoever still compares a file with its hash must not find another one.
    path = folder / f"passages-{secrets.token_hex(8)}{SUFFIX}"
    return TermFile(path, write_terms(path, given))


def _first_row(file: TermFile) -> int:
    return int(file.rows[0]) if len(file.rows) else 0
