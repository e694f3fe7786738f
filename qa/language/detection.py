"""Whether a question is in a language that the models do not know. Certain, or silent.

Names tell nothing, in whatever language they are: words in the middle of a question that begin
with a capital are passed over, and so are words that are parts of names. A question with words of
English grammar is English, as far as it can be answered.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache

from index.language.scripts import DENSE, script_counts, script_of
from qa.language.other_languages import (
    BY_SCRIPT,
    LANGUAGES,
    NAME_LIKE,
    NAME_PARTS,
    OTHER_SCRIPTS,
)
from qa.language.other_languages import OtherLanguage as Language
from qa.language.tables import tables

_MOST_OF_NAME = 4
"""Characters that a name has in a script with a character a syllable or word."""
_WORDS_OF_NAME = 2
_ENGLISH_ELSEWHERE = frozenset("a as at am an do die for had has her him his i in is it me no of "
                               "on or so to us was we who are all be more most of over under at "
                               "he man met by".split())  # fmt: skip
"""Words of English grammar that other languages have as well: they make no question English."""


def foreign_language(question: str) -> str | None:
    """Return the English name of the language that a question surely is in, if not English."""
    found = question.casefold().replace("’", "'").split()
    plain = [word.strip('¿?¡!.,:;"“”„«»()…') for word in found]
    plain = [word for word in plain if word]
    if not plain or _is_english(plain):
        return None
    script = _script(question)
    if script in BY_SCRIPT:
        return _by_script(question, script)
    languages = OTHER_SCRIPTS if script in {"cyrillic", "greek"} else LANGUAGES
    return _by_words(question, plain, languages)


def _is_english(plain: Collection[str]) -> bool:
    return any(word in _english() and word not in _ENGLISH_ELSEWHERE for word in plain)


@lru_cache
def _english() -> frozenset[str]:
    known = tables("en")
    grammar = known.grammar
    return frozenset(
        grammar.stop_words | known.questions.words | grammar.auxiliaries | grammar.pronouns
    )


def _script(question: str) -> str | None:
    """Return the script of most letters; kana makes Japanese of Han characters."""
    counts = script_counts(question)
    if counts["kana"]:
        return "kana"
    return counts.most_common(1)[0][0] if counts else None


def _by_script(question: str, script: str) -> str | None:
    letters = [letter for letter in question if letter.isalpha()]
    own = sum(script_of(letter) in {script, "han"} for letter in letters)
    if 2 * own <= len(letters):
        return None
    many = own > _MOST_OF_NAME if script in DENSE else len(question.split()) > _WORDS_OF_NAME
    return BY_SCRIPT[script][1] if many else None


def _by_words(question: str, plain: list[str], languages: Iterable[Language]) -> str | None:
    shouted = question.isupper()
    written = [word.strip('¿?¡!.,:;"“”„«»()…') for word in question.replace("’", "'").split()]
    small = [
        low
        for place, (low, word) in enumerate(zip(plain, filter(None, written), strict=True))
        if place == 0 or shouted or not word[:1].isupper()
    ]
    scores = {language.name: _score(small, plain[0], language) for language in languages}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 1 else None


def _score(small: list[str], first: str, language: Language) -> float:
    """Return at least 1 where the words surely are of a language, more where more of them are."""
    told = {word for word in small if _tells(word, language)}
    asks = first in language.asks
    alone = asks and first not in NAME_LIKE | NAME_PARTS | _english() and len(small) > 1
    if not (alone or (asks and told - {first}) or len(told) > 1):
        return 0
    return 1 + sum(word in language.asks | language.words for word in small) / 100


def _tells(word: str, language: Language) -> bool:
    known = language.words | language.asks
    return word in known and word not in NAME_PARTS | NAME_LIKE | _english()
