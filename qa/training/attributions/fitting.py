"""Fits two logistic regressions: what tells attributions, and what those with the right speaker."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from qa.statements.plausibility.judging import LEAST, LEAST_OF_SPEAKER
from qa.training.attributions.examples import Example

RAREST = 6
"""Examples that a feature must occur in."""
RIDGE = 3.0
COUNTS = {"news": 0.3, "judged": 1.0, "pages": 1.0}
"""How much an example of each origin counts: those marked in the news are right ones, and many."""
STEPS, RATE = 400, 0.05

Model: TypeAlias = tuple[float, dict[str, float]]
"""Bias, and weights of features."""


def fit(found: Sequence[Example], right: Sequence[bool]) -> Model:
    """Fits bias and weights by gradient ascent (Adam) on the likelihood, with L2."""
    often = Counter(feature for one in found for feature in set(one.features))
    names = sorted(feature for feature, count in often.items() if count >= RAREST)
    places = {name: place for place, name in enumerate(names)}
    columns = [[places[f] for f in set(one.features) if f in places] for one in found]
    flat = np.array([place for row in columns for place in row])
    owner = np.repeat(np.arange(len(found)), [len(row) for row in columns])
    counts = np.array([COUNTS[one.origin] for one in found])
    labels = np.array(right, dtype=np.float64)
    weights, bias = np.zeros(len(names)), 0.0
    mean, square = np.zeros(len(names) + 1), np.zeros(len(names) + 1)
    for step in range(1, STEPS + 1):
        logits = np.bincount(owner, weights[flat], len(found)) + bias
        miss = counts * (labels - 1 / (1 + np.exp(-np.clip(logits, -30, 30))))
        slope = np.bincount(flat, miss[owner], len(names)) - RIDGE * weights
        gradient = np.append(slope, miss.sum())
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        change = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights += RATE * change[:-1]
        bias += RATE * float(change[-1])
    rounded = {name: round(float(weights[place]), 2) for name, place in places.items()}
    return round(bias, 2), {name: weight for name, weight in rounded.items() if weight}


def probability(features: Sequence[str], model: Model) -> float:
    """Returns what a model says of a candidate."""
    return float(1 / (1 + np.exp(-model[0] - sum(model[1].get(f, 0.0) for f in set(features)))))


def told(found: Sequence[Example], attributed: Model, right: Model) -> str:
    """Returns how many of each origin are right among all, and among those that are kept."""
    lines = []
    for origin in dict.fromkeys(one.origin for one in found):
        mine = [one for one in found if one.origin == origin]
        kept = [
            one
            for one in mine
            if probability(one.features, attributed) >= LEAST
            and probability(one.features, right) >= LEAST_OF_SPEAKER
        ]
        before = sum(one.right for one in mine)
        after = sum(one.right for one in kept)
        lines.append(
            f"{origin}: right {before} of {len(mine)}, with a speaker kept {after} of {len(kept)}"
        )
    return "\n".join(lines) + "\n"


def source(attributed: Model, right: Model) -> str:
    """Returns the module that holds the weights."""
    names = sorted(attributed[1].keys() | right[1].keys())
    lines = [
        '"""What features weigh (`plausibility`); written by `qa.training.attributions`.',
        "",
        "Of each feature: what it tells of an attribution, and what of its speaker.",
        '"""',
        "",
        f"BIAS = ({attributed[0]}, {right[0]})",
        "WEIGHTS: dict[str, tuple[float, float]] = {",
        *(
            f"    {json.dumps(name, ensure_ascii=False)}: "
            f"({attributed[1].get(name, 0.0)}, {right[1].get(name, 0.0)}),"
            for name in names
        ),
        "}",
    ]
    return "\n".join([*lines, ""])


def both(found: Sequence[Example]) -> tuple[Model, Model]:
    """Fits what tells attributions, and what tells those with the right speaker."""
    return fit(found, [one.attributed for one in found]), fit(found, [one.right for one in found])
