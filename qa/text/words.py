"""Words of questions and sentences: where they are, how they are compared, which carry meaning.

Pure and small; the search engine has its own analysis and does not use this one.
"""

import re
import unicodedata
from dataclasses import dataclass

from index.articles.article import Span
from index.keeping.found import kept_by_text, kept_by_word
from qa.language.tables import tables

# Scripts written without spaces give one word a character; dotted abbreviations and decimal
# numbers stay whole.
_WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W_]+(?:['’][^\W\d_]+)*"
)
_POSSESSIVE = re.compile(r"['’]s?$")

_GRAMMAR = tables("en").grammar
_ENDINGS = _GRAMMAR.endings
STOP_WORDS = _GRAMMAR.stop_words
"""English words that say how, not about what."""

_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and where: `[start, end)` of the text it was found in."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The word's offsets."""
        return (self.start, self.end)


def words(text: str) -> list[Word]:
    """Return the words of `text` in order."""
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


@kept_by_word
def fold(word: str) -> str:
    """Return `word` for comparison: no case, accents, possessive ending or dots."""
    return folded(word)


def folded(text: str) -> str:
    """Return the same of more than a word, which is not remembered."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _POSSESSIVE.sub("", plain)
    return plain if plain[:1].isdigit() else plain.replace(".", "")


@kept_by_word
def stem(word: str) -> str:
    """Return the folded word without its English ending, so that forms of one word are equal.

    A table of endings, longest first, in the spirit of Lovins (1968): only equality matters, the
    result need not be a word. Short words and numbers stay as they are.
    """
    plain = fold(word)
    if len(plain) <= 3 or not plain.isascii() or any(c.isdigit() for c in plain):
        return plain
    for ending, instead in _ENDINGS:
        if plain.endswith(ending) and not _keeps(plain, ending):
            return _root(plain[: -len(ending)] + instead)
    return _root(plain)


def _keeps(word: str, ending: str) -> bool:
    rest = word[: -len(ending)]
    if ending == "s":
        return len(rest) < 3 or rest[-1] in "sui"
    return len(rest) < 3 or not _VOWEL.search(rest)


def _root(word: str) -> str:
    if len(word) > 3 and word[-1] in "ey":
        word = word[:-1]
    if word.endswith("at") and len(word) > 5:
        word = word[:-2]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


def is_content(word: str) -> bool:
    """Whether the word carries meaning, rather than grammar."""
    if word.casefold().replace("’", "'") in STOP_WORDS:
        return False
    plain = fold(word)
    # A lone Latin letter is an initial or a list mark; a lone digit or Han character is a word.
    return len(plain) > 1 or (bool(plain) and (plain.isdigit() or ord(plain) > 0x2E7F))


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order, each once."""
    return list(dict.fromkeys(stem(w.text) for w in words(text) if is_content(w.text)))


@kept_by_text
def stems(text: str) -> frozenset[str]:
    """Return the stems of all words of `text`."""
    return frozenset(stem(w.text) for w in words(text))


def folded_words(text: str) -> frozenset[str]:
    """Return the folded words of `text`."""
    return frozenset(fold(w.text) for w in words(text))


def same_name(name: str, given: frozenset[str]) -> bool:
    """Whether folded words hold a name or its adjective: "Iran" in "Iranian", "Kazakh" the same.

    A shared beginning of at least four letters, the rest at most four letters longer, counts.
    """
    if name in given:
        return True
    if len(name) < 4 or not name.isalpha():
        return False
    return any(
        len(word) >= 4
        and abs(len(word) - len(name)) <= 4
        and (word.startswith(name) or name.startswith(word))
        for word in given
    )
