"""A question taken for one about somebody's words though it names nobody, and no saying. Pure.

"What is bounded rationality?" is no question about words; were it one, what the article itself
says could not answer it.
"""

import re
from dataclasses import replace
from functools import lru_cache

from qa.answers import Kind
from qa.language.tables import tables
from qa.questions.kinds import kind_of
from qa.questions.question import Asks, Question
from qa.questions.understanding import bare_wording
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words


def as_of_facts(question: Question, language: str = "en") -> Question:
    """Return a question that means nobody's words as one about what is so; others as they are.

    Args:
        question: With the speakers that it names or implies.
        language: It is asked in.
    """
    if question.kind is not Kind.WHO_SAID:
        return question
    if _of_speed(language).match(question.text):
        return replace(question, kind=Kind.FACT, speakers=(), named=False, sure=False, topic=None)
    if question.sure or question.speakers:
        return question
    told = _of_speech(question.text, language) and not _happens(language).match(question.text)
    if question.asks is Asks.PERSON or told:
        return question
    kind, _ = kind_of(bare_wording(question.text, language), language)
    return replace(question, kind=kind)


@lru_cache
def _of_speed(language: str) -> re.Pattern[str]:
    """Return a pattern of questions that ask how fast or often somebody answers, not what."""
    ask = tables(language).requests
    return regex(rf"how (?:{one_of(ask.speeds)})\b.*\b(?:{one_of(ask.answering)})\W*$")


@lru_cache
def _happens(language: str) -> re.Pattern[str]:
    return regex(rf"what (?:will |would )?(?:{one_of(tables(language).answers.happening)})\b")


def _of_speech(text: str, language: str) -> bool:
    """Whether a word of a question, after its first, tells of saying or of what is said."""
    known = tables(language)
    speech, names = known.speech, known.names
    telling = speech.telling_nouns | speech.view_nouns | names.role_heads | names.people
    low = [fold(word.text) for word in words(text)][1:]
    return any(w in speech.verbs or w in telling or w.removesuffix("s") in telling for w in low)
