"""Article -> passages: pure, linear, and a partition of the text at sentence boundaries."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.articles.article import Article, Span
from index.articles.passages import Passage
from index.chunking.sentences import letter_start, sentence_spans

TARGET = 140
"""Estimated word pieces a passage grows to; it stops earlier rather than break a sentence."""

LIMIT = 190
"""Estimated word pieces no passage exceeds: title, heading and passage fit in 256 real ones."""

FINGERPRINT = f"sentences-2:{TARGET}:{LIMIT}"
"""Changes whenever the same article would be cut elsewhere; stored in the index."""

# One match is about one word piece of an English vocabulary: up to seven plain Latin letters, three
# digits, one ideograph, two letters of any other script, or one sign. Measured on the vocabulary of
# BERT: English text has 0.9 to 1.0 times as many, Russian 1.4, Korean 1.7.
_PIECE = re.compile(
    "[a-zA-Z]{1,7}+|[\u00c0-\u024f]|[0-9]{1,3}+"
    "|[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
    r"|\w{1,2}+|[^\w\s]"
)
_ENOUGH = 0.6  # of the target: a paragraph's end closes the passage from here on
_LITTLE = 0.25  # of the target: less than this is joined to a neighbour where the limit allows
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is kept whole: a sentence with the space after it, or a piece of a gigantic one."""

    start: int
    end: int
    pieces: int
    is_heading: bool
    ends_paragraph: bool


def chunk(article: Article, *, target: int = TARGET, limit: int = LIMIT) -> list[Passage]:
    """Return the passages of an article: they partition its text; an empty text has none.

    Args:
        article: text and headings.
        target: how long passages should be, in estimated word pieces.
        limit: how long they may be; only a sentence longer than this is cut inside.

    A passage ends with a sentence, with a paragraph where one ends near the target, and never with
    a heading that something follows, unless the limit demands it.
    """
    units = list(_units(article, limit))
    headings = article.headings
    groups = _merge_little(_group(units, target, limit), target, limit)
    return [
        Passage(
            number=number,
            start=group[0].start,
            end=group[-1].end,
            heading=_heading_above(article.text, headings, group[0].start),
        )
        for number, group in enumerate(groups)
    ]


def embedding_text(article: Article, passage: Passage) -> str:
    """Return what is embedded for a passage: title, heading, text. Never what is quoted."""
    text = article.text[passage.start : passage.end].strip()
    title = (article.info.title or "").strip()[:_LONGEST_NAME]
    heading = passage.heading.strip()[:_LONGEST_NAME]
    parts = [title] if title and not text.startswith(title) else []
    if heading and heading != title and not text.startswith(heading):
        parts.append(heading)
    return "\n".join([*parts, text])


def estimate_pieces(text: str, start: int = 0, end: int | None = None) -> int:
    """Estimate how many word pieces an English word-piece vocabulary makes of text[start:end]."""
    return len(_PIECE.findall(text, start, len(text) if end is None else end))


def _units(article: Article, limit: int) -> Iterator[_Unit]:
    sentences = list(_sentences(article))
    for number, (start, _, is_heading) in enumerate(sentences):
        first = start if number else 0
        last = number == len(sentences) - 1
        following = len(article.text) if last else sentences[number + 1][0]
        yield from _whole_or_cut(article.text, first, following, limit, is_heading=is_heading)
    if not sentences and article.text:
        yield from _whole_or_cut(article.text, 0, len(article.text), limit, is_heading=False)


def _sentences(article: Article) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is heading) of every sentence, headings apart from what they head."""
    position = 0
    for start, end in article.headings:
        yield from _located(article, position, start, is_heading=False)
        yield from _located(article, start, end, is_heading=True)
        position = end
    yield from _located(article, position, len(article.text), is_heading=False)


def _located(
    article: Article, start: int, end: int, *, is_heading: bool
) -> Iterator[tuple[int, int, bool]]:
    for left, right in sentence_spans(article.text[start:end], article.info.lang):
        yield start + left, start + right, is_heading


def _whole_or_cut(
    text: str, start: int, end: int, limit: int, *, is_heading: bool
) -> Iterator[_Unit]:
    pieces = estimate_pieces(text, start, end)
    ends_paragraph = "\n" in text[max(start, end - 3) : end]
    if pieces <= limit:
        yield _Unit(start, end, pieces, is_heading, ends_paragraph)
        return
    position = start
    for cut in (*_cuts(text, start, end, limit), end):
        pieces = estimate_pieces(text, position, cut)
        yield _Unit(position, cut, pieces, is_heading, cut == end and ends_paragraph)
        position = cut


def _cuts(text: str, start: int, end: int, limit: int) -> Iterator[int]:
    """Yield where a unit longer than the limit is cut: before a word, else between letters."""
    count, word_start, position = 0, start, start
    for match in _PIECE.finditer(text, start, end):
        begin = match.start()
        if text[begin - 1 : begin].isspace():
            word_start = begin
        if count >= limit:
            cut = word_start if word_start > position else letter_start(text, begin, position + 1)
            yield cut
            count = estimate_pieces(text, cut, begin)
            position = cut
        count += 1


def _group(units: list[_Unit], target: int, limit: int) -> Iterator[list[_Unit]]:
    group: list[_Unit] = []
    size = 0
    for unit in units:
        if group and _closes(group, size, unit, target, limit):
            kept = _without_last_headings(group)
            carried = group[len(kept) :]
            if _size(carried) + unit.pieces > limit:
                kept, carried = group, []
            yield kept
            group, size = carried, _size(carried)
        group.append(unit)
        size += unit.pieces
    if group:
        yield group


def _without_last_headings(group: list[_Unit]) -> list[_Unit]:
    """Drop the headings at a group's end, which head what comes next; all of it if nothing else."""
    end = len(group)
    while end and group[end - 1].is_heading:
        end -= 1
    return group[:end] or group


def _closes(group: list[_Unit], size: int, unit: _Unit, target: int, limit: int) -> bool:
    """Tell whether `group` ends before `unit`."""
    if size + unit.pieces > limit:
        return True
    if group[-1].is_heading:
        return False
    if unit.is_heading:
        return size >= _LITTLE * target
    return size + unit.pieces > target or (group[-1].ends_paragraph and size >= _ENOUGH * target)


def _merge_little(groups: Iterator[list[_Unit]], target: int, limit: int) -> Iterator[list[_Unit]]:
    """Join a short last group to the one before it."""
    previous: list[_Unit] = []
    for group in groups:
        size, before = _size(group), _size(previous)
        short = size < _LITTLE * target and not group[0].is_heading
        if previous and short and size + before <= limit:
            previous = previous + group
            continue
        if previous:
            yield previous
        previous = group
    if previous:
        yield previous


def _size(group: list[_Unit]) -> int:
    return sum(unit.pieces for unit in group)


def _heading_above(text: str, headings: Sequence[Span], position: int) -> str:
    number = bisect_right(headings, position, key=lambda heading: heading[0])
    if number == 0:
        return ""
    left, right = headings[number - 1]
    return text[left:right]
