"""Spellings of one name: diacritics, apostrophes and transliteration levelled out."""

import re

from index.keeping.found import kept_by_word
from qa.text.words import fold

_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th"})
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_DOUBLED = re.compile(r"(.)\1+")


@kept_by_word
def spellings(word: str) -> frozenset[str]:
    """Return the levelled forms of a word of a name; two words that share one are the same name.

    *Nikolay* and *Nikolai*, *Mohammed* and *Mohamed*, *Aleksey* and *Alexey*, *O'Brien* and
    *OBrien* are levelled to one form each. An umlaut has two, as *Müller* is written both *Muller*
    and *Mueller*.
    """
    small = word.casefold()
    return frozenset(_levelled(fold(form)) for form in (small, small.translate(_TWO_LETTERS)))


def same_word(one: str, other: str) -> bool:
    """Whether two words are spellings of one name."""
    return one == other or not spellings(one).isdisjoint(spellings(other))


def _levelled(word: str) -> str:
    plain = word.translate(_LETTERS)
    for mark in "'’ʼ-":
        plain = plain.replace(mark, "")
    if len(plain) > 3 and plain.startswith("ye"):  # Yevgeny, Evgeny
        plain = plain[1:]
    return _DOUBLED.sub(r"\1", plain.replace("y", "i").replace("ks", "x"))
