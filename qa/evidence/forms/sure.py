"""Sentences whose form says that they answer, whatever was read of them."""

from collections.abc import Sequence
from dataclasses import replace

from index.articles.article import Article, Span
from index.articles.passages import Hit
from qa.evidence.candidate import Candidate, Read
from qa.evidence.reading import unread

SURE = Read(evidence=5.0, answerable=5.0, answer_score=5.0)
"""Logits of what names, introduces or ranks what is asked about: it needs no reader."""


def put_sure(found: list[Candidate], hit: Hit, sentence: Span, answer: Span) -> int:
    """Have a sentence of a hit's article among `found` as a sure one, the narrator's.

    Returns:
        Its place: that where it is, or the last where no window read held it.
    """
    place = place_of(found, hit.article, sentence)
    if place is None:
        place = len(found)
        found.append(unread(hit, sentence))
    read = replace(SURE, answer=answer)
    found[place] = replace(found[place], read=read, statement=None, speaker=None)
    return place


def place_of(found: Sequence[Candidate], article: Article, sentence: Span) -> int | None:
    """Return the place of a sentence of an article among candidates, None where it is not."""
    at = (article.id, *sentence)
    places = (n for n, one in enumerate(found) if (one.article.id, one.start, one.end) == at)
    return next(places, None)
