"""Answers as HTML: one question with its answer and quotes, or with its abstention."""

import json
import re
from dataclasses import dataclass

from markupsafe import Markup

from index.articles.article import ArticleInfo
from index.articles.passages import Filters
from qa.answers import Answer, Confirmation, Quote, Reason
from qa.web.pages.article_text import read_link, text_stamp
from qa.web.pages.links import host_of, quote_link
from qa.web.pages.templates import render, show

_MARK = re.compile(r"\[(\d{1,3})\]")

_SILENCE = "Not in the articles"
_SILENCES = {
    Reason.EMPTY_INDEX: "No articles yet",
    Reason.OUTSIDE_FILTERS: "Not within the filters",
    Reason.UNKNOWN_SPEAKER: "Nobody of this name",
}
_CONFIDENCE = ((0.9, "Very high"), (0.75, "High"), (0.5, "Fair"), (0.0, "Low"))


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """What is shown of a quote and where it comes from. Offsets stay on the server's side.

    `repeated` says that the answer already shows these words.
    """

    number: int
    text: str
    repeated: bool
    speaker: str | None
    info: ArticleInfo
    read_link: str
    original_link: str | None
    original_host: str
    also_in: int
    confirmed: Confirmation | None

    @property
    def whose(self) -> str:
        """Whose word it is that somebody said this: the publication's, else the article's."""
        return self.info.publication or self.info.title or "an untitled article"


def confidence_words(confidence: float) -> str:
    """Return a probability as words and a number: "High (83 %)"."""
    words = next(words for floor, words in _CONFIDENCE if confidence >= floor)
    return f"{words} ({round(confidence * 100)} %)"


def answer_with_links(answer: Answer, sources: tuple[ShownQuote, ...]) -> Markup:
    """Return the answer's text, each [n] that names a quote as a link to it.

    Beside what somebody is said to have said stands in whose article that is claimed.
    """
    quotes = {source.number: source for source in sources}
    pieces: list[Markup] = []
    at = 0
    for match in _MARK.finditer(answer.answer):
        source = quotes.get(int(match[1]))
        if source is None:
            continue
        pieces.append(show(answer.answer[at : match.start()]))
        pieces.append(
            Markup('<a class="cite" data-read href="{}" aria-label="Quote {}">[{}]</a>').format(
                source.read_link, match[1], match[1]
            )
        )
        if source.speaker:
            whose = Markup(' <span class="whose">in <bdi>{}</bdi></span>')
            pieces.append(whose.format(show(source.whose)))
        at = match.end()
    pieces.append(show(answer.answer[at:]))
    return Markup("").join(pieces)


def shown_quote(quote: Quote, shown: str = "") -> ShownQuote:
    """Return what is shown of a quote beside an answer that shows the text `shown`."""
    info = quote.article.info
    original = quote_link(info.url, quote.text)
    return ShownQuote(
        number=quote.number,
        text=quote.text,
        repeated=quote.text.strip('“”"\n ') in shown,
        speaker=quote.speaker,
        info=info,
        read_link=read_link(quote.article, quote.start, quote.end, quote.answer_span),
        original_link=original,
        original_host=host_of(original) if original else "",
        also_in=len(quote.also_in),
        confirmed=quote.confirmed,
    )


def exchange_html(answer: Answer, number: int, filters: Filters | None = None) -> str:
    """Return one question with its answer, or with its abstention."""
    sources = tuple(shown_quote(quote, answer.answer) for quote in answer.quotes)
    return render(
        "chat/exchange.html",
        number=number,
        question=answer.question,
        asked_as=answer.asked_as if _differs(answer.asked_as, answer.question) else None,
        answered=answer.answered,
        answer=answer_with_links(answer, sources),
        plain_answer=answer.answer,
        about=json.dumps(_what_a_verdict_is_about(answer, filters or Filters())),
        notes=answer.notes,
        withheld=" ".join(map(str, answer.withheld)),
        confidence=confidence_words(answer.confidence),
        silence=_SILENCES.get(answer.reason, _SILENCE) if answer.reason else _SILENCE,
        sources=sources,
        nearest=tuple(map(shown_quote, answer.nearest)),
    )


def _what_a_verdict_is_about(answer: Answer, filters: Filters) -> dict[str, object]:
    """Return the request of `/api/feedback` for this answer, without the verdict."""
    used = {name: getattr(filters, name) for name in ("author", "source", "after", "before")}
    return {
        "question": answer.asked_as,
        "filters": {name: value for name, value in used.items() if value},
        "answered": answer.answered,
        "answer": answer.answer,
        "quotes": [
            {
                "article": quote.article.id,
                "start": quote.start,
                "end": quote.end,
                "speaker": quote.speaker,
                "stamp": text_stamp(quote.article),
            }
            for quote in answer.quotes
        ],
    }


def _differs(asked_as: str, question: str) -> bool:
    return asked_as.casefold().split() != question.casefold().split()
