"""What is asked: its kind, who is to have spoken, about what, and what sort of thing would answer.

Rules over the words of the question, which are in the tables of a language (`qa.language`), from
which the patterns are made once. Where they leave the kind open, its probabilities decide.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from index.articles.article import normalise_text
from qa.answers import Kind
from qa.language.tables import tables
from qa.questions.article_questions import article_ask
from qa.questions.kinds import kind_of
from qa.questions.names_asked import are_names, names_of, split_names
from qa.questions.question import Asks, Question
from qa.questions.requests.comparisons import Comparison, comparison, without_comparing
from qa.questions.requests.imperatives import Request, request_of
from qa.questions.requests.keywords import are_keywords
from qa.questions.requests.several import parts_of
from qa.questions.sought_speech import (
    SoughtSpeech,
    said_or_not,
    sought_speech,
    tidy_topic,
    why_said,
    without_source,
)
from qa.questions.unusable import UnusableQuestion
from qa.text.patterns import one_of, regex
from qa.text.words import words

MAX_LENGTH = 2000
"""Longest question taken, in characters."""

_HALVES = re.compile("[\ud800-\udfff]")


def understand(
    question: str,
    *,
    records: bool = True,
    language: str = "en",
    kinds: Mapping[Kind, float] | None = None,
) -> Question:
    """Return what the question asks.

    Args:
        question: As asked, standing alone.
        records: Whether it may ask for articles' records.
        language: It is asked in.
        kinds: How probable each kind is (`qa.questions.head`), which decides where the rules are
            not certain; they decide alone when it is left out.

    Raises:
        UnusableQuestion: If the question is empty, has no words, or is longer than `MAX_LENGTH`.
        LanguageError: If there are no tables for the language.
    """
    tables(language)
    text = check(question)
    found = by_rules(text, records=records, language=language)
    asked = found.question
    if kinds and not found.certain:
        asked = replace(asked, kind=_likeliest(asked, kinds))
    return asked


@dataclass(frozen=True, slots=True)
class Ruled:
    """What rules make of a question, and whether its kind is beyond doubt."""

    question: Question
    certain: bool


def by_rules(text: str, *, records: bool = True, language: str = "en") -> Ruled:
    """Return what rules make of a checked question; of several in one, by the first of them."""
    parts = parts_of(text, language)
    if parts:
        first = by_rules(parts[0], records=records, language=language)
        names = names_of(text, without=first.question.speakers, language=language)
        return replace(first, question=replace(first.question, text=text, parts=parts, names=names))
    core = bare_wording(text, language)
    article = article_ask(core, language) if records else None
    if article is not None:
        asked = Question(text=text, kind=Kind.METADATA, article=article, topic=article.about)
        return Ruled(asked, certain=True)
    request, compared = request_of(core, language), comparison(core, language)
    inner = without_comparing(request.rest if request else core, language)
    speech = sought_speech(inner, language)
    if speech is not None:
        return _of_speech(text, speech, request, compared, language)
    if compared is not None:
        return _of_comparison(text, compared, language)
    if request is not None:
        return _of_request(text, request, language)
    return _of_anything(text, core, language)


def _of_speech(
    text: str,
    speech: SoughtSpeech,
    request: Request | None,
    compared: Comparison | None,
    language: str,
) -> Ruled:
    asked = _asked(text, speech, language)
    if compared is not None or len(asked.speakers) > 1:
        sides = (compared.sides if compared else ()) or asked.speakers
        kind = speech.kind if speech.kind is Kind.YES_NO else Kind.COMPARE
        return Ruled(
            replace(asked, kind=kind, sides=sides if len(sides) > 1 else ()),
            certain=compared is not None,
        )
    if request is not None and request.kind is Kind.LIST:
        return Ruled(replace(asked, kind=Kind.LIST), certain=request.sure)
    return Ruled(asked, certain=speech.sure)


def _of_comparison(text: str, compared: Comparison, language: str) -> Ruled:
    asked = Question(
        text=text,
        kind=Kind.COMPARE,
        sure=False,
        topic=compared.topic,
        names=names_of(text, language=language),
        sides=compared.sides,
    )
    return Ruled(asked, certain=True)


def _of_request(text: str, request: Request, language: str) -> Ruled:
    first = text.split()[0].casefold()
    told = request.kind is Kind.TOPIC and first not in tables(language).questions.words
    topic = tidy_topic(request.rest, language) if told else None
    names = names_of(text, language=language)
    asked = Question(text=text, kind=request.kind, sure=False, topic=topic, names=names)
    return Ruled(asked, certain=request.sure)


def _of_anything(text: str, core: str, language: str) -> Ruled:
    kind, asks = kind_of(without_source(core, language), language)
    speech = said_or_not(core, language) if kind is Kind.YES_NO else None
    if asks is Asks.REASON:
        speech = why_said(core, language)
    if speech is not None:
        return Ruled(_asked(text, speech, language), certain=speech.sure)
    if kind is Kind.OPEN and asks is Asks.ANYTHING and are_keywords(core, language):
        kind = Kind.TOPIC
    names = names_of(text, language=language)
    asked = Question(text=text, kind=kind, asks=asks, sure=False, names=names)
    return Ruled(asked, certain=False)


def _likeliest(asked: Question, kinds: Mapping[Kind, float]) -> Kind:
    """Return the likeliest of the kinds that the words of the question allow.

    Records have to be asked for by rules that know which; yes and no answer only what begins as
    such a question does.
    """
    never = {Kind.METADATA} if asked.kind is Kind.YES_NO else {Kind.METADATA, Kind.YES_NO}
    possible = {kind: chance for kind, chance in kinds.items() if kind not in never}
    return max(possible, key=lambda kind: possible[kind], default=asked.kind)


def check(question: str) -> str:
    """Return the question as texts are stored, on one line, or say why it cannot be asked.

    Copied from a page it may hold characters that nobody sees, which articles have lost.

    Raises:
        UnusableQuestion: If it is empty, has no words, holds half of a surrogate pair (as arguments
            of a program that are no UTF-8 do), or is longer than `MAX_LENGTH` characters.
    """
    if len(question) > MAX_LENGTH:
        raise UnusableQuestion(
            f"The question is {len(question):,} characters long; at most {MAX_LENGTH:,} are taken. "
            "Ask for one thing in a sentence or two.",
            length=len(question),
            most=MAX_LENGTH,
        )
    if _HALVES.search(question):
        raise UnusableQuestion("The question holds bytes that are no text. Write it in UTF-8.")
    text = " ".join(normalise_text(question).split())
    if not words(text):
        raise UnusableQuestion("The question is empty. Type what you want to know, in words.")
    return text


def _asked(text: str, speech: SoughtSpeech, language: str) -> Question:
    speakers = split_names(speech.who, language)
    return Question(
        text=text,
        kind=speech.kind,
        asks=speech.asks,
        speakers=speakers,
        named=are_names(speakers, language),
        sure=speech.sure,
        topic=tidy_topic(speech.topic, language),
        names=names_of(text, without=speakers, language=language),
    )


def bare_wording(text: str, language: str = "en") -> str:
    """Return what is asked, without polite openings and closing marks.

    Where hardly anything would be left ("Tell me"), only the marks go.
    """
    opening, closing = _politeness(language)
    bare = closing.sub("", text)
    stripped = opening.sub("", bare, count=1).strip()
    return (stripped if len(words(stripped)) > 1 else bare).replace("’", "'")


@lru_cache
def _politeness(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    ask = tables(language).questions
    return (
        regex(
            rf"^(?:(?:{one_of(ask.greetings)})\b[,!. ]*)*"
            rf"(?:{one_of(ask.requests)})?\b[, :]*(?:{ask.please}[, ]+)?"
        ),
        regex(rf"[\s,;:.!?…¿¡]*(?:\b{ask.please}\b)?[\s,;:.!?…]*$"),
    )
