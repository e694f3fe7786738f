"""Logistic regression and scaling, as the calibration needs them. Numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights [features] and bias of a logistic regression."""

    weights: Floats
    bias: float

    def logits(self, rows: Floats) -> Floats:
        """Return the logit of each row, [rows]."""
        return np.asarray(rows @ self.weights + self.bias)

    def probabilities(self, rows: Floats) -> Floats:
        """Return the probability of each row, [rows]."""
        return np.asarray(1 / (1 + np.exp(-np.clip(self.logits(rows), -30, 30))))


def logistic(
    rows: Floats,
    labels: Floats,
    counts: Floats,
    *,
    ridge: float = RIDGE,
    towards: Sequence[float] | None = None,
    steps: int = 40,
) -> Logistic:
    """Fits by Newton's method; the bias is free.

    Args:
        rows: [rows, features].
        labels: 0 to 1 [rows].
        counts: How much each row counts [rows].
        ridge: Penalty on half the squared distance of standardised weights from `towards`.
        towards: Weights, as of rows that are not standardised; zeros when left out.
        steps: Newton steps.
    """
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    deviation = np.where(deviation > 1e-9, deviation, 1.0)
    design = np.c_[(rows - mean) / deviation, np.ones(len(rows))]
    penalty = np.diag([*[ridge] * rows.shape[1], 1e-6])
    start = np.zeros(rows.shape[1]) if towards is None else np.asarray(towards) * deviation
    centre = np.r_[start, 0.0]
    theta = centre.copy()
    for _ in range(steps):
        said = 1 / (1 + np.exp(-np.clip(design @ theta, -30, 30)))
        gradient = design.T @ (counts * (said - labels)) + penalty @ (theta - centre)
        curve = (design * (counts * said * (1 - said))[:, None]).T @ design + penalty
        theta = theta - np.linalg.solve(curve, gradient)
    weights = theta[:-1] / deviation
    return Logistic(weights, float(theta[-1] - weights @ mean))


def logistic_against(
    rows: Floats, labels: Floats, counts: Floats, against: Sequence[int]
) -> Logistic:
    """Fits as `logistic` does, with columns that may speak against a row and never for it.

    A column whose weight comes out above zero gets none, and the rest is fitted without it.

    Args:
        rows: [rows, features].
        labels: 0 to 1 [rows].
        counts: How much each row counts [rows].
        against: Numbers of the columns.
    """
    fitted = logistic(rows, labels, counts)
    wrong = [column for column in against if fitted.weights[column] > 0]
    if not wrong:
        return fitted
    kept = np.delete(np.arange(rows.shape[1]), wrong)
    rest = logistic(rows[:, kept], labels, counts)
    weights = np.zeros(rows.shape[1])
    weights[kept] = rest.weights
    return Logistic(weights, rest.bias)
