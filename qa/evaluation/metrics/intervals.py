"""How far a figure can be trusted: bootstrap intervals and paired tests, with fixed seeds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

RESAMPLES = 1000
SEED = 20120406

Rows: TypeAlias = npt.NDArray[np.int64]
Statistic: TypeAlias = Callable[[Rows], float]
"""A figure of the questions with these row numbers, which may repeat; NaN where undefined."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of a figure over resamples of the questions."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure's change between two runs, its 95 % interval, and the p-value of no change."""

    change: float
    interval: Interval | None
    p: float | None


def bootstrap(statistic: Statistic, n: int, resamples: int = RESAMPLES) -> Interval | None:
    """Return the percentile bootstrap interval (Efron 1979) over n questions.

    Every call with the same n draws the same resamples. `None` where the figure is undefined in
    half of them or there are fewer than two questions.
    """
    if n < 2:
        return None
    random = np.random.default_rng(SEED)
    values = np.array([statistic(random.integers(0, n, n)) for _ in range(resamples)])
    return _middle(values)


def _middle(values: npt.NDArray[np.float64]) -> Interval | None:
    defined = values[~np.isnan(values)]
    if len(defined) * 2 < len(values):
        return None
    low, high = np.percentile(defined, (2.5, 97.5))
    return Interval(float(low), float(high))


def paired(
    before: Statistic, after: Statistic, n: int, resamples: int = RESAMPLES
) -> tuple[float, Interval | None]:
    """Return the change of a figure over the same n questions and its bootstrap interval."""
    everyone = np.arange(n)
    change = after(everyone) - before(everyone)
    return change, bootstrap(lambda rows: after(rows) - before(rows), n, resamples)


Swapped: TypeAlias = Callable[[npt.NDArray[np.bool_]], float]
"""The change of a figure when the runs trade places on the questions marked."""


def permutation_p(change: Swapped, n: int, rounds: int = RESAMPLES) -> float | None:
    """Return the two-sided p-value of the paired randomisation test (Fisher 1935).

    If the runs are alike, which of two outcomes came from which run is arbitrary: outcomes are
    traded at random, and p is the share of rounds with at least the change observed, the
    observation itself counted as one (Davison and Hinkley 1997). Smucker et al. 2007 recommend the
    test for comparing search engines.
    """
    observed = change(np.zeros(n, dtype=np.bool_))
    if n < 2 or np.isnan(observed):
        return None
    random = np.random.default_rng(SEED)
    drawn = np.array([change(random.random(n) < 0.5) for _ in range(rounds)])
    drawn = drawn[~np.isnan(drawn)]
    # A hair's width of room, so that equal changes are equal whatever the order of summing.
    as_large = int((np.abs(drawn) >= abs(observed) - 1e-12).sum())
    return (as_large + 1) / (len(drawn) + 1)
