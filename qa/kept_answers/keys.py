"""What makes two questions one: all that their answer depends on, beside the index."""

from dataclasses import dataclass, replace

from index.articles.passages import Filters
from qa.answers import Answer
from qa.inquiry import Ask
from qa.questions.followups import Exchange


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """A question as it is answered, letter by letter: the models read case and marks.

    `seen` are the collections of whose articles alone it is answered, None
    for everything: nobody gets an answer that was made from what they may not see.
    """

    question: str
    history: tuple[str | Exchange, ...]
    filters: Filters
    seen: frozenset[str] | None


def key_of(ask: Ask, seen: frozenset[str] | None = None) -> AnswerKey:
    """Return what an answer to `ask` is kept under."""
    return AnswerKey(ask.question, ask.history, ask.filters, seen)


def as_taken(question: str) -> str:
    """Return a question with single spaces, which is how it is read; spaces make no other."""
    return " ".join(question.split())


def as_asked(answer: Answer, question: str) -> Answer:
    """Return an answer to the same question as somebody else typed it."""
    return answer if answer.question == question else replace(answer, question=question)
