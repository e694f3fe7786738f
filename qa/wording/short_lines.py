"""The short answer that stands before the quotes, where it is of the sort that was asked for."""

import itertools
import re
from functools import lru_cache

from index.articles.article import Span
from qa.answers import Quote
from qa.language.tables import tables
from qa.people.mentions import Sort, mentions
from qa.people.names import looks_like_name
from qa.questions.question import Asks, Question
from qa.reading.short_answers import dates_in, names_in, numbers_in
from qa.text.noun_phrases import is_function_word
from qa.text.patterns import one_of, regex
from qa.text.words import content_stems, fold, stem
from qa.text.words import words as words_of

LIKELY = 0.5
"""Chance from which a short answer stands before the quotes."""
_SHORT = 40
_LONGEST_NAME = 60
_MOST_OF_THING = 2
_SEVERAL = 3
_JOINS = re.compile(r" *(?:, and |, | and | & )")
_ASIDE = re.compile(r"\([^()]*\)")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_OF_THEM = re.compile(r" of [a-z]+(?![\w'’-])")
_WORD = re.compile(r"[ -]([a-z]+(?:-[a-z]+)*)(?![\w'’-])")


def short_answer_line(question: Question, quote: Quote, chance: float | None = None) -> str | None:
    """Return the short answer of a quote: a name, a number with its thing, a date or a time.

    `None` where something else is asked for, where what was read is no such thing, and where it is
    not likely: `chance` is the probability that it is the answer, the quote's own when left out.
    """
    if (quote.score if chance is None else chance) < LIKELY:
        return None
    span = fitting_span(question, quote)
    return quote.article.text[span[0] : span[1]] if span else None


def fitting_span(question: Question, quote: Quote) -> Span | None:
    """Return where in the article the words stand that are of the sort asked for."""
    if not is_short(quote) or quote.answer_span is None:
        return None
    text, (start, end) = quote.article.text, quote.answer_span
    words = text[start:end]
    if question.asks is Asks.PERSON:
        return (start, end) if _is_name(words) and not _is_one_of_several(quote) else None
    if question.asks is Asks.NUMBER:
        asked = frozenset(content_stems(question.text))
        return _with_thing(text, quote, asked) if any(True for _ in numbers_in(words)) else None
    if question.asks is Asks.DATE:
        return (start, end) if _is_date(words) else None
    return None


def is_short(quote: Quote) -> bool:
    """Whether the short answer says less than the quote, so that it is worth saying first."""
    start, end = quote.answer_span or (quote.start, quote.end)
    whole = quote.end - quote.start
    return end - start <= max(_SHORT, whole // 2) and 4 * (end - start) <= 3 * whole


def _is_one_of_several(quote: Quote) -> bool:
    """Whether the short answer is one of three names or more in a row, of which no one answers."""
    text, (start, end) = quote.article.text, quote.answer_span or (quote.start, quote.end)
    told = _ASIDE.sub(lambda aside: " " * len(aside[0]), text[quote.start : quote.end])
    rows: list[list[Span]] = [[]]
    for first, last in names_in(told):
        if rows[-1] and not _JOINS.fullmatch(told, rows[-1][-1][1], first):
            rows.append([])
        rows[-1].append((first, last))
    at = (start - quote.start, end - quote.start)
    return any(
        len(row) >= _SEVERAL and any(a < at[1] and at[0] < b for a, b in row) for row in rows
    )


def _is_name(words: str) -> bool:
    bare = _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
    if len(bare) > _LONGEST_NAME or fold(bare) in tables("en").grammar.pronouns:
        return False
    calendar = tables("en").calendar
    times = {*calendar.months, *calendar.weekdays, *calendar.words, *calendar.seasons}
    if all(fold(word.text) in times for word in words_of(bare)) or any(dates_in(bare)):
        return False
    return looks_like_name(bare) and {m.sort for m in mentions(bare)} != {Sort.PLACE}


def _with_thing(text: str, quote: Quote, asked: frozenset[str]) -> Span:
    """Return the short answer with the noun after its number: "46,000 tonnes" for "46,000"."""
    start, end = quote.answer_span or (quote.start, quote.end)
    if not _ends_with_number(text[start:end]):
        return (start, end)
    percent = _percent().match(text, end, quote.end)
    if percent:
        return (start, percent.end())
    place = end
    joined = _OF_THEM.match(text, end, quote.end)
    if joined and _ends_with_plural(text[start:end]):  # hundreds *of items*
        return (start, joined.end())
    for number in itertools.count():
        found = _WORD.match(text, place, quote.end)
        if found and number >= _MOST_OF_THING and stem(found[1]) not in asked:
            break
        if found is None or _is_no_thing(found[1].partition("-")[0]):
            break
        place = found.end()
    return (start, place)


def _ends_with_number(words: str) -> bool:
    return any(end == len(words) for _, end in numbers_in(words))


def _ends_with_plural(words: str) -> bool:
    """Whether a figure ends with a number that is counted itself: hundreds, dozens."""
    return words.split()[-1].endswith("s")


@lru_cache(maxsize=1)
def _percent() -> re.Pattern[str]:
    return regex(rf" (?:{one_of(tables('en').answers.percent)})\b")


def _is_no_thing(word: str) -> bool:
    grammar = tables("en").grammar
    return (
        is_function_word(word)
        or word in grammar.common_verbs
        or word in grammar.adverbs
        or word in grammar.past_forms
        or word in tables("en").speech.verbs
        or (word.endswith("ed") and word not in grammar.not_participles)
    )


def _is_date(words: str) -> bool:
    """Whether the words are mostly a date or a time of the day."""
    told = sum(end - start for start, end in dates_in(words))
    told += sum(len(found[0]) for found in _time().finditer(words))
    return len(words) <= _LONGEST_NAME and 2 * told >= len(words)


@lru_cache(maxsize=1)
def _time() -> re.Pattern[str]:
    clock = one_of(tables("en").answers.clock)
    hour = r"\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b\.?|o['’]clock)|\d{1,2}:\d\d"
    return regex(rf"\b(?:{clock})\b|\b(?:{hour})")
