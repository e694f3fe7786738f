"""Keywords: words thrown at a search box, without a verb that asks or tells."""

import re
from functools import lru_cache

from qa.language.tables import tables
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_MOST_WORDS = 7


def are_keywords(core: str, language: str = "en") -> bool:
    """Whether a text is a few words that neither ask nor tell: "bordyuzha iran", "ferry levy"."""
    found = [fold(word.text) for word in words(core)]
    return 0 < len(found) <= _MOST_WORDS and not _asking(language).search(core)


def without_quote_nouns(core: str, language: str = "en") -> str | None:
    """Return keywords without the one that asks for somebody's words ("okoro levy quote").

    `None` where there is no such word, or nothing else.
    """
    changed, times = _quote_nouns(language).subn("", core)
    rest = " ".join(changed.split())
    return rest if times and words(rest) else None


@lru_cache
def _asking(language: str) -> re.Pattern[str]:
    known = tables(language)
    asks = one_of(sorted(known.questions.words))
    verbs = one_of(sorted({*known.questions.auxiliaries_first, *known.grammar.pronouns}))
    return regex(rf"\b(?:{asks}|{verbs})\b|[.!;:]\s+\w")


@lru_cache
def _quote_nouns(language: str) -> re.Pattern[str]:
    nouns = one_of(tables(language).requests.quote_nouns)
    return regex(rf"(?:^|(?<=\s))(?:{nouns})(?=\s*$)|^(?:{nouns})(?= (?!(?:of|by|from)\b))")
