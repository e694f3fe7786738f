"""An exchange as it is kept: the Answer of the contract, with a stamp of each text it quotes.

It is kept by the browser, so it is a stranger's word when it comes back: of a quote, the place
counts, and its words are cut from the stored article again. Only where that text is no longer
there are the words shown that were kept, and they are named as such.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from index.articles.article import Article, ArticleInfo, Span
from index.articles.statement import StatementKind
from qa.answers import Answer, Confirmation, Copy, Kind, Quote, Reason
from qa.web.api.schemas import WholeText
from qa.web.pages.article_text import text_stamp

_Text = Annotated[WholeText, Field(max_length=50_000)]
_Name = Annotated[WholeText, Field(max_length=5_000)]
_Identifier = Annotated[WholeText, Field(max_length=200)]
_Stamp = Annotated[WholeText, Field(min_length=8, max_length=64)]
_Offset = Annotated[int, Field(ge=0, lt=10**9)]
_Place = Annotated[list[_Offset], Field(min_length=2, max_length=2)]

Find: TypeAlias = Callable[[str, str], Article | None]
"""Returns the version of an article (identifier, stamp of its text), None where it is not kept."""

_MOST_COPIES = 20
_LEFT_OUT = ("timings_ms",)
_LEFT_OUT_OF_QUOTES = ("score", "collection", "also_in", "page", "time")


class _Kept(BaseModel):
    # What a later version keeps besides is no reason to show nothing.
    model_config = ConfigDict(extra="ignore")


class _Info(_Kept):
    id: _Identifier
    title: _Name | None = None
    author: _Name | None = None
    date: _Name | None = None
    publication: _Name | None = None
    url: _Name | None = None
    lang: _Identifier | None = None

    def to_info(self) -> ArticleInfo:
        return ArticleInfo(**self.model_dump(include=set(_Info.model_fields)))


class _Copy(_Info):
    start: _Offset
    end: _Offset

    def to_copy(self) -> Copy:
        return Copy(info=self.to_info(), start=self.start, end=self.end)


class _Confirmation(_Kept):
    number: _Offset
    at: _Identifier


class _Quote(_Kept):
    number: _Offset
    text: _Text
    start: _Offset
    end: _Offset
    stamp: _Stamp
    article: _Info
    speaker: _Name | None = None
    kind: StatementKind | None = None
    answer_span: _Place | None = None
    corrected_by: _Offset | None = None
    confirmed: _Confirmation | None = None
    copies: Annotated[list[_Copy], Field(max_length=200)] = []


class KeptAnswer(_Kept):
    """What is kept of an answer or an abstention."""

    question: _Text
    asked_as: _Text
    kind: Kind
    answered: bool
    verdict: _Identifier
    confidence: Annotated[float, Field(ge=0, le=1)]
    answer: _Text
    reason: Reason | None = None
    quotes: Annotated[list[_Quote], Field(max_length=200)] = []
    nearest: Annotated[list[_Quote], Field(max_length=50)] = []
    notes: Annotated[list[_Text], Field(max_length=50)] = []
    withheld: Annotated[list[_Offset], Field(max_length=200)] = []
    link: _Text | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """A kept answer again; `lost` are the numbers of quotes whose text is no longer there."""

    answer: Answer
    lost: tuple[int, ...]


def to_keep(answer: Answer, link: str | None = None) -> dict[str, Any]:
    """Return what is kept of an answer, and what a link to it is made of."""
    fields = {name: value for name, value in answer.to_json().items() if name not in _LEFT_OUT}
    return {
        **fields,
        **({"link": link} if link else {}),
        "quotes": [_to_keep(quote) for quote in answer.quotes],
        "nearest": [_to_keep(quote) for quote in answer.nearest],
    }


def _to_keep(quote: Quote) -> dict[str, object]:
    fields = {
        name: value
        for name, value in quote.to_json().items()
        if name not in _LEFT_OUT_OF_QUOTES and value not in (None, [])
    }
    info = quote.article.info.to_json()
    known = {name: value for name, value in info.items() if value and name != "path"}
    if quote.copies:
        fields["copies"] = [one.to_json() for one in quote.copies[:_MOST_COPIES]]
    return {**fields, "article": known, "stamp": text_stamp(quote.article)}


def restored(kept: KeptAnswer, find: Find) -> Restored:
    """Return an answer again, the words of its quotes cut from the articles where these are."""
    quotes = [_quote(one, find) for one in kept.quotes]
    answer = Answer(
        question=kept.question,
        asked_as=kept.asked_as,
        kind=kept.kind,
        answered=kept.answered,
        confidence=kept.confidence,
        answer=kept.answer,
        reason=kept.reason,
        quotes=tuple(quote for quote, _ in quotes),
        nearest=tuple(_quote(one, find)[0] for one in kept.nearest),
        unsure=kept.verdict == "unsure",
        notes=tuple(kept.notes),
        withheld=tuple(kept.withheld),
    )
    return Restored(answer, tuple(quote.number for quote, is_there in quotes if not is_there))


def _quote(kept: _Quote, find: Find) -> tuple[Quote, bool]:
    article = find(kept.article.id, kept.stamp)
    if article is None or not kept.start < kept.end <= len(article.text):
        return _stand_in(kept), False
    return (
        Quote(
            number=kept.number,
            article=article,
            start=kept.start,
            end=kept.end,
            speaker=kept.speaker,
            answer_span=_within(kept.answer_span, kept.start, kept.end),
            kind=kept.kind,
            corrected_by=kept.corrected_by,
            confirmed=_confirmation(kept.confirmed),
            copies=tuple(one.to_copy() for one in kept.copies),
        ),
        True,
    )


def _stand_in(kept: _Quote) -> Quote:
    """Return the quote of an article that holds the words kept, and nothing else."""
    info = kept.article.to_info()
    article = Article(info=info, text=kept.text or " ")
    found, _ = _quote(
        kept.model_copy(update={"start": 0, "end": len(article.text), "answer_span": None}),
        lambda _identifier, _stamp: article,
    )
    return replace(found, confirmed=None)


def _within(place: Sequence[int] | None, start: int, end: int) -> Span | None:
    if place is None or not start <= place[0] < place[1] <= end:
        return None
    return (place[0], place[1])


def _confirmation(kept: _Confirmation | None) -> Confirmation | None:
    return Confirmation(number=kept.number, at=kept.at) if kept else None
