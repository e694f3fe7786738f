"""Whether a question leans on those before it."""

import re
from dataclasses import replace
from functools import lru_cache

from qa.language.tables import tables
from qa.people.mentions import mentions
from qa.questions.question import Question
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_POINTS = regex(
    r"\b(?:this|these|those)\b|"
    r"\b(?:on|to|of|about|for|with|in|at|by|from|after|before|than|like) that\b"
)


def leans(question: str, rewritten: str, language: str) -> bool:
    """Whether a question is about what was asked before, whatever could be filled in.

    It is when something was, when it goes on with "and", points back with a pronoun, or names
    nobody and nothing itself ("What does the union say?").
    """
    if question.split() != rewritten.split() or _goes_on(language).match(question):
        return True
    grammar, ask = tables(language).grammar, tables(language).questions
    pronouns = {*grammar.pronoun_genders, *grammar.plural_pronouns, *grammar.neuter_pronouns}
    if _POINTS.search(question):
        return True
    asked = [fold(word.text) for word in words(question)]
    if not pronouns.isdisjoint(asked) or (asked and asked[-1] in ask.pointing):
        return True
    return not any(any(map(str.isupper, one.text)) for one in mentions(question))


def of_anybody(question: Question, language: str = "en") -> Question:
    """Return a question whose speaker is a pronoun left open as one of anybody's words."""
    pronouns = tables(language).grammar.pronouns
    if not question.speakers or not all(fold(one) in pronouns for one in question.speakers):
        return question
    return replace(question, speakers=(), named=False, sure=False)


@lru_cache
def _goes_on(language: str) -> re.Pattern[str]:
    return regex(rf"^(?:{one_of(tables(language).questions.links)})\b")
