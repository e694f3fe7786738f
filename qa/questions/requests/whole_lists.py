"""Questions whose answer may be a list as a whole: its members, or the steps of a procedure."""

import re
from functools import lru_cache

from qa.answers import Kind
from qa.language.tables import tables
from qa.questions.question import Asks, Question
from qa.text.patterns import one_of, regex

_KINDS = frozenset({Kind.FACT, Kind.OPEN, Kind.COMPARE, Kind.TOPIC})


def asks_how_to(question: Question) -> bool:
    """Whether a question asks for a procedure: "How do I claim a fare?"."""
    return question.kind in {*_KINDS, Kind.LIST} and _how_to("en").search(question.text) is not None


def may_ask_for_list(question: Question) -> bool:
    """Whether a question may be answered by all items of a list."""
    if question.kind is Kind.LIST:
        return True
    if question.kind not in _KINDS or question.asks is not Asks.ANYTHING:
        return False
    return _opening("en").match(question.text) is not None or asks_how_to(question)


@lru_cache
def _opening(language: str) -> re.Pattern[str]:
    ask = tables(language).questions
    does = one_of((*ask.do_and_modals, *ask.be, *ask.perfect))
    return regex(rf"(?:what|which)(?: (?:{does})(?! the \w+[^s\W]\b)| (?!{does})\w+s\b)")


@lru_cache
def _how_to(language: str) -> re.Pattern[str]:
    return regex(rf"\b(?:{one_of(tables(language).requests.how_to)})\b")
