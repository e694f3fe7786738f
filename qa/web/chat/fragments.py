"""Answers as HTML: one question with its answer and quotes, or with its abstention."""

import json
from collections.abc import Sequence
from functools import partial

from index.articles.passages import Filters
from qa.answers import Answer, Verdict
from qa.small_talk import Talk, talk_of
from qa.web.chat.answer_lines import (
    parts_of,
    plain_lines,
    sentences_html,
    shown_label,
    shown_line,
    whose_in,
    without_markup,
)
from qa.web.chat.answer_parts import Group, answer_groups
from qa.web.chat.citing import citation
from qa.web.chat.onward import sides_link
from qa.web.chat.page_words import Words, page_words
from qa.web.chat.shown_quotes import shown_quote
from qa.web.chat.sources import sources_of
from qa.web.pages.answer_words import NARRATED, Part, said
from qa.web.pages.article_text import text_stamp
from qa.web.pages.languages import LANGUAGES
from qa.web.pages.speaker_address import speaker_address
from qa.web.pages.templates import render
from qa.web.sharing.addresses import LONGEST_PROOF, ask_address, is_token

_VERDICTS = {
    Verdict.STATED: "stated",
    Verdict.UNSURE: "unsure",
    Verdict.NOT_STATED: "notFound",
}
_CONFIDENCE = ((0.9, "veryHigh"), (0.75, "high"), (0.5, "fair"), (0.0, "low"))


def confidence_words(confidence: float, words: Words) -> str:
    """Return a probability in words and as a number: "Confidence: High (83 %)"."""
    name = next(name for floor, name in _CONFIDENCE if confidence >= floor)
    percent = round(confidence * 100)
    return str(words["confidenceIs"]).format(words=words[name], percent=percent)


def verdict_words(answer: Answer, words: Words) -> str:
    """Return what an answer came to, in words."""
    return str(words[_VERDICTS[answer.verdict]])


def _silence(answer: Answer, words: Words) -> str:
    reason = answer.reason.value if answer.reason else ""
    return str(words["silences"].get(reason, words["silent"]))


def _refusal(answer: Answer, words: Words) -> tuple[str, str]:
    """Return why there is no answer, and its language: that of the page where it has a sentence."""
    language = str(words["language"])
    if language == NARRATED:
        return answer.answer, NARRATED
    lines = [line for line in answer.answer.split("\n") if line.strip()]
    told = [one for line in lines if (one := said(line, language, Part.LINES))]
    if told and len(told) == len(lines):
        return sentences_html(told), language
    known = words["reasons"].get(answer.reason.value if answer.reason else "")
    return (str(known), language) if known else (answer.answer, NARRATED)


def _plain(answer: Answer, groups: Sequence[Group], refusal: str, words: Words) -> str:
    """Return an answer as it is read aloud when it comes, in the page's language."""
    if not answer.answered:
        return without_markup(refusal)
    if words["language"] == NARRATED:
        return answer.answer
    return "\n".join(plain_lines(groups, str(words["language"]), parts_of(answer)))


def exchange_html(
    answer: Answer,
    number: int,
    filters: Filters | None = None,
    language: str = LANGUAGES[0],
    *,
    lost: Sequence[int] = (),
    link: str | None = None,
) -> str:
    """Return one question with its answer, or with its abstention, on a page in a language.

    `lost` are the numbers of quotes whose articles no longer have them, `link` is what a link to
    the answer is made of.
    """
    words = page_words(language)
    shown, shown_in = _refusal(answer, words)
    sources = tuple(shown_quote(quote, answer.quotes, words["table"]) for quote in answer.quotes)
    groups = answer_groups(answer, sources) if answer.answered else []
    return render(
        "chat/exchange.html",
        number=number,
        question=answer.question,
        asked_as=answer.asked_as if _differs(answer.asked_as, answer.question) else None,
        answered=answer.answered,
        answer=shown,
        groups=groups,
        shown_line=partial(shown_line, sources=sources, words=words, parts=parts_of(answer)),
        shown_label=partial(shown_label, words=words),
        citation=partial(citation, words=words),
        silence_lang=shown_in,
        words=words,
        whose=whose_in,
        plain_answer=_plain(answer, groups, shown, words),
        about=json.dumps(_what_a_verdict_is_about(answer, filters or Filters())),
        notes=[shown_line(note, (), words, (Part.NOTES,)) for note in answer.notes],
        within=_limits(filters or Filters(), words),
        lost=", ".join(map(str, lost)),
        withheld=" ".join(map(str, answer.withheld)),
        all_speakers=talk_of(answer.question) is Talk.SPEAKERS,
        confidence=confidence_words(answer.confidence, words),
        verdict=verdict_words(answer, words),
        standing=answer.verdict.value,
        silence=_silence(answer, words),
        sources=sources,
        nearest=tuple(shown_quote(quote, table=words["table"]) for quote in answer.nearest),
        listed=sources_of(sources),
        # `link` is the browser's word, which goes into the page.
        proof=link if link and is_token(link, LONGEST_PROOF) else "",
        ask=ask_address(answer.question),
        speaker_address=speaker_address,
        onward=sides_link(answer, words),
    )


def _limits(filters: Filters, words: Words) -> list[tuple[str, str]]:
    """Return what narrowed the search, each with what it is called."""
    given = [
        (words["author"], [filters.author, *sorted(filters.authors)]),
        (words["publication"], [filters.source, *sorted(filters.sources)]),
        (words["after"], [filters.after]),
        (words["before"], [filters.before]),
    ]
    return [(label, value) for label, values in given for value in values if value]


def _what_a_verdict_is_about(answer: Answer, filters: Filters) -> dict[str, object]:
    """Return the request of `/api/feedback` for this answer, without the verdict."""
    used = {name: getattr(filters, name) for name in ("author", "source", "after", "before")}
    used |= {name: sorted(getattr(filters, name)) for name in ("authors", "sources")}
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
