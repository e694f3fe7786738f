"""A short answer made a well-formed phrase: whole numbers, whole names, paired marks. Pure.

A reader points at tokens, so that its answer may begin or end inside a figure ("4,699" of
"4,699,755"), inside brackets ("Over half (55%") or with the mark of a list. The edges are moved as
little as makes a phrase of it, and never out of the sentence.
"""

import re

from index.articles.article import Span

_MARKER = re.compile(r"\s*(?:[-•*–—+]\s+)?[,;:.)\]}…\s]*(?=\S)")
_TRAILING = re.compile(r"[,;:(\[{\s–—]+$")
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "„": "“"}
_STRAIGHT = '"'
_FIGURE_BEFORE = re.compile(r"(?:[$€£¥]\s?)?\d(?:[.,]?\d)*[.,]?$|[$€£¥]\s?$")
_FIGURE_AFTER = re.compile(r"(?:[.,]?\d)+%?|%")
_DOTTED = re.compile(r"(?:\.[A-Z])+\.?")
_REACH = 40
"""Characters looked at before an answer."""


def well_formed(text: str, span: Span, sentence: Span) -> Span | None:
    """Return a short answer as a phrase that begins and ends where one may; None for no words.

    Args:
        text: The article's.
        span: The answer, inside the sentence.
        sentence: Where its edges may be moved.
    """
    start, end = _trimmed(text, *span)
    if start >= end or not any(map(str.isalnum, text[start:end])):
        return None
    start, end = _whole_figures(text, (start, end), sentence)
    return _paired(text, (start, end), sentence)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the mark of a list before it and without marks that lead on."""
    lead = _MARKER.match(text, start, end)
    if lead is not None:
        start = lead.end()
    trail = _TRAILING.search(text, start, end)
    return start, trail.start() if trail is not None else end


def _whole_figures(text: str, span: Span, sentence: Span) -> Span:
    """Return a span grown to the whole of a figure or an abbreviation that it cuts."""
    start, end = span
    if text[start].isdigit():
        cut = _FIGURE_BEFORE.search(text, max(sentence[0], start - _REACH), start)
        start = cut.start() if cut is not None else start
    if text[end - 1].isdigit():
        rest = _FIGURE_AFTER.match(text, end, sentence[1])
        end = rest.end() if rest is not None else end
    elif text[end - 1].isupper() and not text[end - 2 : end - 1].isalnum():
        rest = _DOTTED.match(text, end, sentence[1])
        end = rest.end() if rest is not None else end
    return start, end


def _paired(text: str, span: Span, sentence: Span) -> Span | None:
    """Return a span in which every bracket and quotation mark has its other half."""
    start, end = span
    for opening, closing in _PAIRS.items():
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing):
            end = _closed(text, (start, end), sentence, opening, closing)
        elif inside.count(closing) > inside.count(opening) and opening != "„":
            last = text.rfind(closing, start, end)
            start, end = (start, last) if last > (start + end) // 2 else (last + 1, end)
    if text.count(_STRAIGHT, start, end) % 2:
        start, end = _without_straight(text, start, end)
    start, end = _trimmed(text, start, end)
    return (start, end) if start < end else None


def _closed(text: str, span: Span, sentence: Span, opening: str, closing: str) -> int:
    """Return where a span ends that leaves one mark open: after its other half, or before it."""
    start, end = span
    if text[end : end + 1] == closing and end < sentence[1]:
        return end + 1
    place = text.rfind(opening, start, end)
    if place > start:
        return place
    found = text.find(closing, end, sentence[1])
    return found + 1 if found >= 0 else end


def _without_straight(text: str, start: int, end: int) -> Span:
    if text[start] == _STRAIGHT:
        return start + 1, end
    if text[end - 1] == _STRAIGHT:
        return start, end - 1
    return start, end
