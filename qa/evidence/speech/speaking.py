"""Who speaks in the sentences found, and which of them are the words of those asked about."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from index.articles.article import Article, Span
from index.articles.passages import Hit
from index.articles.statement import Statement
from qa.citations import sentences_in
from qa.evidence.candidate import Candidate
from qa.evidence.reading import unread
from qa.people.matching import same_person
from qa.questions.question import Question
from qa.statements.speakers import (
    known_name,
    said_rather_than_meant,
    spoken_by,
    written_in,
)
from qa.statements.stored import SpokenIn

MOST_UNREAD = 64
"""Sentences of those asked about that are weighed without having been read."""

Names: TypeAlias = Mapping[tuple[str, Statement], str | None]
"""The statements of those asked about, by article and statement, with whose they are."""


def asked_about(
    question: Question, spoken: Sequence[SpokenIn], articles: Sequence[Article] = ()
) -> dict[tuple[str, Statement], str]:
    """Return the statements of the speakers that a question names, each with its speaker's name.

    Args:
        question: With the speakers it names or implies.
        spoken: The statements of the articles found.
        articles: Those found; where nobody speaks in one, its author does.
    """
    found: dict[tuple[str, Statement], str] = {}
    silent = {a.id: a for a in articles if all(a.id != article.id for article, _ in spoken)}
    for name in question.speakers:
        mine = said_rather_than_meant(question, spoken_by(spoken, name))
        mine += [pair for article in silent.values() for pair in written_in(article, (), name)]
        full = _full_names(name, mine)
        for article, statement in mine:
            called = full[article.id] or statement.speaker or name
            found.setdefault((article.id, statement), called)
    return found


def _full_names(name: str, mine: Sequence[SpokenIn]) -> Mapping[str, str | None]:
    """Return by article the full name of the one asked about: two of a surname are kept apart."""
    by_article: dict[str, list[SpokenIn]] = defaultdict(list)
    for pair in mine:
        by_article[pair[0].id].append(pair)
    whole = known_name(name, mine)
    found: dict[str, str | None] = {}
    for article, said in by_article.items():
        own = known_name(name, said)
        found[article] = whole if not own or (whole and same_person(own, whole)) else own
    return found


def with_speakers(
    candidates: Sequence[Candidate],
    hits: Sequence[Hit],
    spoken: Sequence[SpokenIn],
    asked: Mapping[tuple[str, Statement], str],
) -> list[Candidate]:
    """Return the candidates with who speaks in them, and the sentences of those asked about.

    Args:
        candidates: Sentences read.
        hits: Passages found.
        spoken: The statements of the articles found.
        asked: The statements of those asked about (`asked_about`), with their speakers.
    """
    by_article: dict[str, list[Statement]] = defaultdict(list)
    for article, statement in spoken:
        by_article[article.id].append(statement)
    stored = {(article.id, statement) for article, statement in spoken}
    for article_id, statement in asked:
        if (article_id, statement) not in stored:
            by_article[article_id].append(statement)
    known = {(one.article.id, one.start, one.end) for one in candidates}
    more = [
        unread(hit, span)
        for hit, span in _spans_of(asked, hits)
        if (hit.article.id, *span) not in known
    ]
    everything = [*candidates, *dict.fromkeys(more[:MOST_UNREAD])]
    return [_with_speaker(one, by_article[one.article.id], asked) for one in everything]


def _spans_of(
    asked: Mapping[tuple[str, Statement], str], hits: Sequence[Hit]
) -> Iterator[tuple[Hit, Span]]:
    for hit in hits:
        start, end = hit.passage.span
        for article_id, statement in asked:
            if article_id == hit.article.id and statement.start < end and statement.end > start:
                inside = max(start, statement.start), min(end, statement.end)
                for span in sentences_in(hit.article.text, *inside, hit.article.info.lang):
                    yield hit, span


def _with_speaker(
    candidate: Candidate,
    statements: Sequence[Statement],
    asked: Mapping[tuple[str, Statement], str],
) -> Candidate:
    touching = [s for s in statements if s.start < candidate.end and s.end > candidate.start]
    if not touching:
        return candidate
    article_id = candidate.article.id

    def worth(one: Statement) -> tuple[bool, bool, int]:
        shared = min(one.end, candidate.end) - max(one.start, candidate.start)
        return (article_id, one) in asked, one.speaker is not None, shared

    best = max(touching, key=worth)
    name = asked.get((article_id, best))
    return replace(candidate, statement=best, speaker=name or best.speaker, asked=name is not None)
