"""Measures an evidence reader on news: right evidence first, among three, refusal, yes or no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import torch

from qa.training.evaluate_reader import auroc
from qa.training.evidence.model import EvidenceReader
from qa.training.evidence.news import NewsSamples
from qa.training.evidence.rows import UNKNOWN, Encoder, Row, collate
from qa.training.evidence.samples import NO, YES, Sample

ABSENT = -20.0
"""Evidence logit of a sentence of which no token is read."""

Ranked: TypeAlias = tuple[float, bool, float]
"""A sentence: its score, whether it is evidence, and its window's yes logit."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said of one window: logits of its sentences, of answerability and of yes."""

    evidence: list[float]
    answerable: float
    yes_no: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What figures need to know of a question.

    Attributes:
        kind: Its kind, or `follow-up`.
        why: Why it is not answerable; empty where it is.
        yes_no: `yes`, `no` or empty.
    """

    kind: str
    why: str = ""
    yes_no: str = ""

    @classmethod
    def of(cls, question: Mapping[str, Any]) -> Asked:
        """Returns it of a question as it is written in the files."""
        kind = "follow-up" if question.get("history") else question["kind"]
        why = "" if question["answerable"] else question["why"]
        return cls(kind, why, question.get("yes_no") or "")


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
    return [logits[n] if n in held else ABSENT for n in range(len(row.evidence))]


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
    return figures(
        [Asked.of(news.articles[a].row["questions"][q]) for a, q in asked],
        [best_sentences(samples[start:end], readings[start:end]) for start, end in spans],
    )


def figures(asked: Sequence[Asked], best: Sequence[Sequence[Ranked]]) -> dict[str, object]:
    """Returns the figures of `over_article` for each question's sentences, best first."""
    first: dict[str, list[float]] = defaultdict(list)
    three: dict[str, list[float]] = defaultdict(list)
    said: list[float] = []
    unsaid: dict[str, list[float]] = defaultdict(list)
    verdicts: list[float] = []
    for question, ranked in zip(asked, best, strict=True):
        if not ranked:
            continue
        if question.why:
            unsaid[question.why].append(ranked[0][0])
            continue
        said.append(ranked[0][0])
        for name in (question.kind, "all"):
            first[name].append(float(ranked[0][1]))
            three[name].append(float(any(gold for _, gold, _ in ranked[:3])))
        if question.yes_no and ranked[0][1]:
            guess = YES if ranked[0][2] > 0 else NO
            verdicts.append(float(guess == question.yes_no))
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


def best_sentences(samples: Sequence[Sample], readings: Iterable[Reading]) -> list[Ranked]:
    """Returns the sentences of an article of which windows were read, best first."""
    return ranked_sentences([(s.window.sentences, s.evidence) for s in samples], readings)


def ranked_sentences(
    windows: Iterable[tuple[Sequence[Hashable], Sequence[bool]]], readings: Iterable[Reading]
) -> list[Ranked]:
    """Returns an article's sentences, each once, best first.

    A sentence's score is its evidence logit with half of its window's answerability added.

    Args:
        windows: Of each window the names of its sentences, and which are evidence.
        readings: What was said of each window.
    """
    best: dict[Hashable, Ranked] = {}
    for (names, evidence), reading in zip(windows, readings, strict=True):
        for name, gold, logit in zip(names, evidence, reading.evidence, strict=False):
            score = logit + 0.5 * reading.answerable
            if name not in best or score > best[name][0]:
                best[name] = (score, gold, reading.yes_no)
    return sorted(best.values(), key=lambda one: -one[0])


def _means(values: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(float(np.mean(rows)), 4) for name, rows in sorted(values.items())}
