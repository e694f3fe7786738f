"""Figures of a calibration on the questions it was fitted on, by fits without their articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from qa.answers import Quote
from qa.evidence.calibration import Calibration
from qa.evidence.weighing import weigh
from qa.quotes.choosing import choose
from qa.training.calibration.asking import Asked
from qa.training.evaluate_reader import auroc, expected_calibration_error

HALF = 0.5
"""Least share of the evidence that is quoted for an answer to be right."""


def figures(
    asked: Sequence[Asked],
    scale: Calibration,
    chances: np.ndarray,
    rights: np.ndarray,
    told: np.ndarray,
) -> dict[str, object]:
    """Return how good what is first and what is quoted is, and how silence is told from answers.

    Args:
        asked: The questions.
        scale: What was fitted on them.
        chances: Each question's probability, [questions].
        rights: Whether its best sentence is evidence, [questions].
        told: Each question's probability of being answered at all, [questions].
    """
    first: dict[str, list[float]] = defaultdict(list)
    quoted: dict[str, list[float]] = defaultdict(list)
    unsaid: dict[str, list[float]] = defaultdict(list)
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for one, said, right in zip(asked, chances, rights, strict=True):
        question = one.inquiry.question
        kinds[question.kind.value].append((said, right))
        candidates = [w.candidate for w in one.inquiry.weighed]
        weighed = weigh(question, candidates, one.inquiry.hits, scale)
        possible = choose(question, weighed, scale)
        good = recall(one, possible.quotes) >= HALF
        stated = bool(possible.quotes) and not possible.unsure
        counts["stated"] += stated
        counts["stated and wrong"] += stated and not good
        if not one.answerable:
            unsaid[one.kind].append(said)
            counts["refused"] += not possible.quotes
            continue
        for name in (one.kind, "all"):
            first[name].append(right)
            quoted[name].append(float(good))
    answered = [s for o, s in zip(asked, chances, strict=True) if o.answerable]
    rest = [s for rows in unsaid.values() for s in rows]
    each = {kind: expected_calibration_error(*np.array(v).T) for kind, v in sorted(kinds.items())}
    return {
        "questions": len(asked),
        "first": _means(first),
        "right": _means(quoted),
        "stated": round(counts["stated"] / len(asked), 4),
        "wrong while stated": round(counts["stated and wrong"] / len(asked), 4),
        "refused of unanswerable": round(counts["refused"] / max(len(rest), 1), 4),
        "auroc": {"all": round(auroc(answered, rest), 4)}
        | {why: round(auroc(answered, rows), 4) for why, rows in sorted(unsaid.items())},
        "ece": {"all": round(expected_calibration_error(chances, rights), 4)}
        | {kind: round(error, 4) for kind, error in each.items()},
        "answered at all": _of_silence(told, np.array([one.answerable for one in asked]), scale),
    }


def _of_silence(told: np.ndarray, answerable: np.ndarray, scale: Calibration) -> dict[str, float]:
    """Return how well silence is told from answers, and how many refused were to be refused."""
    least = scale.told.least if scale.told else 0.0
    refused = told < least
    return {
        "auroc": round(auroc(told[answerable].tolist(), told[~answerable].tolist()), 4),
        "refusal precision": round(float((~answerable)[refused].mean()), 4) if refused.any() else 0,
    }


def recall(asked: Asked, quotes: Sequence[Quote]) -> float:
    """Return the share of the evidence's characters that is quoted; 0 where there is none."""
    wanted = sum(e - s for s, e in asked.spans)
    got = sum(
        max(0, min(e, q.end) - max(s, q.start))
        for s, e in asked.spans
        for q in quotes
        if q.article.id == asked.own
    )
    return got / max(wanted, 1)


def _means(values: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {name: round(float(np.mean(rows)), 4) for name, rows in sorted(values.items())}
