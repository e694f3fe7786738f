"""Quotes become an Answer, or an abstention that says why: the words the user reads.

Whatever stands between quotation marks is a slice of a quote.
"""

from collections.abc import Sequence
from typing import Protocol

from qa.answers import Answer, Quote, Reason
from qa.citations import quoted
from qa.questions.question import Question

_SHORT = 40


class Composer(Protocol):
    """Words answers and abstentions. Deterministic; safe to call from many threads.

    >>> class Bare:
    ...     def compose(self, question, quotes):
    ...         return " ".join(f"{quoted(quote.text)} [{quote.number}]" for quote in quotes)
    ...
    ...     def decline(self, question, reason):
    ...         return f"No answer: {reason}."
    >>> Bare().decline(None, Reason.NOT_STATED)
    'No answer: not-stated.'
    """

    def compose(self, question: Question, quotes: Sequence[Quote]) -> str:
        """Return the answer's text, with the mark `[n]` of every quote.

        Between quotation marks stand slices of the quotes and nothing else.
        """
        ...

    def decline(self, question: Question, reason: Reason) -> str:
        """Return the sentence that says why there is no answer."""
        ...


class QuoteLines:
    """The composer that gives a line a quote."""

    def compose(self, question: Question, quotes: Sequence[Quote]) -> str:
        """Return a line a quote: who said it or the short answer, the words, the mark."""
        return compose(quotes)

    def decline(self, question: Question, reason: Reason) -> str:
        """Return a sentence that names who and what was asked about, where that is known."""
        return _why(question, reason)


def compose(quotes: Sequence[Quote]) -> str:
    """Return a line a quote: who said it or the short answer, the words, the mark."""
    return "\n".join(_line(quote) for quote in quotes)


def _line(quote: Quote) -> str:
    text = quote.article.text
    if quote.speaker:
        start, end = quote.answer_span or (quote.start, quote.end)
        return f"{quote.speaker}: {quoted(text[start:end])} [{quote.number}]"
    if quote.answer_span and _is_short(quote):
        short = text[quote.answer_span[0] : quote.answer_span[1]]
        return f"{short}: {quoted(quote.text)} [{quote.number}]"
    return f"{quoted(quote.text)} [{quote.number}]"


def _is_short(quote: Quote) -> bool:
    """Whether the short answer says less than the quote, so that it is worth saying first."""
    start, end = quote.answer_span or (quote.start, quote.end)
    whole = quote.end - quote.start
    return end - start <= max(_SHORT, whole // 2) and 4 * (end - start) <= 3 * whole


def answered(
    asked: str,
    question: Question,
    quotes: tuple[Quote, ...],
    confidence: float,
    text: str | None = None,
) -> Answer:
    """Return an answer; its text is composed of the quotes when none is given."""
    return Answer(
        question=asked,
        asked_as=question.text,
        kind=question.kind,
        answered=True,
        confidence=confidence,
        answer=text if text is not None else compose(quotes),
        quotes=quotes,
    )


def abstained(
    asked: str,
    question: Question,
    reason: Reason,
    nearest: tuple[Quote, ...] = (),
    confidence: float = 0.0,
    text: str | None = None,
) -> Answer:
    """Return an abstention that says why in a sentence, its own when none is given."""
    return Answer(
        question=asked,
        asked_as=question.text,
        kind=question.kind,
        answered=False,
        confidence=confidence,
        answer=text if text is not None else _why(question, reason),
        reason=reason,
        nearest=nearest,
    )


def _why(question: Question, reason: Reason) -> str:
    who = " and ".join(question.speakers)
    about = f" about {question.topic}" if question.topic and len(question.topic) < 80 else ""
    if reason is Reason.EMPTY_INDEX:
        return "There are no articles yet. Add some: pullquote index PATH"
    if reason is Reason.NOTHING_FOUND:
        return "Nothing in the articles fits this question."
    if reason is Reason.OUTSIDE_FILTERS:
        return "The articles within the filters do not answer this; others do."
    if reason is Reason.UNKNOWN_SPEAKER:
        return f"{who[:1].upper()}{who[1:]} does not occur in the articles."
    if who and question.sure:
        return f"The articles do not state what {who} said{about}."
    return "The articles do not state this."
