"""Measures an evidence reader on news: right evidence first, among three, refusal, yes or no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from qa.training.evaluate_reader import auroc
from qa.training.evidence.model import EvidenceReader
from qa.training.evidence.news import NewsSamples
from qa.training.evidence.rows import UNKNOWN, Encoder, Row, collate
from qa.training.evidence.samples import NO, YES, Sample


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said of one window: logits of its sentences, of answerability and of yes."""

    evidence: list[float]
    answerable: float
    yes_no: float


def read(reader: EvidenceReader, encoder: Encoder, samples: Sequence[Sample]) -> list[Reading]:
    """Reads windows, in batches of like length."""
    rows = [encoder.row(sample) for sample in samples]
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
    found: dict[int, Reading] = {}
    reader.eval()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for first in range(0, len(order), 16):
            numbers = order[first : first + 16]
            said = reader(collate([rows[n] for n in numbers]))
            for place, n in enumerate(numbers):
                found[n] = Reading(
                    _present(rows[n], said.evidence[place].tolist()),
                    float(said.answerable[place]),
                    float(said.yes_no[place]),
                )
    return [found[n] for n in range(len(rows))]


def _present(row: Row, logits: Sequence[float]) -> list[float]:
    held = set(row.sentences[row.sentences != UNKNOWN].tolist())
    return [logits[n] if n in held else -20.0 for n in range(len(row.evidence))]


def over_article(
    reader: EvidenceReader, encoder: Encoder, news: NewsSamples, most: int
) -> dict[str, object]:
    """Reads all windows of a question's own article; returns figures by kind of question.

    `first`: the best sentence is evidence; `three`: one of the best three is; `answered`: AUROC
    of the best sentence's score between questions with an answer and without.
    """
    asked = news.questions()[:: max(1, len(news.questions()) // most)]
    samples: list[Sample] = []
    spans: list[tuple[int, int]] = []
    for a, q in asked:
        article = news.articles[a]
        own = [news.sample(a, q, (a, n), article.found) for n in range(len(article.stretches))]
        spans.append((len(samples), len(samples) + len(own)))
        samples += own
    readings = read(reader, encoder, samples)
    first: dict[str, list[float]] = defaultdict(list)
    three: dict[str, list[float]] = defaultdict(list)
    said: list[float] = []
    unsaid: dict[str, list[float]] = defaultdict(list)
    verdicts: list[float] = []
    for (a, q), (start, end) in zip(asked, spans, strict=True):
        question = news.articles[a].row["questions"][q]
        ranked = best_sentences(samples[start:end], readings[start:end])
        if not ranked:
            continue
        if not question["answerable"]:
            unsaid[question["why"]].append(ranked[0][0])
            continue
        said.append(ranked[0][0])
        kind = "follow-up" if question.get("history") else question["kind"]
        for name in (kind, "all"):
            first[name].append(float(ranked[0][1]))
            three[name].append(float(any(gold for _, gold, _ in ranked[:3])))
        if question.get("yes_no") and ranked[0][1]:
            guess = YES if ranked[0][2] > 0 else NO
            verdicts.append(float(guess == question["yes_no"]))
    rest = [score for rows in unsaid.values() for score in rows]
    return {
        "questions": len(asked),
        "first": _means(first),
        "three": _means(three),
        "auroc": {
            "all": round(auroc(said, rest), 4),
            **{why: round(auroc(said, rows), 4) for why, rows in unsaid.items()},
        },
        "yes_no": round(float(np.mean(verdicts)), 4) if verdicts else None,
    }


def best_sentences(
    samples: Sequence[Sample], readings: Iterable[Reading]
) -> list[tuple[float, bool, float]]:
    """Returns (score, is evidence, yes logit) of an article's sentences, each once, best first.

    A sentence's score is its evidence logit with half of its window's answerability added.
    """
    best: dict[tuple[int, int], tuple[float, bool, float]] = {}
    for sample, reading in zip(samples, readings, strict=True):
        for span, gold, logit in zip(
            sample.window.sentences, sample.evidence, reading.evidence, strict=False
        ):
            score = logit + 0.5 * reading.answerable
            if span not in best or score > best[span][0]:
                best[span] = (score, gold, reading.yes_no)
    return sorted(best.values(), key=lambda one: -one[0])


def _means(values: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(float(np.mean(rows)), 4) for name, rows in sorted(values.items())}
