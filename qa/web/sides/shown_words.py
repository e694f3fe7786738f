"""Statements as the page of sides prints them: by article, those of one sentence together."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from index.articles.article import Span
from index.articles.statement import StatementKind
from qa.citations import grow_to_sentences
from qa.sides.values import Found, Said
from qa.web.pages.article_text import read_link, text_direction

_AROUND = 240
"""Characters of a sentence shown before and after what somebody says in it."""


class Piece(NamedTuple):
    """Words of an article; `said` where they are the speaker's, else the narrator's around them."""

    text: str
    said: bool


def articles_of(statements: Sequence[Said], root: str) -> list[dict[str, Any]]:
    """Return statements in their order, by article, as the template prints them."""
    return [
        _article(list(some), root)
        for _, some in groupby(statements, key=lambda said: said.article.id)
    ]


def _article(statements: Sequence[Said], root: str) -> dict[str, Any]:
    article, first = statements[0].article, statements[0].statement
    info = article.info
    return {
        "title": info.title or info.id,
        "publication": info.publication,
        "date": info.date,
        "lang": info.lang or "",
        "dir": text_direction(article),
        "read": read_link(article, first.start, first.end, root=root),
        "said": [_said(some, root) for some in _by_sentence(statements)],
    }


def _by_sentence(statements: Iterable[Said]) -> Iterator[list[Said]]:
    """Yield statements of the same sentences together."""
    group: list[Said] = []
    reach = -1
    for said in sorted(statements, key=lambda one: (one.statement.start, -one.statement.end)):
        start, end = _sentences(said)
        if group and start >= reach:
            yield group
            group = []
        group.append(said)
        reach = max(reach, end)
    if group:
        yield group


def _sentences(said: Said) -> Span:
    return grow_to_sentences(said.article, said.statement.start, said.statement.end)


def _said(group: Sequence[Said], root: str) -> dict[str, Any]:
    article = group[0].article
    ways = {said.found for said in group}
    weakest = None if not ways & {None, Found.WORDS} else Found.WORDS
    found = weakest or (Found.AROUND if Found.AROUND in ways else Found.MEANING)
    place = group[0].statement
    return {
        "pieces": list(pieces(group)),
        "reported": all(said.statement.kind is not StatementKind.DIRECT for said in group),
        "read": read_link(article, place.start, place.end, root=root),
        "cites": [f"{root}{said.path}" for said in group],
        "found": str(found) if found is not Found.WORDS else None,
    }


def pieces(group: Sequence[Said]) -> Iterator[Piece]:
    """Yield the sentences of statements, cut where somebody's words begin and end."""
    text = group[0].article.text
    spans = [_sentences(said) for said in group]
    first, last = group[0].statement.start, max(said.statement.end for said in group)
    start, end = min(one[0] for one in spans), max(one[1] for one in spans)
    at = max(start, first - _AROUND)
    if at > start:
        yield Piece("… ", said=False)
    for said in group:
        one = said.statement
        if one.start > at:
            yield Piece(text[at : one.start], said=False)
        if one.end > at:
            yield Piece(text[max(at, one.start) : one.end], said=True)
            at = one.end
    stop = min(end, last + _AROUND)
    if stop > at:
        yield Piece(text[at:stop] + (" …" if stop < end else ""), said=False)
