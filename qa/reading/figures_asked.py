"""Which figure of a short answer is asked for, and how far what it counts goes. Pure.

"59% PHP and 27%" before "JavaScript" holds two figures, of which one is JavaScript's; "between 400
and 600 water main" ends inside the thing that "How many water main breaks ...?" counts.
"""

import itertools

from index.articles.article import Span
from qa.questions.question import Asks, Question
from qa.reading.short_answers import numbers_in
from qa.text.words import STOP_WORDS, Word, content_stems, stem, words

_AFTER = 3
"""Words after a figure that may say what it is of."""


def figure_asked(question: Question, text: str, span: Span, end: int) -> Span:
    """Return the part of a short answer that is the figure asked for, with all of what it counts.

    Args:
        question: With what it asks for; only figures are looked at.
        text: The article's.
        span: The short answer.
        end: Where its sentence ends.
    """
    if question.asks is not Asks.NUMBER:
        return span
    asked = frozenset(content_stems(question.text))
    return _to_its_end(text, _one_figure(text, span, end, asked), end, asked)


def _one_figure(text: str, span: Span, end: int, asked: frozenset[str]) -> Span:
    """Return the figure of an answer beside which words of the question stand, where it is one."""
    start = span[0]
    found = [(start + a, start + b) for a, b in numbers_in(text[start : span[1]])]
    if len(found) < 2 or all(_is_range(text[a[1] : b[0]]) for a, b in itertools.pairwise(found)):
        return span
    borders = [*(one[0] for one in found[1:]), end]
    fitting = [
        one
        for one, border in zip(found, borders, strict=True)
        if any(stem(w.text) in asked for w in words(text[one[1] : border])[:_AFTER])
    ]
    if len(fitting) != 1:
        return span
    first = start if fitting[0] == found[0] else fitting[0][0]
    last = span[1] if fitting[0] == found[-1] else fitting[0][1]
    return first, last


def _is_range(between: str) -> bool:
    """Whether two figures are one: from 5 to 12, four of the five, 3,050 or 3,100."""
    return all(word.text.casefold() in STOP_WORDS for word in words(between))


def _to_its_end(text: str, span: Span, end: int, asked: frozenset[str]) -> Span:
    """Return an answer that ends inside the thing counted, with the rest of that."""
    inside = words(text[slice(*span)])
    if not inside or not _is_of_thing(inside[-1], asked):
        return span
    if text[span[0] + inside[-1].start - 1] == "-":  # 12-year-old is whole
        return span
    last = span[1]
    for word in words(text[last:end]):
        at = span[1] + word.start
        if text[last:at] != " " or not _is_of_thing(word, asked):
            break
        last = span[1] + word.end
    return span[0], last


def _is_of_thing(word: Word, asked: frozenset[str]) -> bool:
    return word.text.isalpha() and word.text.islower() and stem(word.text) in asked
