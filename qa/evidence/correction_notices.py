"""Where an article says that a figure was wrong, and which one is right. Pure.

The cues are a table of the language (`qa/language/en/answers/corrections.py`). A figure is a number
or a date.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Span
from index.keeping.found import kept_by_text
from qa.citations import article_sentences
from qa.language.tables import tables
from qa.reading.short_answers import dates_in, numbers_in
from qa.text.patterns import one_of, regex
from qa.text.words import fold, stems

_REACH = 60
"""Characters between the cue and the figure that is right."""
_COUNTED = 19
"""Words of the table that count on from two, one by one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or date of a text: where it stands, and what tells it from others."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction: one or two sentences that say what was wrong, what is right, or both.

    `right` is the figure that is right, `sentence` the one it stands in; `wrong` are the values
    said to be wrong, none where only the right one is given. `stems` are those of its words.
    """

    start: int
    end: int
    sentence: Span
    right: Figure
    wrong: frozenset[str]
    stems: frozenset[str]


def is_correction(text: str) -> bool:
    """Whether a text says that something is being corrected."""
    return _signs().search(text) is not None or any(True for _ in _denied(text))


def figures_in(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """Return the numbers and dates of `text[start:end]`, in order."""
    part = text[start : len(text) if end is None else end]
    spans = sorted({*numbers_in(part), *dates_in(part)})
    return [Figure(start + s, start + e, _value(part[s:e])) for s, e in spans]


@kept_by_text
def notices_in(text: str) -> tuple[Notice, ...]:
    """Return the corrections of an article, in order; those without a right figure are left out."""
    if not is_correction(text):
        return ()
    sentences = article_sentences(text)
    found: list[Notice] = []
    for number, (start, end) in enumerate(sentences):
        if found and start < found[-1].end:
            continue
        if is_correction(text[start:end]):
            found += _notice(text, list(_group(text, sentences, number)))
    return tuple(found)


def _group(text: str, sentences: Sequence[Span], number: int) -> Iterator[Span]:
    """Yield a sentence with a sign, with the one before or after that belongs to the correction."""
    start, end = sentences[number]
    alone = len(figures_in(text, start, end)) < 2
    before = sentences[number - 1] if number else None
    if alone and before and _adjoin(text, before, (start, end)) and _right_in(text, start, end):
        yield before
    yield (start, end)
    after = sentences[number + 1] if number + 1 < len(sentences) else None
    if after and not _right_in(text, start, end) and _adjoin(text, (start, end), after):
        yield after


def _adjoin(text: str, one: Span, other: Span) -> bool:
    return "\n\n" not in text[one[1] : other[0]]


def _notice(text: str, group: Sequence[Span]) -> Iterator[Notice]:
    for sentence in group:
        right = _right_in(text, *sentence)
        if right is not None:
            start, end = group[0][0], group[-1][1]
            others = {f.value for f in figures_in(text, start, end)} - {right.value}
            words = stems(text[start:end]) - _sign_stems()
            yield Notice(start, end, sentence, right, frozenset(others), words)
            return


def _right_in(text: str, start: int, end: int) -> Figure | None:
    """Return the figure that a sentence says is right: after a cue, or the one before "not 40"."""
    figures = figures_in(text, start, end)
    for cue in _rights().finditer(text, start, end):
        following = (f for f in figures if f.start >= cue.end())
        first = next(following, None)
        if first is not None and first.start - cue.end() <= _REACH:
            return first
    denied = set(_denied(text[start:end]))
    pair = [f for f in figures if (f.start - start) not in denied]
    return pair[0] if denied and pair else None


def _denied(text: str) -> Iterator[int]:
    """Yield where figures begin that stand after another one as not right: "46, not 49"."""
    if ", not " not in text:
        return
    figures = figures_in(text)
    for figure in figures[1:]:
        if text[: figure.start].endswith((", not ", ", and not ", ", not the ")):
            yield figure.start


def _value(words: str) -> str:
    """Return a figure without marks and capitals; small numbers in words become digits."""
    plain = fold(re.sub(r"(?<=\d),(?=\d{3})", "", words)).strip()
    numbers = tables("en").grammar.numbers
    place = numbers.index(plain) if plain in numbers else len(numbers)
    return str(place + 2) if place < _COUNTED else plain


def _phrases(phrases: Iterable[str]) -> str:
    """Return a pattern of phrases, the longest first."""
    return one_of(
        re.escape(one).replace(r"\ ", r"\s+") for one in sorted(phrases, key=len, reverse=True)
    )


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    return regex(rf"\b(?:{_phrases(tables('en').answers.correction_signs)})\b")


@lru_cache(maxsize=1)
def _rights() -> re.Pattern[str]:
    return regex(rf"\b(?:{_phrases(tables('en').answers.right_figures)})\b")


@lru_cache(maxsize=1)
def _sign_stems() -> frozenset[str]:
    known = tables("en").answers
    return stems(" ".join((*known.correction_signs, *known.right_figures))) | stems(
        " ".join(tables("en").grammar.stop_words)
    )
