"""Words of questions and sentences: where they are, how they are compared, which carry meaning.

Pure and small; the search engine has its own analysis and does not use this one.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Span

# Scripts written without spaces give one word a character; dotted abbreviations and decimal
# numbers stay whole.
_WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W_]+(?:['’][^\W\d_]+)*"
)
_POSSESSIVE = re.compile(r"['’]s?$")

STOP_WORDS = frozenset(
    """a about above across after again against all almost along already also although always am
    among an and another any anybody anyone anything are as at away be because been before being
    below between both but by can cannot come could did do does doing done down during each either
    else ever every exactly few for from further get gets give go goes had has have having he her
    here hers herself him himself his how however i if in into is it its itself just let like made
    make many may me might mine more most much must my myself neither no nor not nothing now of
    off on once one only onto or other others our out over own per please quite rather really same
    shall she should so some somebody someone something such tell than that the their theirs them
    themselves then there these they thing things this those though through thus to together too
    toward towards under until up upon us very was way we well were what whatever when where
    whether which while who whole whom whose why will with within without would yet you your
    didn't doesn't don't isn't wasn't weren't won't wouldn't can't couldn't hasn't haven't i'm
    it's that's what's who's where's when's how's there's""".replace("\n", " ").split()
)
"""English words that say how, not about what."""

_VOWEL = re.compile(r"[aeiouy]")
_ENDINGS = (
    ("izations", "ize"), ("isations", "ize"), ("ization", "ize"), ("isation", "ize"),
    ("ational", "ate"), ("ations", "ate"), ("ation", "ate"), ("ators", "ate"), ("ator", "ate"),
    ("iveness", "ive"), ("fulness", "ful"), ("ements", "e"), ("ement", "e"), ("icisms", "ic"),
    ("icism", "ic"), ("icizing", "ic"), ("icising", "ic"), ("icized", "ic"), ("icised", "ic"),
    ("icizes", "ic"), ("icises", "ic"), ("icize", "ic"), ("icise", "ic"),
    ("ities", ""), ("ity", ""), ("ments", ""), ("ment", ""), ("nesses", ""), ("ness", ""),
    ("sses", "ss"), ("ies", "y"), ("ied", "y"), ("ically", "ic"), ("ally", "al"), ("ily", "y"),
    ("edly", ""), ("ingly", ""), ("ings", ""), ("ing", ""), ("ed", ""), ("ers", ""), ("er", ""),
    ("ors", ""), ("or", ""), ("ions", ""), ("ion", ""), ("ly", ""), ("als", ""), ("al", ""),
    ("es", ""), ("s", ""),
)  # fmt: skip


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


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return `word` for comparison: no case, accents, possessive ending or dots."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _POSSESSIVE.sub("", plain)
    return plain if plain[:1].isdigit() else plain.replace(".", "")


@lru_cache(maxsize=65536)
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


@lru_cache(maxsize=1024)
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
