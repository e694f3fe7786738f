"""Fits which sentences are quoted together: one regression over pairs of sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.evidence.calibration import Calibration, Coefficients
from qa.evidence.companions import companion_facts
from qa.evidence.facts import Weighed
from qa.evidence.weighing import weigh
from qa.quotes.choosing import may_answer
from qa.quotes.together import WEIGHED_TOGETHER
from qa.training.calibration.asking import Asked
from qa.training.calibration.fitting import logistic


def fit_companions(asked: Sequence[Asked], scale: Calibration) -> Coefficients | None:
    """Fits which sentences are evidence, given which is the best and how they stand to it.

    Questions whose best sentence is none count, too: what else may answer is quoted beside it.
    Returns None where no question has two sentences that may answer.
    """
    facts, labels = [], []
    for one in asked:
        found = _allowed(one, scale)[:WEIGHED_TOGETHER] if one.answerable else []
        for other in found[1:]:
            facts.append(companion_facts(one.inquiry.question, found[0], other))
            candidate = other.candidate
            labels.append(one.holds(candidate.article.id, candidate.start, candidate.end))
    if not facts:
        return None
    rows = np.array([list(each.values()) for each in facts])
    made = logistic(rows, np.array(labels, float), np.ones(len(rows)))
    return Coefficients(made.bias, dict(zip(facts[0], made.weights.tolist(), strict=True)))


def _allowed(asked: Asked, scale: Calibration) -> list[Weighed]:
    """Return the sound sentences that may answer, the likeliest first."""
    inquiry = asked.inquiry
    candidates = [one.candidate for one in inquiry.weighed]
    found = weigh(inquiry.question, candidates, inquiry.hits, scale)
    return [
        one
        for one in found
        if may_answer(inquiry.question, one.candidate) and not one.candidate.doubtful
    ]
