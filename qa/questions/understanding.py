"""What is asked: its kind, who is to have spoken, about what, and what sort of thing would answer.

Rules over the words of the question; no model. The words are in the tables of a language
(`qa.language`), from which the patterns are made once.
"""

import re
from functools import lru_cache

from index.errors import UsageError
from qa.answers import Kind
from qa.language.tables import tables
from qa.questions.article_questions import article_ask
from qa.questions.kinds import kind_of
from qa.questions.names_asked import are_names, names_of, split_names
from qa.questions.question import Question
from qa.questions.sought_speech import (
    SoughtSpeech,
    said_or_not,
    sought_speech,
    tidy_topic,
    without_source,
)
from qa.text.patterns import one_of, regex
from qa.text.words import words

MAX_LENGTH = 2000
"""Longest question taken, in characters."""


def understand(question: str, *, records: bool = True, language: str = "en") -> Question:
    """Return what the question asks; never about articles' records where `records` is false.

    Raises:
        UsageError: If the question is empty, has no words, or is longer than `MAX_LENGTH`.
        LanguageError: If there are no tables for the language.
    """
    tables(language)
    text = check(question)
    core = bare_wording(text, language)
    article = article_ask(core, language) if records else None
    if article is not None:
        return Question(text=text, kind=Kind.METADATA, article=article, topic=article.about)
    speech = sought_speech(core, language)
    if speech is not None:
        return _asked(text, speech, language)
    kind, asks = kind_of(without_source(core, language), language)
    speech = said_or_not(core, language) if kind is Kind.YES_NO else None
    if speech is not None:
        return _asked(text, speech, language)
    return Question(
        text=text, kind=kind, asks=asks, sure=False, names=names_of(text, language=language)
    )


def check(question: str) -> str:
    """Return the question with single spaces, or say why it cannot be asked.

    Raises:
        UsageError: If it is empty, has no words, or is longer than `MAX_LENGTH` characters.
    """
    if len(question) > MAX_LENGTH:
        raise UsageError(
            f"The question is {len(question):,} characters long; at most {MAX_LENGTH:,} are taken. "
            "Ask for one thing in a sentence or two."
        )
    text = " ".join(question.split())
    if not words(text):
        raise UsageError("The question is empty. Type what you want to know, in words.")
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
