"""Candidates put in order by how likely they answer; how likely the best and any of them does."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from index.articles.passages import Hit
from qa.evidence.calibration import Calibration, log_odds, probability
from qa.evidence.candidate import Candidate
from qa.evidence.facts import Weighed, facts_of
from qa.questions.question import Question

DOUBTED = 0.45
"""The most that a doubtful line counts: "low" wherever confidence is put in words.

What tells a reader program to answer, or stands under a false name, often looks like the best of
answers, so that no coefficient of the calibration could lower it.
"""


_MOST_LEAD = 4.0
_LIKELY = 0.5
"""Chance from which on the best sentence is given, whether or not it is told that one answers."""
_HARDLY = 0.6
"""Part of the limit of a kind below which it is not, whatever is told."""
_TOGETHER = 12
"""Sentences of an article that may hold an answer together."""


def weigh(
    question: Question, candidates: Sequence[Candidate], hits: Sequence[Hit], scale: Calibration
) -> list[Weighed]:
    """Return the candidates, the likeliest first, those of doubtful lines behind all others.

    Args:
        question: What is asked.
        candidates: Sentences that may answer.
        hits: The passages found, for what the search says of each.
        scale: The reader's calibration.
    """
    retrieval = retrieval_of(candidates, hits)
    weighed = [
        Weighed(
            candidate=one, chance=_capped(one, scale.sentence.logit(asdict(facts))), facts=facts
        )
        for one, facts in zip(candidates, facts_of(question, candidates, retrieval), strict=True)
    ]
    return sorted(
        weighed,
        key=lambda w: (w.candidate.doubtful, -w.chance, w.candidate.hit.rank, w.candidate.start),
    )


def retrieval_of(candidates: Sequence[Candidate], hits: Sequence[Hit]) -> list[float]:
    """Return for each candidate its passage's score, mean 0 and deviation 1 over the hits."""
    scores = z_scores([hit.score for hit in hits])
    places = {(h.article.id, h.passage.number): z for h, z in zip(hits, scores, strict=True)}
    return [places.get((c.article.id, c.hit.passage.number), 0.0) for c in candidates]


def _capped(candidate: Candidate, logit: float) -> float:
    chance = probability(logit)
    return min(chance, DOUBTED) if candidate.doubtful else chance


def answer_facts(weighed: Sequence[Weighed]) -> Mapping[str, float]:
    """Return what the second regression knows, of the best candidate and its lead.

    `best` is its logit as a sentence and `lead` how far that is above the next one's; `dense` is
    the cosine of its passage with the question; the others are its facts.
    """
    best, facts = weighed[0], weighed[0].facts
    logits = [log_odds(one.chance) for one in weighed[:2]]
    return {
        "best": logits[0],
        "lead": min(logits[0] - logits[-1], _MOST_LEAD),
        "answerable": facts.answerable,
        "dense": best.candidate.hit.dense or 0.0,
        "coverage": facts.coverage,
        "missing": facts.missing,
        "asked": facts.asked,
        "silent": facts.silent,
        "topic": facts.topic,
    }


def chance_of(question: Question, weighed: Sequence[Weighed], scale: Calibration) -> float:
    """Return the calibrated probability in [0, 1] that the best candidate answers; 0 for none."""
    if not weighed:
        return 0.0
    kind = scale.scale(question.kind)
    chance = probability(kind.scale * scale.answer.logit(answer_facts(weighed)) + kind.shift)
    return min(chance, DOUBTED) if weighed[0].candidate.doubtful else chance


def told_facts(weighed: Sequence[Weighed]) -> Mapping[str, float]:
    """Return what the regression knows that tells whether articles answer at all.

    `together` is the logit that any sentence of the best one's article answers, `window` what the
    reader says of the window likeliest to; `missing` and `asked` are facts of the best sentence.
    Whose words are asked for has always something to quote, so that it has to be likelier.

    Args:
        weighed: Sentences that may answer, the likeliest first; at least one.
    """
    best, facts = weighed[0].candidate, weighed[0].facts
    sound = [one for one in weighed if one.candidate.doubtful == best.doubtful]
    own = [one for one in sound if one.candidate.article.id == best.article.id][:_TOGETHER]
    none = math.prod(1 - one.chance for one in own)
    return {
        "together": log_odds(1 - none),
        "window": max(one.facts.answerable for one in sound),
        "missing": facts.missing,
        "asked": facts.asked,
    }


def is_silent(
    question: Question, weighed: Sequence[Weighed], scale: Calibration, *, share: float = 1.0
) -> bool:
    """Whether the articles do not say what is asked.

    Args:
        question: What is asked.
        weighed: Sentences that may answer, the likeliest first.
        scale: The reader's calibration.
        share: Part of the limit that has to be reached, in [0, 1].
    """
    if not weighed:
        return True
    chance, shown = chance_of(question, weighed, scale), scale.scale(question.kind).shown
    if scale.told is None:
        return chance < share * shown
    if chance >= _LIKELY or chance < _HARDLY * shown:
        return chance < _LIKELY
    told = probability(scale.told.weights.logit(told_facts(weighed)))
    return told < share * scale.told.least


def z_scores(values: Sequence[float]) -> list[float]:
    """Return the values with mean 0 and deviation 1; zeros when they are all alike."""
    if not values:
        return []
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / len(values))
    return [(value - mean) / (deviation if deviation > 1e-9 else 1.0) for value in values]
