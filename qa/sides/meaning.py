"""Statements that are near to a topic in meaning, by the encoder that the index is made with."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.articles.article import Span
from qa.evidence.similarity import Similarity
from qa.sides.topic import around
from qa.statements.stored import SpokenIn

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

NEAR = 0.4
"""The least cosine of a topic with a statement, or with what stands around it, that is near."""

MOST_COMPARED = 600
"""Statements embedded for one topic; each costs some five milliseconds once."""

_LONGEST = 900
"""Characters of what stands around a statement; the encoder reads hardly more."""


def near_in_meaning(
    index: "ReadableIndex", similarity: Similarity, topic: str, statements: Sequence[SpokenIn]
) -> tuple[set[int], int]:
    """Return the places of statements that are near to a topic, and how many were compared.

    Where there are more than `MOST_COMPARED`, the passages of all are compared, by the vectors
    that the index stores, and the statements in the nearest ones embedded.
    """
    places: Sequence[int] = range(len(statements))
    if len(statements) > MOST_COMPARED:
        places = _in_nearest_passages(index, topic, statements)[:MOST_COMPARED]
    texts = [text for place in places for text in _told(statements[place])]
    cosines = similarity(topic, texts)
    pairs = zip(cosines[::2], cosines[1::2], strict=True)
    near = {place for place, pair in zip(places, pairs, strict=True) if max(pair) >= NEAR}
    return near, len(places)


def _told(spoken: SpokenIn) -> tuple[str, str]:
    article, statement = spoken
    return article.text[statement.start : statement.end], around(article, statement)[:_LONGEST]


def _in_nearest_passages(
    index: "ReadableIndex", topic: str, statements: Sequence[SpokenIn]
) -> Sequence[int]:
    """Return the places of statements, those in the passages nearest to a topic first."""
    known = index.passage_cosines(topic, {article.id for article, _ in statements})
    nearness = [_cosine_at(known.get(article.id, ()), one.start) for article, one in statements]
    return sorted(range(len(statements)), key=lambda place: -nearness[place])


def _cosine_at(passages: Sequence[tuple[Span, float]], start: int) -> float:
    place = bisect_right(passages, start, key=lambda one: one[0][0]) - 1
    return passages[place][1] if place >= 0 else -1.0
