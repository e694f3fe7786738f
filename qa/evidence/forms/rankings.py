"""Places in a ranking ("Which country ranks first?") told by the numbers of a list's items.

"1. Finland" does not say that it ranks first, and a reader that sees ten such lines takes any.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Article, Span
from index.articles.passages import Hit
from qa.citations import grow_to_sentences
from qa.evidence.candidate import Candidate
from qa.evidence.forms.sure import put_sure
from qa.evidence.reading import hit_of_each
from qa.language.tables import tables
from qa.text.patterns import one_of, regex
from qa.text.words import content_stems, stem, stems

_ITEM = re.compile(
    r"^[ \t]*(?:#|No\. ?)?(?P<number>\d{1,3})(?:[.):]|(?=\t))[ \t]+(?P<text>\S.*)$", re.M
)
_FEWEST = 3
"""Items of a ranking."""
_LONGEST = 120
"""Characters of an item; longer ones are numbered paragraphs."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The place asked for, or None where an item's place is; the other words of the question."""

    place: int | None
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Item:
    number: int
    at: Span
    text: Span


def ranked(question: str, candidates: Sequence[Candidate], hits: Sequence[Hit]) -> list[Candidate]:
    """Return the candidates, with the item of a ranking that is asked for as a sure one.

    Args:
        question: As asked.
        candidates: Sentences read.
        hits: The passages found, best first.
    """
    asked = _asked(question)
    found = list(candidates)
    if asked is None:
        return found
    for hit in hit_of_each(hits).values():
        told = _told(asked, hit.article)
        if told is not None:
            put_sure(found, hit, grow_to_sentences(hit.article, *told), told)
    return found


def _asked(question: str, language: str = "en") -> _Asked | None:
    """Return which place of a ranking a question asks for, or of what; None where of none."""
    ranks, places, where = _patterns(language)
    if not ranks.search(question):
        return None
    ordinals = _ordinals(language)
    said = places.search(question)
    spans = [one.span() for one in (*ranks.finditer(question), *places.finditer(question))]
    rest = frozenset(content_stems(_without(question, spans)))
    if said is not None:
        told = said[0].casefold()
        number = ordinals.get(stem(told)) or int(re.sub(r"\D", "", told) or 1)
        return _Asked(number, rest)
    return _Asked(None, rest) if where.match(question) else None


def _without(text: str, spans: Sequence[Span]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _told(asked: _Asked, article: Article) -> Span | None:
    """Return what of a ranking in an article answers."""
    items = _items(article.text)
    held = stems(f"{article.info.title or ''} {article.text}")
    if not items or not asked.about or not asked.about <= held:
        return None
    if asked.place is not None:
        return next((one.text for one in items if one.number == asked.place), None)
    for one in items:
        words = frozenset(content_stems(article.text[slice(*one.text)]))
        if words and words <= asked.about:
            return one.at[0], one.at[0] + len(str(one.number))
    return None


@lru_cache(maxsize=256)
def _items(text: str) -> tuple[_Item, ...]:
    """Return the items of the one ranking of a text: each number once, in steps of one."""
    found = [
        _Item(int(one["number"]), one.span("number"), one.span("text"))
        for one in _ITEM.finditer(text)
        if len(one["text"]) <= _LONGEST
    ]
    numbers = [one.number for one in found]
    steps = {b - a for a, b in itertools.pairwise(numbers)}
    return tuple(found) if len(found) >= _FEWEST and steps in ({1}, {-1}) else ()


@lru_cache
def _ordinals(language: str) -> Mapping[str, int]:
    return {stem(word): n for n, word in enumerate(tables(language).answers.ordinals, 1)}


@lru_cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    known = tables(language).answers
    numbers = rf"{one_of(known.ordinals)}|\d{{1,3}}(?:st|nd|rd|th)|(?<=number )\d{{1,3}}"
    return (
        regex(
            rf"\b(?:{one_of(known.ranks)})\b|"
            rf"\b(?:{one_of(known.reaches)})(?= (?:in )?(?:{numbers})\b)"
        ),
        regex(rf"\b(?:{numbers}|{one_of(known.top)})\b"),
        regex(r"(?:where|what|which|how high)\b"),
    )
