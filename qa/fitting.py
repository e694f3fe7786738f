"""Which reading of a follow-up is meant: the one whose evidence fits best. Pure."""

from collections.abc import Sequence

from qa.answers import Answer, Reason, Verdict

MARGIN = 0.2
"""How much likelier another reading's answer has to be than the first's (docs/answering.md)."""

_ORDER = {Verdict.STATED: 3, Verdict.UNSURE: 2, Verdict.NOT_STATED: 0}
_ELSEWHERE = 1
"""Of a refusal that articles outside the filters would answer."""


def best_fitting(answers: Sequence[Answer]) -> Answer:
    """Return the answer to the reading that is meant.

    What states it goes before what may, and that before a refusal; of these, one that other
    articles than the filters let through would answer goes first. Among equals it is the likeliest,
    and the first reading where no other is likelier by `MARGIN`.

    Args:
        answers: One a reading, the likeliest reading first; at least one.
    """
    first, *others = answers
    best = max(others, key=_fit, default=first)
    better, fit = _fit(best), _fit(first)
    if better[0] > fit[0] or (better[0] == fit[0] and better[1] > fit[1] + MARGIN):
        return best
    return first


def _fit(answer: Answer) -> tuple[int, float]:
    elsewhere = answer.reason is Reason.OUTSIDE_FILTERS
    return _ELSEWHERE if elsewhere else _ORDER[answer.verdict], answer.confidence
