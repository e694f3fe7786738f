"""Quotes become an Answer, or an abstention that says why: the words the user reads.

Whatever stands between quotation marks is a slice of a quote that somebody said.
"""

from collections.abc import Sequence
from typing import Protocol

from qa.answers import Answer, Quote, Reason
from qa.questions.question import Question
from qa.wording.layout import NOTHING_KNOWN, Known, laid_out
from qa.wording.more import MoreStatements
from qa.wording.refusals import near_enough, refusal

__all__ = [
    "NOTHING_KNOWN",
    "Composer",
    "Known",
    "MoreStatements",
    "QuoteLines",
    "abstained",
    "answered",
    "compose",
]


class Composer(Protocol):
    """Words answers and abstentions. Deterministic; safe to call from many threads.

    >>> class Bare:
    ...     def compose(self, question, quotes, known=NOTHING_KNOWN):
    ...         return " ".join(f"{quote.text} [{quote.number}]" for quote in quotes)
    ...
    ...     def decline(self, question, reason):
    ...         return f"No answer: {reason}."
    >>> Bare().decline(None, Reason.NOT_STATED)
    'No answer: not-stated.'
    """

    def compose(
        self, question: Question, quotes: Sequence[Quote], known: Known = NOTHING_KNOWN
    ) -> str:
        """Return the answer's text, with the mark `[n]` of every quote.

        Between quotation marks stand slices of what somebody said, and nothing else. `known` is
        what is known of the answer beside its quotes.
        """
        ...

    def decline(self, question: Question, reason: Reason) -> str:
        """Return the sentence that says why there is no answer."""
        ...


class QuoteLines:
    """The composer that gives a line a quote."""

    def compose(
        self, question: Question, quotes: Sequence[Quote], known: Known = NOTHING_KNOWN
    ) -> str:
        """Return the short answer where it is likely, then a line a quote."""
        return laid_out(question, quotes, known)

    def decline(self, question: Question, reason: Reason) -> str:
        """Return a sentence that names who and what was asked about, where that is known."""
        return refusal(question, reason)


def compose(question: Question, quotes: Sequence[Quote], known: Known = NOTHING_KNOWN) -> str:
    """Return the text of the default composer."""
    return laid_out(question, quotes, known)


def answered(
    asked: str,
    question: Question,
    quotes: tuple[Quote, ...],
    confidence: float,
    text: str | None = None,
    known: Known = NOTHING_KNOWN,
) -> Answer:
    """Return an answer; its text is composed of the quotes when none is given."""
    return Answer(
        question=asked,
        asked_as=question.text,
        kind=question.kind,
        answered=True,
        confidence=confidence,
        answer=text if text is not None else compose(question, quotes, known),
        quotes=quotes,
        unsure=known.unsure,
    )


def abstained(
    asked: str,
    question: Question,
    reason: Reason,
    nearest: tuple[Quote, ...] = (),
    confidence: float = 0.0,
    text: str | None = None,
) -> Answer:
    """Return an abstention that says why in a sentence, its own when none is given.

    Of `nearest`, what shares nothing with the question is left out.
    """
    return Answer(
        question=asked,
        asked_as=question.text,
        kind=question.kind,
        answered=False,
        confidence=confidence,
        answer=text if text is not None else refusal(question, reason),
        reason=reason,
        nearest=near_enough(question, nearest),
    )
