"""A question understood."""

from dataclasses import dataclass
from enum import StrEnum

from qa.answers import Kind
from qa.questions.article_questions import ArticleAsk


class Asks(StrEnum):
    """What sort of thing the short answer is."""

    PERSON = "person"
    DATE = "date"
    PLACE = "place"
    NUMBER = "number"
    REASON = "reason"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question understood.

    `speakers` are the names of those who are to have said something, as written in the question;
    `named` says whether they are names rather than a group or a role ("the ministers"), and
    `sure` whether the question leaves no doubt that somebody's words are wanted. `topic` is what
    the words are about, `None` when the question leaves it open. `names` are the words a true
    answer's article has to hold: capitalised names and numbers, speakers left out. `sides` are
    what a comparison sets side by side, none where it does not name them ("both sides"). `parts`
    are the questions that it holds, each standing alone, where it holds more than one. `notes`
    tell the reader how it was understood where that is not as it was typed.
    """

    text: str
    kind: Kind
    asks: Asks = Asks.ANYTHING
    speakers: tuple[str, ...] = ()
    named: bool = False
    sure: bool = True
    topic: str | None = None
    names: tuple[str, ...] = ()
    article: ArticleAsk | None = None
    sides: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
