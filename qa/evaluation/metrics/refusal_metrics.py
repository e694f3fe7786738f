"""Whether silence came when it should, and whether confidence means what it says.

Pure functions of each question's fate: could it be answered, was it, how sure, was it right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BINS = 10

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of n questions: arrays of length n, in the same order.

    `refused` and `answered` are both false where the question crashed. `right` is meant for
    answered ones: what was shown answers the question.
    """

    answerable: Flags
    answered: Flags
    refused: Flags
    confidence: Floats
    right: Flags

    def take(self, rows: npt.NDArray[np.int64]) -> "Outcomes":
        """Return the outcomes of these rows, which may repeat."""
        return Outcomes(
            self.answerable[rows],
            self.answered[rows],
            self.refused[rows],
            self.confidence[rows],
            self.right[rows],
        )


def refusal_precision(outcomes: Outcomes) -> float:
    """Return the share of refusals that were due; NaN without refusals."""
    return _share((outcomes.refused & ~outcomes.answerable).sum(), outcomes.refused.sum())


def refusal_recall(outcomes: Outcomes) -> float:
    """Return the share of unanswerable questions that were refused; NaN without any."""
    return _share((outcomes.refused & ~outcomes.answerable).sum(), (~outcomes.answerable).sum())


def refusal_auroc(outcomes: Outcomes) -> float:
    """Return the probability that an answerable question got more confidence than another.

    The area under the ROC curve by the Mann-Whitney statistic, ties counting half; NaN unless both
    sorts of questions are there.
    """
    yes, no = int(outcomes.answerable.sum()), int((~outcomes.answerable).sum())
    if not yes or not no:
        return float("nan")
    _, place, counts = np.unique(outcomes.confidence, return_inverse=True, return_counts=True)
    ranks = (counts.cumsum() - (counts - 1) / 2)[place]
    return float((ranks[outcomes.answerable].sum() - yes * (yes + 1) / 2) / (yes * no))


def calibration_error(outcomes: Outcomes) -> float:
    """Return the expected calibration error of the answered questions; NaN without any.

    Naeini et al. 2015: the mean distance of confidence from the share that was right, over ten
    bins of equal width, weighted by how many answers each holds.
    """
    bins = calibration_bins(outcomes)
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.right) for b in bins) / total if total else _NAN


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of similar confidence: how many, their mean confidence, the share that was right."""

    count: int
    confidence: float
    right: float


def calibration_bins(outcomes: Outcomes) -> list[Bin]:
    """Return the bins that hold an answer, least confident first."""
    place = np.minimum((outcomes.confidence * BINS).astype(np.int64), BINS - 1)
    found = []
    for number in range(BINS):
        inside = outcomes.answered & (place == number)
        if inside.any():
            confidence, right = outcomes.confidence[inside].mean(), outcomes.right[inside].mean()
            found.append(Bin(int(inside.sum()), float(confidence), float(right)))
    return found


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """At this threshold: the share of questions answered, and of those the share that is wrong."""

    threshold: float
    coverage: float
    risk: float


def risk_coverage(outcomes: Outcomes) -> list[RiskPoint]:
    """Return the risk-coverage curve (El-Yaniv and Wiener 2010), most confident answers first.

    The questions of equal confidence enter together. Only questions that were answered can enter,
    so the curve ends at the coverage of the threshold in use.
    """
    total = len(outcomes.answered)
    confidence = outcomes.confidence[outcomes.answered]
    order = np.argsort(-confidence, kind="stable")
    sure, wrong = confidence[order], (~outcomes.right[outcomes.answered])[order].cumsum()
    last = np.flatnonzero(np.diff(sure, append=-1.0))
    return [
        RiskPoint(float(sure[at]), (at + 1) / total, float(wrong[at]) / (at + 1)) for at in last
    ]


def area_under_risk(points: Sequence[RiskPoint]) -> float:
    """Return the mean risk over the coverage reached; NaN without points."""
    if not points:
        return _NAN
    area, before = 0.0, 0.0
    for point in points:
        area += (point.coverage - before) * point.risk
        before = point.coverage
    return area / before


_NAN = float("nan")


def _share(part: np.int64, whole: np.int64) -> float:
    return float(part / whole) if whole else _NAN
