"""Row numbers: how passages are named between the rooms of the index."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Rows: TypeAlias = npt.NDArray[np.int64]
"""int64 [n]: row numbers of passages, ascending where nothing else is said."""

NO_ROWS: Rows = np.empty(0, np.int64)


def to_ranges(rows: Rows) -> list[list[int]]:
    """Return ascending rows as [first, last] pairs of runs, as JSON can hold them."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.r_[0, breaks + 1]]
    lasts = rows[np.r_[breaks, len(rows) - 1]]
    return [[int(first), int(last)] for first, last in zip(firsts, lasts, strict=True)]


def of_runs(firsts: Rows, lasts: Rows) -> Rows:
    """Return the rows of runs that are given by their first and last ones, in that order."""
    counts = lasts - firsts + 1
    if not len(counts):
        return NO_ROWS
    before = np.cumsum(counts) - counts
    return np.asarray(np.repeat(firsts - before, counts) + np.arange(int(counts.sum())), np.int64)


def from_ranges(ranges: Sequence[Sequence[int]]) -> Rows:
    """Return the rows that `to_ranges` was given."""
    runs = [np.arange(first, last + 1, dtype=np.int64) for first, last in ranges]
    return np.concatenate(runs) if runs else NO_ROWS
