"""Names of other scripts as English writes them: *Бордюжа* is Bordyuzha."""

import unicodedata
from functools import lru_cache

from qa.language.scripts import CYRILLIC, GREEK, GREEK_PAIRS


@lru_cache(maxsize=4096)
def in_latin(word: str) -> str:
    """Return a word in small Latin letters; unchanged where it has none that are known."""
    small = unicodedata.normalize("NFC", word.casefold())
    if any(letter in CYRILLIC for letter in small if letter != "’"):
        return "".join(CYRILLIC.get(letter, letter) for letter in small)
    plain = "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))
    if any(letter in GREEK for letter in plain):
        return _greek(plain)
    return word


def _greek(word: str) -> str:
    for pair, letters in GREEK_PAIRS.items():
        word = word.replace(pair, letters)
    return "".join(GREEK.get(letter, letter) for letter in word)
