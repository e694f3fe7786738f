"""What a link to an answer says: where its quotes stand, and the words that are no article's.

Of an article there is its identifier, a stamp of its text, and offsets in it; its words are cut
from the stored text when the link is opened, and by whoever may read it.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from index.articles.statement import StatementKind
from qa.answers import Answer, Kind, Quote, Reason
from qa.web.pages.article_text import text_stamp

_MARK = re.compile(r"\[(\d{1,3})\]")
_SHORTEST = 6
"""Characters that are taken for a quote's; fewer may be anybody's."""
_MOST_TRIED = 20
"""Quotes whose words are looked for in a line that names none."""

MOST_ANSWERS = 200
"""Answers of one conversation that are shared."""

_Offset = Annotated[int, Field(ge=0, lt=10**9)]
Place: TypeAlias = tuple[_Offset, _Offset, _Offset]
"""The number of a quote, and start and end in its words."""
Line: TypeAlias = list[str | Place]


class _Value(BaseModel):
    # A later server may say more; what it must say is the same.
    model_config = ConfigDict(extra="ignore", frozen=True)


class SharedQuote(_Value):
    """Where a quote stands, and whose it is."""

    number: _Offset
    article: str
    stamp: str
    start: _Offset
    end: _Offset
    speaker: str | None = None
    kind: StatementKind | None = None
    answer_span: tuple[_Offset, _Offset] | None = None
    corrected_by: int | None = None


class SharedAnswer(_Value):
    """An answer without a word of an article: `lines` say which of its quotes' words stand where.

    `day` is when it was given (UTC), `filters` are as the chat's page sends them.
    """

    version: Literal[1] = 1
    day: date
    question: str
    asked_as: str
    kind: Kind
    answered: bool
    unsure: bool = False
    confidence: float
    reason: Reason | None = None
    lines: list[Line]
    quotes: list[SharedQuote] = []
    nearest: list[SharedQuote] = []
    notes: list[str] = []
    filters: dict[str, Any] = {}


class SharedAnswers(_Value):
    """The answers of a conversation, in their order; `made` is in seconds since 1970.

    `mark` is by chance, so that no two links are alike.
    """

    version: Literal[2] = 2
    made: int
    mark: str = ""
    answers: Annotated[list[SharedAnswer], Field(min_length=1, max_length=MOST_ANSWERS)]


def record_of(answer: Answer, filters: Mapping[str, Any], day: date) -> SharedAnswer:
    """Return what a link says of an answer."""
    return SharedAnswer(
        day=day,
        question=answer.question,
        asked_as=answer.asked_as,
        kind=answer.kind,
        answered=answer.answered,
        unsure=answer.unsure,
        confidence=round(answer.confidence, 4),
        reason=answer.reason,
        lines=lines_of(answer.answer, {quote.number: quote.text for quote in answer.quotes}),
        quotes=list(map(_place_of, answer.quotes)),
        nearest=list(map(_place_of, answer.nearest)),
        notes=list(answer.notes),
        filters=dict(filters),
    )


def _place_of(quote: Quote) -> SharedQuote:
    return SharedQuote(
        number=quote.number,
        article=quote.article.id,
        stamp=text_stamp(quote.article),
        start=quote.start,
        end=quote.end,
        speaker=quote.speaker,
        kind=quote.kind,
        answer_span=quote.answer_span,
        corrected_by=quote.corrected_by,
    )


def lines_of(text: str, quotes: Mapping[int, str]) -> list[Line]:
    """Return an answer's lines, each in parts, the words of its quotes as their places.

    >>> lines_of("Okoro: “The lock leaks” [1]", {1: "The lock leaks."})
    [['Okoro: “', (1, 0, 14), '” [1]']]
    """
    return [list(_parts(line, _named_in(line, quotes))) for line in text.split("\n")]


def _named_in(line: str, quotes: Mapping[int, str]) -> Mapping[int, str]:
    named = {number for number in map(int, _MARK.findall(line)) if number in quotes}
    numbers = named or list(quotes)[:_MOST_TRIED]
    return {number: quotes[number] for number in numbers}


def _parts(line: str, quotes: Mapping[int, str]) -> Iterator[str | Place]:
    at = plain = 0
    while at < len(line):
        place = _longest(line, at, quotes)
        if place is None:
            at += 1
            continue
        if plain < at:
            yield line[plain:at]
        yield place
        at = plain = at + place[2] - place[1]
    if plain < at:
        yield line[plain:]


def _longest(line: str, at: int, quotes: Mapping[int, str]) -> Place | None:
    """Return where most of the line's words from `at` on stand in a quote."""
    found: Place | None = None
    length = _SHORTEST
    for number, words in quotes.items():
        while at + length <= len(line) and (start := words.find(line[at : at + length])) >= 0:
            while line[at + length : at + length + 1] == words[start + length : start + length + 1]:
                if at + length >= len(line):
                    break
                length += 1
            found = (number, start, start + length)
            length += 1
    return found


def text_of(lines: Sequence[Line], quotes: Mapping[int, str], lost: Container[int]) -> str:
    """Return an answer's text again; where quotes are `lost`, the lines of those that are not."""
    texts: list[str] = []
    is_whole = True
    for line in lines:
        text = _line_text(line, quotes)
        marks = [int(mark) for mark in _MARK.findall(text or "")]
        if text is None or any(mark in lost for mark in marks):
            is_whole = False
        else:
            texts.append(text)
    # What leads to quotes says nothing without them, or something else.
    return "\n".join(one for one in texts if is_whole or _MARK.search(one))


def _line_text(line: Line, quotes: Mapping[int, str]) -> str | None:
    """Return the text of a line; None where words of it are not there."""
    parts = []
    for part in line:
        if isinstance(part, str):
            parts.append(part)
            continue
        number, start, end = part
        words = quotes.get(number)
        if words is None or not start < end <= len(words):
            return None
        parts.append(words[start:end])
    return "".join(parts)
