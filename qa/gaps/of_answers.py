"""What is kept of an answer: its question where it had none, its quotes where it closes a gap."""

from collections.abc import Sequence

from index.articles.passages import Filters
from qa.answers import Answer, Quote, Reason, Verdict
from qa.gaps.filters import filters_json
from qa.gaps.values import LONGEST, Found, Place, Unanswered

LONGEST_FILTERS = 4_000
"""Characters of the filters of a question that is kept, as JSON."""

MOST_PLACES = 3
"""Nearest passages, or quotes of an answer, that are kept of a gap."""

_NO_GAPS = frozenset({Reason.EMPTY_INDEX, Reason.OUTSIDE_FILTERS})
"""Without articles nothing can be missing from them; outside of the filters an article answers."""


def unanswered(answer: Answer, filters: Filters) -> Unanswered | None:
    """Return what is kept of a question; None where it was answered or is not kept."""
    if answer.verdict is Verdict.STATED or answer.reason in _NO_GAPS:
        return None
    if len(filters_json(filters)) > LONGEST_FILTERS:
        return None
    alone = answer.asked_as if len(answer.asked_as) <= LONGEST else answer.question
    question = " ".join(alone.split())
    if not question or len(question) > LONGEST:
        return None
    return Unanswered(
        question=question,
        filters=filters,
        verdict=answer.verdict,
        reason=answer.reason,
        nearest=places_of(answer.quotes or answer.nearest),
    )


def places_of(quotes: Sequence[Quote]) -> tuple[Place, ...]:
    """Return where the first of some quotes stand."""
    return tuple(
        Place(one.article.id, one.start, one.end, one.article.text_hash[:12], one.speaker)
        for one in quotes[:MOST_PLACES]
    )


def found_in(answer: Answer, day: str) -> Found | None:
    """Return what closes a gap of an answer to its question; None where it does not state it.

    Args:
        answer: To the question of the gap, with its filters.
        day: On which it was given (UTC, ISO 8601).
    """
    if answer.verdict is not Verdict.STATED:
        return None
    return Found(on=day, places=places_of(answer.quotes))
