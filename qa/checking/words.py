"""The words of quotations and articles, as they are compared; pure."""

import re
import unicodedata
from typing import NamedTuple

from index.articles.article import Span
from index.keeping.found import kept_by_word
from qa.text.words import STOP_WORDS

_WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W_]+(?:['’ʼ‘´`][^\W_]+)*"
)
_APOSTROPHES = re.compile("[ʼ‘’´`]")
_COMMON = 0.4
"""What a word of grammar counts against one that carries meaning."""


class Token(NamedTuple):
    """A word at [start, end) of a text. Equal words have the same `plain` however written."""

    text: str
    start: int
    end: int
    plain: str


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words of `text[start:end]`, with offsets into the whole text."""
    return [
        token(found.group(), found.start(), found.end())
        for found in _WORD.finditer(text, start, len(text) if end is None else end)
    ]


def word_spans(text: str, start: int, end: int) -> list[Span]:
    """Return where the words of `text[start:end]` are."""
    return [found.span() for found in _WORD.finditer(text, start, end)]


def token(text: str, start: int, end: int) -> Token:
    """Return a word."""
    return Token(text, start, end, plain(text))


@kept_by_word
def plain(word: str) -> str:
    """Return a word without case, accents, apostrophes and the dots of an abbreviation."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(c for c in letters if c.isalnum() or c in ".,:")
    return kept if kept[:1].isdigit() else kept.replace(".", "")


@kept_by_word
def as_written(word: str) -> str:
    """Return a word with one kind of apostrophe, composed, and nothing else changed."""
    return _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", word)).rstrip(".")


@kept_by_word
def weight(plain_word: str) -> float:
    """Return how much a word says, in (0, 1]."""
    return _COMMON if plain_word in _STOPS else 1.0


def weights(words: list[str]) -> float:
    """Return how much words say together."""
    return sum(map(weight, words))


_STOPS = frozenset(plain(word) for word in STOP_WORDS)
