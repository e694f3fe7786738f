"""The short answer inside a sentence, by what the question asks for: a date, a number, a person.

For readers that point at sentences. Silent when in doubt: a sentence without marking is better
than the wrong words marked.
"""

import re
from collections.abc import Callable, Iterable

from index.articles.article import Span
from qa.language.tables import tables
from qa.questions.question import Asks, Question
from qa.text.patterns import one_of
from qa.text.words import STOP_WORDS, content_stems, fold, stem, words

_CALENDAR, _GRAMMAR = tables("en").calendar, tables("en").grammar
_SHORT_MONTHS = [rf"{month.title()}\.?" for month in _CALENDAR.short_months]
_MONTH = f"(?:{one_of([*map(str.title, _CALENDAR.months), *_SHORT_MONTHS])})"
_DAY = f"(?:{one_of(map(str.title, _CALENDAR.weekdays))})"
_YEAR = r"(?:1[0-9]|20)\d\d"
_DATE = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?"
    rf"|(?:(?:early|mid|late|the (?:end|beginning|middle) of)[ -])?{_MONTH},? {_YEAR}"
    rf"|(?:early|mid|late|the (?:end|beginning|middle) of)[ -]{_MONTH}|{_YEAR}-\d\d-\d\d"
    rf"|(?:(?:in|since|by|until|during|after|before|from) )(?P<month>{_MONTH})\b"
    rf"|(?:last |this |next |on )?{_DAY}(?: (?:morning|afternoon|evening|night))?"
    rf"|(?:the )?(?:early |mid-?|late )?{_YEAR}s|{_YEAR}"
    r"|(?:last|this|next) (?:year|month|week|spring|summer|autumn|fall|winter)|"
    r"yesterday|today|tomorrow)(?!\w)"
)
_YEAR_ONLY = re.compile(rf"\b{_YEAR}\b(?![.,]\d)")
_SPELLED = one_of([*_GRAMMAR.numbers, *_GRAMMAR.quantities])
_NUMBER = re.compile(
    r"(?:[$€£¥]\s?)?\b(?:\d++(?:[.,:]\d++)*+(?:bn|tn|m|k)?"
    rf"|(?:{_SPELLED})(?:[ -](?:one|{_SPELLED}))*)\b(?!-\d)"
    rf"(?:\s?%|(?: (?:{one_of(_GRAMMAR.magnitudes)})\b)+)?",
    re.IGNORECASE,
)
_CAPITAL = "[A-Z\u00c0-\u00de\u0400-\u042f]"
_NAMES = tables("en").names
# Initials and abbreviations keep their stop; a possessive ending is kept within a name alone
# ("Tanner's Cross").
_NAME_WORD = (
    rf"(?:(?:{_CAPITAL}\.){{2,}}|{_CAPITAL}\.(?= )|(?:{one_of(_NAMES.abbreviations)})\."
    rf"|{_CAPITAL}(?:[\w-]|['’](?![sS]\b(?! {_CAPITAL}))(?=\w))*)"
)
_NAME = re.compile(
    rf"{_NAME_WORD}(?: (?:(?:{one_of(sorted(_NAMES.particles))}) ){{0,3}}{_NAME_WORD})*"
)
_WINDOW = 60


def short_answer(question: Question, text: str, span: Span) -> Span | None:
    """Return where in `[start, end)` of `text` the short answer stands, if it can be told."""
    find = _FINDERS.get(question.asks)
    if find is None:
        return None
    sentence = text[span[0] : span[1]]
    candidates = [c for c in find(sentence) if not _in_question(sentence[c[0] : c[1]], question)]
    if not candidates:
        return None
    start, end = max(candidates, key=lambda c: (_nearness(question, sentence, c), -c[0]))
    return (span[0] + start, span[0] + end)


def dates_in(sentence: str) -> Iterable[Span]:
    """Yield where dates stand in a text, without the preposition before a month."""
    for found in _DATE.finditer(sentence):
        yield found.span("month") if found["month"] else found.span()


def numbers_in(sentence: str) -> Iterable[Span]:
    """Yield where numbers stand in a text, with currency and magnitude, but years and dates."""
    years = {m.span() for m in _YEAR_ONLY.finditer(sentence)}
    dates = list(dates_in(sentence))
    for found in _NUMBER.finditer(sentence):
        inside = any(s <= found.start() and found.end() <= e for s, e in dates)
        if found.span() not in years and not inside:
            yield found.span()


def names_in(sentence: str) -> Iterable[Span]:
    """Yield where capitalised names stand in a text, without a word of grammar before them."""
    for found in _NAME.finditer(sentence):
        first, _, rest = found.group().partition(" ")
        start, end = found.span()
        if first.casefold() in STOP_WORDS:
            if not rest:
                continue
            start += len(first) + 1
        yield (start, end)


_FINDERS: dict[Asks, Callable[[str], Iterable[Span]]] = {
    Asks.DATE: dates_in,
    Asks.NUMBER: numbers_in,
    Asks.PERSON: names_in,
}
OF_SORT = {**_FINDERS, Asks.PLACE: names_in}
"""What finds, in a text, the spans that are of the sort asked for."""


def _in_question(candidate: str, question: Question) -> bool:
    asked = {fold(word.text) for word in words(question.text)}
    return all(fold(word.text) in asked for word in words(candidate))


def _nearness(question: Question, sentence: str, candidate: Span) -> float:
    """Return how many of the question's words stand near, close ones counting more."""
    wanted = set(content_stems(question.text))
    return sum(
        1.0 - distance / _WINDOW
        for word in words(sentence)
        if stem(word.text) in wanted
        and (distance := max(candidate[0] - word.end, word.start - candidate[1], 0)) < _WINDOW
    )
