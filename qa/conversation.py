"""A follow-up becomes a question that stands alone."""

from collections.abc import Sequence


def rewrite(question: str, history: Sequence[str]) -> str:
    """Return the question with what it leaves out filled in from earlier turns."""
    return question
