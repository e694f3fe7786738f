"""Times in follow-ups: "and in 2019?", "a year earlier?", "who led it then?"."""

import re
from functools import lru_cache

from qa.language.tables import tables
from qa.questions.conversations.conversation import Conversation
from qa.text.patterns import one_of, regex

_THEN = regex(r"(?<=\w )then\b")


def is_time(piece: str, language: str) -> bool:
    """Whether a piece, without its end mark, is a preposition and a time: "in the spring"."""
    return _time(language).match(piece) is not None


def later(piece: str, language: str) -> bool:
    """Whether a piece tells a time without a date: "a year earlier", "last week"."""
    return _time_back(language).fullmatch(piece) is not None


@lru_cache
def _time(language: str) -> re.Pattern[str]:
    known = tables(language)
    ask = known.questions
    times = one_of([*known.calendar.months, *sorted(known.calendar.seasons), *ask.time_events])
    return regex(
        rf"^(?:{one_of(ask.time_prepositions)})\s+(?:the\s+)?(?:\w+\s+)*?"
        rf"(?:(?:1\d|20)\d\d s?|(?:1\d|20)\d\ds?|{times})\b.*$"
    )


@lru_cache
def _time_back(language: str) -> re.Pattern[str]:
    return regex(one_of(tables(language).questions.times_back))


@lru_cache
def _old_time(language: str) -> re.Pattern[str]:
    months = one_of(tables(language).calendar.months)
    return regex(
        rf"\b(?:in|during|since|after|before|by|on) (?:the year )?(?:(?:{months})"
        r"(?: \d{1,2},?)? ?)?(?:1\d|20)\d\d\b"
    )


def at_that_time(question: str, conversation: Conversation) -> str | None:
    """Return the question with the time asked about before for "then", `None` without either."""
    then = _THEN.search(question)
    times = _old_time(conversation.language)
    old = times.search(conversation.question) or times.search(conversation.answer)
    if not then or not old:
        return None
    return question[: then.start()] + old.group() + question[then.end() :]


def at_time(question: str, time: str, language: str) -> str:
    """Return a question asked of another time, in the place of its own or at its end."""
    body = question.rstrip(" ?.!")
    old = _old_time(language).search(body)
    if old:
        return f"{body[: old.start()]}{time}{body[old.end() :]}?"
    return f"{body} {time}?"
