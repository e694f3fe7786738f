"""What an article is about, as a phrase that can stand in a question: "the dredging". Pure."""

import re
from collections import Counter
from itertools import pairwise

from index.articles.article import Article
from qa.language.tables import tables
from qa.text.words import STOP_WORDS, fold

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_FEWEST, _SHORTEST = 3, 4
"""Times that an article names what it is about, and letters of such a word."""
_OFTEN = 0.5
_ARTICLED = 0.4
_ARTICLES = ("the", "a", "an", "this", "that", "its", "their", "his", "her")
_GRAMMAR = tables("en").grammar
_NO_THINGS = frozenset().union(
    _GRAMMAR.magnitudes, _GRAMMAR.numbers, _GRAMMAR.common_verbs, _GRAMMAR.participles,
    _GRAMMAR.adverbs, tables("en").speech.verbs,
)  # fmt: skip


def subjects(article: Article) -> list[str]:
    """Return the words of the title that the text uses most, most used first.

    Two that stand together in the title and mostly in the text are one subject. One that the text
    mostly has with "the" is given with it.
    """
    text = article.text
    said = _WORD.findall(text)
    times = Counter(map(fold, said))
    named = [_POSSESSIVE.sub("", word) for word in _WORD.findall(article.info.title or "")]
    found: Counter[str] = Counter()
    taken: set[str] = set()
    for first, second in zip(named, [*named[1:], ""], strict=True):
        if fold(first) in taken or not _may_be_one(first, times):
            continue
        pair = f"{first} {second}"
        together = _together(said, first, second) if second else 0
        both = _may_be_one(second, times) and together >= _OFTEN * times[fold(second)]
        phrase, count = (pair, together) if both else (first, times[fold(first)])
        taken |= {fold(word) for word in phrase.split()}
        if count >= _FEWEST:
            found[_as_written(phrase, text)] = count
    return [phrase for phrase, _ in found.most_common()]


def _may_be_one(word: str, times: Counter[str]) -> bool:
    plain = fold(word)
    is_thing = plain not in STOP_WORDS and plain not in _NO_THINGS and word.casefold()[-2:] != "ed"
    return is_thing and len(plain) >= _SHORTEST and times[plain] >= _FEWEST


def _together(said: list[str], first: str, second: str) -> int:
    pair = (fold(first), fold(second))
    return sum((fold(one), fold(other)) == pair for one, other in pairwise(said))


def _as_written(phrase: str, text: str) -> str:
    """Return a phrase of a title as the text writes it, with "the" where that mostly stands."""
    pattern = re.compile(rf"(?:(\w+) )?\b({re.escape(phrase)})\b", re.IGNORECASE)
    found = [(match[1] or "", match[2]) for match in pattern.finditer(text)]
    inside = [written for before, written in found if before] or [phrase]
    written = Counter(inside).most_common(1)[0][0]
    before = Counter(before.casefold() for before, _ in found)
    articled = sum(before[one] for one in _ARTICLES) >= _ARTICLED * max(1, len(found))
    # "rate" can hardly stand alone, "dredging" need not.
    is_singular_noun = written.islower() and not written.endswith("s")
    return f"the {written}" if before["the"] and (articled or is_singular_noun) else written
