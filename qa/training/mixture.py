"""What one round of training reads: slices of each set, and negatives drawn anew."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.training.batches import Encoder, Row
from qa.training.data import Passage, Question, hash_order
from qa.training.negatives import Negatives

SHARES: Mapping[str, float] = {
    "new_wiki": 0.5,
    "amazon": 0.25,
    "reddit": 0.25,
    "qamr": 0.25,
    "fairytale": 0.15,
}
"""Name of a set -> share of its questions that one round reads."""
NEGATIVE_RATIO: Mapping[str, float] = {
    "new_wiki": 0.65,
    "amazon": 0.35,
    "reddit": 0.3,
    "qamr": 0.4,
    "fairytale": 0.3,
}
"""Name of a set -> unanswerable questions made per answerable one."""
COMPANY_SHARE = 0.35
"""How often a single sentence (QAMR) is read among others."""
LIMIT = 288
"""Longest passage in tokens that is read whole."""
CROP_SHARE = 0.7
"""How often a shorter passage is cropped to some of its sentences all the same."""


def among(question: Question, others: Sequence[Passage], rng: random.Random) -> Question:
    """Puts the passage among others, spans moved along."""
    texts = [p.text for p in others]
    at = rng.randint(0, len(texts))
    before = "".join(text.rstrip() + " " for text in texts[:at])
    after = "".join(" " + text for text in texts[at:])
    passage = replace(
        question.passage,
        key=question.passage.key + "/cut",
        text=before + question.passage.text + after,
    )
    spans = tuple((a + len(before), b + len(before)) for a, b in question.spans)
    return replace(question, passage=passage, spans=spans)


def round_slice(questions: Sequence[Question], share: float, turn: int) -> list[Question]:
    """Returns the slice of the hash-ordered questions that round `turn` reads, going round."""
    ordered = sorted(questions, key=lambda q: hash_order(q.key))
    count = min(len(ordered), max(1, round(len(ordered) * share)))
    start = turn * count
    return [ordered[(start + i) % len(ordered)] for i in range(count)]


def round_questions(
    sets: Mapping[str, Sequence[Question]],
    negatives: Mapping[str, Negatives],
    turn: int,
    rng: random.Random,
) -> list[Question]:
    """Returns the questions of one round, answerable ones and negatives, in set order."""
    out: list[Question] = []
    for name, questions in sets.items():
        maker = negatives[name]
        for question in round_slice(questions, SHARES[name], turn):
            out.append(_company(question, maker, rng) if name == "qamr" else question)
            if rng.random() < NEGATIVE_RATIO[name]:
                made = maker.draw(question, rng)
                if made is not None:
                    out.append(made)
    return out


def _company(question: Question, maker: Negatives, rng: random.Random) -> Question:
    """Reads a single sentence among up to three others that do not hold the answer."""
    if rng.random() >= COMPANY_SHARE:
        return question
    rows = maker.bm25.best(question.text, 8)
    near = [p for p in (maker.passages[r] for r in rows) if maker.fits(question, p)]
    return among(question, rng.sample(near, min(len(near), rng.randint(1, 3))), rng)


def round_rows(questions: Sequence[Question], encoder: Encoder, rng: random.Random) -> list[Row]:
    """Encodes questions, some cropped; answerable ones whose answer was lost are left out."""
    rows: list[Row] = []
    for question in questions:
        row = encoder.cropped(question, rng, LIMIT, CROP_SHARE)
        if question.answerable and row.golds[0] == (0, 0):
            continue
        rows.append(row)
    return rows
