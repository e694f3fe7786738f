"""What rules tell of a question's kind, as numbers for the trained head. Pure."""

import re
from functools import lru_cache

from qa.answers import Kind
from qa.language.tables import tables
from qa.people.mentions import mentions
from qa.questions.question import Asks
from qa.questions.requests.keywords import are_keywords, without_quote_nouns
from qa.questions.understanding import Ruled, bare_wording, by_rules
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_LONG = 20
"""Words of a long question."""


def features(text: str, language: str = "en") -> list[float]:
    """Return what the rules and the words of a checked question tell, each from 0 to 1."""
    core = bare_wording(text, language)
    found = by_rules(text, language=language)
    return [*_of_rules(found), *_of_words(text, core, language)]


def _of_rules(found: Ruled) -> list[float]:
    asked = found.question
    told = [
        found.certain,
        asked.sure,
        asked.named,
        not asked.speakers,
        len(asked.speakers) > 1,
        asked.topic is not None,
        bool(asked.sides),
        bool(asked.parts),
    ]
    kinds = [asked.kind is kind for kind in Kind]
    asks = [asked.asks is sort for sort in Asks]
    return [float(one) for one in (*told, *kinds, *asks)]


def _of_words(text: str, core: str, language: str) -> list[float]:
    known = tables(language)
    low = [fold(word.text) for word in words(core)]
    first = low[0] if low else ""
    people = known.names.role_heads | known.names.people | known.names.collectives
    speech = known.speech.verbs
    told = [
        *(first == word for word in sorted(known.questions.words)),
        are_keywords(core, language),
        without_quote_nouns(core, language) is not None,
        text.rstrip().endswith("?"),
        any(mention.start > 0 for mention in mentions(text, language)),
        any(word in people for word in low),
        any(word in speech for word in low[1:]),
        *(pattern.search(core) is not None for pattern in _shapes(language)),
    ]
    return [*(float(one) for one in told), min(1.0, len(low) / _LONG)]


@lru_cache
def _shapes(language: str) -> tuple[re.Pattern[str], ...]:
    known = tables(language)
    ask = known.questions
    be, versus = one_of(ask.be), one_of(known.requests.versus)
    return (
        regex(rf"^(?:{one_of(ask.auxiliaries_first)})\b"),
        regex(
            r"^(?:what|which)(?: (?!is\b|was\b|does\b|has\b)[\w'-]+){0,2} "
            r"(?!is\b|was\b)\w+[^s\W]s\b"
        ),
        regex(rf"^(?:what|who|where|when) (?:{be}) the (?:\w+ )?\w+[^s\W]s\b"),
        regex(rf"^(?:what|who|which) (?:{be})\b"),
        regex(rf"\b(?:{one_of(ask.according)})\b"),
        regex(rf"\b(?:{one_of(known.requests.each_one)}|either)\b"),
        regex(rf"\b(?:{versus})(?!\w)"),
        regex(r"\b(?:two|three|four|five)\b"),
        regex(r"\band\b.*\band\b"),
        regex(r"\band\b"),
        regex(r"\band (?:who|what|when|where|why|how|which)\b"),
        regex(r"[,:?](?= \w)"),
        regex(r"\w['’]s\b|s['’] "),
        regex(r"\d"),
        regex(r"\b(?:before|after|then|now|first|later|change[sd]?)\b"),
    )
