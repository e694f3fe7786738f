"""The seam of the rewriter: a question and the exchanges before it in, a stand-alone one out."""

from collections.abc import Callable, Sequence
from typing import Protocol

from qa.questions.followups import Exchange, rewrite


class QuestionRewriter(Protocol):
    """Makes a follow-up a question that stands alone. Deterministic; safe to share by threads.

    A question without earlier exchanges comes back as it is.

    >>> class WithSubject:
    ...     def rewrite(self, question, history, *, is_person):
    ...         subject = history[-1] if history else ""
    ...         return f"{question} ({subject})" if subject else question
    >>> WithSubject().rewrite("Why?", ["Who left?"], is_person=lambda name: False)
    'Why? (Who left?)'
    """

    def rewrite(
        self, question: str, history: Sequence[str | Exchange], *, is_person: Callable[[str], bool]
    ) -> str:
        """Return the question with what it leaves out filled in.

        Args:
            question: As typed, not empty.
            history: Earlier exchanges, earliest first: questions, or exchanges with their answers.
            is_person: Whether somebody of this name says something in the articles; slow.
        """
        ...


class FollowUpRules:
    """The rewriter by rules of `qa.questions.followups`."""

    def rewrite(
        self, question: str, history: Sequence[str | Exchange], *, is_person: Callable[[str], bool]
    ) -> str:
        """Return the question with what it leaves out filled in."""
        return rewrite(question, history, is_person=is_person)
