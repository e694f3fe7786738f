"""The seam of the rewriter: a question and the exchanges before it in, a stand-alone one out."""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from qa.questions.followups import Exchange, Wording, rewrite, wordings


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


@runtime_checkable
class SeveralWordings(QuestionRewriter, Protocol):
    """A rewriter that also gives the other ways in which a follow-up can be meant.

    >>> class EitherOne:
    ...     def rewrite(self, question, history, *, is_person):
    ...         return self.wordings(question, history, is_person=is_person)[0].text
    ...
    ...     def wordings(self, question, history, *, is_person):
    ...         return tuple(Wording(question.replace("it", it)) for it in ("the dam", "the toll"))
    >>> wordings_of(EitherOne(), "Is it old?", ["Why?"], lambda name: False)[1].text
    'Is the toll old?'
    """

    def wordings(
        self, question: str, history: Sequence[str | Exchange], *, is_person: Callable[[str], bool]
    ) -> tuple[Wording, ...]:
        """Return one wording at least, the likeliest first, with the arguments of `rewrite`."""
        ...


def wordings_of(
    rewriter: QuestionRewriter,
    question: str,
    history: Sequence[str | Exchange],
    is_person: Callable[[str], bool],
) -> tuple[Wording, ...]:
    """Return the ways in which a rewriter takes a question, one where it knows one only."""
    if isinstance(rewriter, SeveralWordings):
        return rewriter.wordings(question, history, is_person=is_person)
    return (Wording(rewriter.rewrite(question, history, is_person=is_person)),)


class FollowUpRules:
    """The rewriter by rules of `qa.questions.followups`."""

    def wordings(
        self, question: str, history: Sequence[str | Exchange], *, is_person: Callable[[str], bool]
    ) -> tuple[Wording, ...]:
        """Return the readings of the question, each with what to search with it."""
        return wordings(question, history, is_person=is_person)

    def rewrite(
        self, question: str, history: Sequence[str | Exchange], *, is_person: Callable[[str], bool]
    ) -> str:
        """Return the question with what it leaves out filled in."""
        return rewrite(question, history, is_person=is_person)
