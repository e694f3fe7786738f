"""Answers as HTML: one question with its answer and quotes, or with its abstention."""

import json

from index.articles.passages import Filters
from qa.answers import Answer, Reason, Verdict
from qa.web.chat.answer_lines import answer_lines
from qa.web.chat.shown_quotes import shown_quote
from qa.web.pages.article_text import text_stamp
from qa.web.pages.templates import render

_SILENCE = "No passage found"
_SILENCES = {
    Reason.EMPTY_INDEX: "No articles yet",
    Reason.OUTSIDE_FILTERS: "Not within the filters",
    Reason.UNKNOWN_SPEAKER: "Nobody of this name found",
    Reason.LANGUAGE: "Not understood",
}
_VERDICTS = {
    Verdict.STATED: "Stated",
    Verdict.UNSURE: "Unsure",
    Verdict.NOT_STATED: "Not found",
}
_CONFIDENCE = ((0.9, "Very high"), (0.75, "High"), (0.5, "Fair"), (0.0, "Low"))


def confidence_words(confidence: float) -> str:
    """Return a probability as words and a number: "High (83 %)"."""
    words = next(words for floor, words in _CONFIDENCE if confidence >= floor)
    return f"{words} ({round(confidence * 100)} %)"


def exchange_html(answer: Answer, number: int, filters: Filters | None = None) -> str:
    """Return one question with its answer, or with its abstention."""
    sources = tuple(shown_quote(quote, answer.answer) for quote in answer.quotes)
    return render(
        "chat/exchange.html",
        number=number,
        question=answer.question,
        asked_as=answer.asked_as if _differs(answer.asked_as, answer.question) else None,
        answered=answer.answered,
        answer=answer_lines(answer, sources),
        plain_answer=answer.answer,
        about=json.dumps(_what_a_verdict_is_about(answer, filters or Filters())),
        notes=answer.notes,
        withheld=" ".join(map(str, answer.withheld)),
        confidence=confidence_words(answer.confidence),
        verdict=_VERDICTS[answer.verdict],
        unsure=answer.verdict is Verdict.UNSURE,
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
