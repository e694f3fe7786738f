"""Sentences beside a chosen one: those that go on with it, and one that answers better. Pure."""

from collections.abc import Sequence

from qa.answers import Kind
from qa.evidence.candidate import Candidate
from qa.evidence.facts import Weighed
from qa.evidence.told_nearby import is_of_sort
from qa.questions.question import Question

_RUNS_ON = 0.3
"""Least share of a chosen sentence's chance with which its neighbour belongs to the quote."""
_LOOKED_AT = 4
_NEAR = 0.5
"""Least share of the best one's chance with which a sentence of the sort asked for goes first."""


def of_sort_first(question: Question, allowed: Sequence[Weighed]) -> list[Weighed]:
    """Return the sentences, one with an answer of the sort asked for before a likelier without."""
    rest = list(allowed)
    if question.kind is not Kind.FACT or not rest or is_of_sort(question, rest[0].candidate):
        return rest
    near = (one for one in rest[1:_LOOKED_AT] if one.chance >= _NEAR * rest[0].chance)
    found = next((one for one in near if is_of_sort(question, one.candidate)), None)
    return rest if found is None else [found, *(one for one in rest if one is not found)]


def running_on(one: Weighed, others: Sequence[Weighed]) -> list[Weighed]:
    """Return the neighbours of a sentence that go on with what it says, in both directions."""
    found: list[Weighed] = []
    around = [w for w in others if w.candidate.article.id == one.candidate.article.id]
    first, last = one.candidate, one.candidate
    while True:
        more = [
            w
            for w in around
            if w is not one
            and w not in found
            and w.chance >= _RUNS_ON * one.chance
            and w.candidate.speaker == one.candidate.speaker
            and (adjoins(w.candidate, first) or adjoins(last, w.candidate))
        ]
        if not more:
            return found
        found.append(more[0])
        first = min(first, more[0].candidate, key=lambda c: c.start)
        last = max(last, more[0].candidate, key=lambda c: c.end)


def adjoins(one: Candidate, other: Candidate) -> bool:
    """Whether a sentence stands right before another in its paragraph."""
    between = one.article.text[one.end : other.start]
    return one.end <= other.start and not between.strip() and "\n" not in between
