"""Measures a reader: EM and F1 given the passage, refusal AUROC, calibration.

EM and F1 are those of SQuAD (Rajpurkar et al., 2016): best over the gold answers, in percent.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from qa.training.batches import Encoder, Row, collate
from qa.training.data import Question
from qa.training.model import ReaderNetwork

MAX_ANSWER = 30
"""Longest answer in tokens."""


@dataclass(frozen=True, slots=True)
class SpanReading:
    """What the reader made of one question.

    Attributes:
        text: Best span, as text; "no answer" is not considered.
        span_score: Start plus end logit of the best span.
        null_score: Start plus end logit of [CLS].
        answerable: Answerability logit.
    """

    text: str
    span_score: float
    null_score: float
    answerable: float

    @property
    def score(self) -> float:
        """Mean of the answerability logit and half the span's margin over "no answer"."""
        return 0.5 * self.answerable + 0.25 * (self.span_score - self.null_score)


def normalised(text: str) -> str:
    """Lower-cases and strips punctuation, articles and extra spaces."""
    kept = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def exact_match(text: str, golds: Sequence[str]) -> float:
    """Returns 1.0 if the text equals a gold answer once normalised."""
    return float(any(normalised(text) == normalised(gold) for gold in golds))


def f1_score(text: str, golds: Sequence[str]) -> float:
    """Returns the best F1 of word overlap with a gold answer, 0 to 1."""
    return max(
        (_f1(normalised(text).split(), normalised(gold).split()) for gold in golds), default=0
    )


def _f1(said: Sequence[str], gold: Sequence[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    shared = sum((Counter(said) & Counter(gold)).values())
    return 2 * shared / (len(said) + len(gold))


def best_span(
    start: NDArray[np.float32], end: NDArray[np.float32], longest: int = MAX_ANSWER
) -> tuple[int, int, float]:
    """Returns the inclusive (start, end) with the highest sum of logits, and that sum."""
    sums = start[:, None] + end[None, :]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(np.ones_like(sums, bool), longest)
    best = int(np.argmax(np.where(allowed, sums, -np.inf)))
    first, last = divmod(best, len(end))
    return first, last, float(sums[first, last])


def read(
    reader: ReaderNetwork, encoder: Encoder, questions: Sequence[Question], tokens: int = 6000
) -> list[SpanReading]:
    """Reads each question's passage, in batches of like length; order is kept."""
    rows = [encoder.row(question) for question in questions]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    readings: dict[int, SpanReading] = {}
    reader.eval()
    while order:
        count = 1
        while count < len(order) and (count + 1) * len(rows[order[count]].ids) <= tokens:
            count += 1
        part, order = order[:count], order[count:]
        read_part = _read_rows(
            reader, encoder, [questions[i] for i in part], [rows[i] for i in part]
        )
        readings.update(zip(part, read_part, strict=True))
    return [readings[i] for i in range(len(rows))]


def _read_rows(
    reader: ReaderNetwork, encoder: Encoder, questions: Sequence[Question], rows: Sequence[Row]
) -> list[SpanReading]:
    """Reads one batch."""
    batch = collate(rows)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = reader(batch.ids, batch.types, batch.attention, batch.candidates)
    starts, ends, answerable = (o.float().numpy() for o in outputs)
    readings: list[SpanReading] = []
    for i, (question, row) in enumerate(zip(questions, rows, strict=True)):
        first, last = row.question_length + 2, len(row.ids) - 1
        a, b, score = best_span(starts[i, first:last], ends[i, first:last])
        where = encoder.passage(question.passage)
        text = question.passage.text[where.starts[a] : where.ends[b]]
        null = float(starts[i, 0] + ends[i, 0])
        readings.append(SpanReading(text, score, null, float(answerable[i])))
    return readings


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Returns the chance that a positive scores above a negative, ties counted half."""
    if not positive or not negative:
        return float("nan")
    scores = np.concatenate([np.asarray(positive, float), np.asarray(negative, float)])
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n, m = len(positive), len(negative)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))


def em_f1(questions: Sequence[Question], readings: Sequence[SpanReading]) -> dict[str, float]:
    """Returns EM and F1 in percent over the answerable questions."""
    pairs = [(r.text, q.golds) for q, r in zip(questions, readings, strict=True) if q.answerable]
    return {
        "questions": float(len(pairs)),
        "em": 100 * float(np.mean([exact_match(t, g) for t, g in pairs])),
        "f1": 100 * float(np.mean([f1_score(t, g) for t, g in pairs])),
    }


def fit_calibration(
    scores: NDArray[np.float64], labels: NDArray[np.float64], steps: int = 50
) -> tuple[float, float]:
    """Fits ``sigmoid(score / temperature + bias)`` to labels by Newton's method (Platt, 1999).

    Args:
        scores: Any scores, higher for 1 [questions].
        labels: 0 or 1 [questions]; both weigh the same in sum, however many there are.
        steps: Newton steps.

    Returns:
        Temperature and bias.
    """
    weights = np.where(labels > 0, 0.5 / max(labels.mean(), 1e-9), 0.5 / (1 - labels.mean()))
    features = np.stack([scores, np.ones_like(scores)], axis=1)
    theta = np.array([0.1, 0.0])
    for _ in range(steps):
        said = 1 / (1 + np.exp(-np.clip(features @ theta, -30, 30)))
        gradient = features.T @ (weights * (said - labels)) + 1e-3 * theta
        curve = (features * (weights * said * (1 - said))[:, None]).T @ features + 1e-3 * np.eye(2)
        theta = theta - np.linalg.solve(curve, gradient)
    return float(1 / max(theta[0], 1e-6)), float(theta[1])


def expected_calibration_error(
    probabilities: NDArray[np.float64], labels: NDArray[np.float64], bins: int = 10
) -> float:
    """Returns the mean gap between probability and frequency over equally wide bins."""
    which = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(probabilities[which == b].mean() - labels[which == b].mean()) * np.mean(which == b)
        for b in range(bins)
        if np.any(which == b)
    ]
    return float(np.sum(gaps))


def by_source(
    questions: Sequence[Question], readings: Sequence[SpanReading]
) -> Mapping[str, Mapping[str, float]]:
    """Returns EM and F1 per set."""
    sources = list(dict.fromkeys(q.passage.source for q in questions))
    out: dict[str, dict[str, float]] = {}
    for source in sources:
        kept = [i for i, q in enumerate(questions) if q.passage.source == source]
        out[source] = em_f1([questions[i] for i in kept], [readings[i] for i in kept])
    return out
