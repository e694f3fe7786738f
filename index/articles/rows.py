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


def found_in(ascending: Rows, rows: Rows) -> npt.NDArray[np.bool_]:
    """Tell which of `rows`, in any order, are among ascending ones; quicker than `numpy.isin`."""
    if not len(ascending):
        return np.zeros(len(rows), bool)
    at = np.searchsorted(ascending, rows)
    return np.asarray(ascending[np.minimum(at, len(ascending) - 1)] == rows)


def values_of(rows: Rows, known: Rows, values: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Return the value of each of `rows`, NaN for those that are not known.

    Args:
        rows: in any order.
        known: rows in any order, each with the same value wherever it comes.
        values: of `known`.
    """
    if not len(known):
        return np.full(len(rows), np.nan)
    order = np.argsort(known)
    at = order[np.minimum(np.searchsorted(known, rows, sorter=order), len(known) - 1)]
    return np.asarray(np.where(known[at] == rows, values[at], np.nan), np.float64)


def from_ranges(ranges: Sequence[Sequence[int]]) -> Rows:
    """Return the rows that `to_ranges` was given."""
    runs = [np.arange(first, last + 1, dtype=np.int64) for first, last in ranges]
    return np.concatenate(runs) if runs else NO_ROWS
