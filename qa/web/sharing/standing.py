"""What is still there of an answer that was shared: as it was, as it was before, or no longer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from index.articles.article import Article
from index.errors import UnknownArticle
from qa.answers import Answer, Quote
from qa.web.chat.article_versions import Shown
from qa.web.sharing.record import SharedAnswer, SharedQuote, text_of

Find: TypeAlias = Callable[[str, str], Shown]
"""Returns the version of an article (identifier, stamp of its text); UnknownArticle for none."""


class State(StrEnum):
    """How a shared quote stands.

    CHANGED: its article's text is another now, and its words are of the text of then. NOT_KEPT:
    another, and that of then is not kept. GONE: there is no such article for this reader.
    """

    AS_IT_WAS = "as-it-was"
    CHANGED = "changed"
    NOT_KEPT = "not-kept"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one quote stands. `quote` is None where its words are not shown.

    `is_there_still` says that its words stand in the article as it is now.
    """

    number: int
    state: State
    quote: Quote | None = None
    version: Shown | None = None
    is_there_still: bool = False


@dataclass(frozen=True, slots=True)
class Reopened:
    """A shared answer again, with those of its quotes that are there; None where none is.

    `question` is None for whom it is not told; `filters` are those it was asked with. `is_there`
    says that every article quoted, or shown beside an abstention, is there for this reader.
    """

    answer: Answer | None
    standings: tuple[Standing, ...]
    question: str | None
    filters: Mapping[str, Any] = field(default_factory=dict)
    is_there: bool = True

    @property
    def changes(self) -> tuple[Standing, ...]:
        """The quotes that do not stand as they did."""
        return tuple(one for one in self.standings if one.state is not State.AS_IT_WAS)

    @property
    def is_whole(self) -> bool:
        """Whether each of its quotes is shown."""
        return all(one.quote for one in self.standings)


def reopened(shared: SharedAnswer, find: Find, present: Callable[[str], Article]) -> Reopened:
    """Return a shared answer with what is there of it.

    Args:
        shared: What its link says.
        find: Finds the text that a quote was cut from.
        present: Returns an article as it is now.
    """
    standings = tuple(_standing(one, find, present) for one in shared.quotes)
    near = tuple(_standing(one, find, present) for one in shared.nearest)
    quotes = tuple(one.quote for one in standings if one.quote)
    nearest = tuple(one.quote for one in near if one.quote)
    is_empty = bool(shared.quotes) and not quotes
    return Reopened(
        None if is_empty else _answer(shared, standings, quotes, nearest),
        standings,
        shared.question,
        shared.filters,
        is_there=all(one.state is not State.GONE for one in (*standings, *near)),
    )


def _answer(
    shared: SharedAnswer,
    standings: Sequence[Standing],
    quotes: tuple[Quote, ...],
    nearest: tuple[Quote, ...],
) -> Answer:
    lost = {one.number for one in standings if one.quote is None}
    return Answer(
        question=shared.question,
        asked_as=shared.asked_as,
        kind=shared.kind,
        answered=shared.answered,
        confidence=shared.confidence,
        answer=text_of(shared.lines, {quote.number: quote.text for quote in quotes}, lost),
        reason=shared.reason,
        quotes=quotes,
        nearest=nearest,
        unsure=shared.unsure,
        notes=tuple(shared.notes),
    )


def _standing(shared: SharedQuote, find: Find, present: Callable[[str], Article]) -> Standing:
    try:
        version = find(shared.article, shared.stamp)
    except UnknownArticle:
        return Standing(shared.number, State.GONE)
    if not version.is_known or not shared.start < shared.end <= len(version.article.text):
        return Standing(shared.number, State.NOT_KEPT, version=version)
    quote = Quote(
        number=shared.number,
        article=version.article,
        start=shared.start,
        end=shared.end,
        speaker=shared.speaker,
        answer_span=shared.answer_span,
        kind=shared.kind,
        corrected_by=shared.corrected_by,
    )
    if version.until is None:
        return Standing(shared.number, State.AS_IT_WAS, quote, version, is_there_still=True)
    is_there_still = quote.text in present(shared.article).text
    return Standing(shared.number, State.CHANGED, quote, version, is_there_still)
