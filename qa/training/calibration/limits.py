"""How each kind of question is scaled, and the probabilities that part answers from silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from qa.evidence.calibration import KindScale
from qa.training.calibration.fitting import logistic

REFUSED = 0.8
"""Least share of questions without an answer whose best sentence is below the limit of its kind."""
SILENT = 0.82
"""Least share of questions without an answer that are told to have none."""
WRONG = 0.04
"""Most of all questions of a kind that may be answered wrongly as if it were stated."""
_SUREST = 0.99
KIND_RIDGE = 5.0
"""How strongly the scale of a kind is drawn towards that of all."""


def kind_scales(
    kinds: Sequence[str], logits: np.ndarray, right: np.ndarray
) -> dict[str, KindScale]:
    """Return a scale for each kind of question as understood, drawn towards the common one."""
    found = {"*": KindScale()}
    for kind in sorted(set(kinds)):
        mine = np.array([one == kind for one in kinds])
        if mine.sum() < 30:
            continue
        fitted = logistic(
            logits[mine, None], right[mine], np.ones(mine.sum()), ridge=KIND_RIDGE, towards=[1.0]
        )
        found[kind] = KindScale(float(fitted.weights[0]), fitted.bias)
    return found


def with_limits(
    scales: Mapping[str, KindScale],
    kinds: Sequence[str],
    said: np.ndarray,
    right: np.ndarray,
    answerable: np.ndarray,
) -> dict[str, KindScale]:
    """Return the scales with the probabilities from which on there is an answer, and a sure one."""
    shown = limit(said, answerable, REFUSED)
    out = {}
    for kind, scale in scales.items():
        mine = np.array([kind == "*" or one == kind for one in kinds])
        stated = lowest(said[mine], right[mine], WRONG)
        out[kind] = KindScale(
            round(scale.scale, 4), round(scale.shift, 4), round(shown, 4),
            round(max(shown, stated), 4),
        )  # fmt: skip
    return out


def limit(said: np.ndarray, answerable: np.ndarray, share: float) -> float:
    """Return the probability below which lies this share of the questions without an answer."""
    return float(np.quantile(said[~answerable], share)) if (~answerable).any() else 0.5


def lowest(said: np.ndarray, right: np.ndarray, wrong: float) -> float:
    """Return the lowest probability from which on few enough of all questions are answered wrongly.

    Args:
        said: Probabilities, [questions].
        right: 1 for right and 0 for wrong, [questions].
        wrong: Most of all the questions that may be wrong.
    """
    order = np.argsort(-said)
    good = np.flatnonzero(np.cumsum(1 - right[order]) / max(len(order), 1) <= wrong)
    return min(float(said[order][good[-1]]), _SUREST) if len(good) else _SUREST


def probabilities(
    logits: np.ndarray, kinds: Sequence[str], scales: Mapping[str, KindScale]
) -> np.ndarray:
    """Return the scaled probability of each question, [questions]."""
    each = [scales.get(kind, scales["*"]) for kind in kinds]
    scaled = np.array([s.scale * z + s.shift for s, z in zip(each, logits, strict=True)])
    return np.asarray(1 / (1 + np.exp(-np.clip(scaled, -30, 30))))
