"""Whose statements are asked for by a role: "the harbour master", "Orlo's lawyer", "the cook".

A role is looked up in the articles found, which are few: the words beside the names of those who
speak there say what they are. The same role has other holders in other articles; those of the
article that fits the question best are taken.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Article
from index.keeping.found import kept_by_text
from qa.citations import article_sentences
from qa.language.tables import tables
from qa.people.known.descriptions import NOTHING, Description, described, descriptions
from qa.people.matching import same_person
from qa.people.names import Kind, kind_of, looks_like_name
from qa.statements.stored import SpokenIn
from qa.statements.turn_speakers import called_so
from qa.text.words import stem, stems

_ALIKE = 0.8
"""What another word for the role is worth, compared with the same."""
_BARE = 0.4
"""What the right noun alone is worth where the question says more of whom it means."""
_AROUND, _ELSEWHERE = 0.9, 0.5
"""What a word of the role is worth that the article has, but not beside the name: in the sentence
or the one before, and somewhere.
"""
_ENOUGH = 0.6
_NEARLY = 0.1
_MOST_ARTICLES = 3
_MOST_HOLDERS = 4

_OF_SPEAKER = re.compile(r"(?:my|our|your)\b", re.IGNORECASE)
"""What somebody calls another one in a quotation is no name for him in the article."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who speaks in an article, and how well he fits a role: from 0 to 1."""

    article: Article
    speaker: str
    fit: float


def said_in_role(statements: Sequence[SpokenIn], role: str) -> list[SpokenIn]:
    """Return the statements of those who hold a role, none where nobody surely does.

    Args:
        statements: Of the articles found, the one that fits the question best first.
        role: As asked, such as "the owner of the campsite".
    """
    holders = holders_of(statements, role)
    return [
        (article, statement)
        for article, statement in statements
        if statement.speaker
        and any(
            statement.speaker == one.speaker
            if article.id == one.article.id
            else looks_like_name(one.speaker) and same_person(statement.speaker, one.speaker)
            for one in holders
        )
    ]


def holders_of(statements: Sequence[SpokenIn], role: str) -> list[Holder]:
    """Return who holds a role best, in the first article in which somebody does."""
    wanted = described(role)
    if not wanted.heads:
        return []
    fits = [
        Holder(article, name, fit)
        for article, speakers in _speakers(statements)
        for name, fit in _fits(article, speakers, wanted, role)
        if fit >= _ENOUGH
    ]
    best = max((one.fit for one in fits), default=0.0)
    good = [one for one in fits if one.fit >= best - _NEARLY]
    found = [one for one in good if one.article.id == good[0].article.id]
    return found if len({one.speaker for one in found}) <= _MOST_HOLDERS else []


def is_somebody_else(article: Article, speaker: str, role: str) -> bool:
    """Whether an article says what a speaker is, and it is not this role."""
    if not looks_like_name(speaker):
        return False
    wanted = described(role)
    if not wanted.heads.isdisjoint(_bodies()):  # whoever speaks for the ministry
        return False
    told = _described_in(article.text, (speaker,)).get(speaker, NOTHING)
    body = kind_of(speaker) is Kind.BODY
    return body or (bool(told.heads) and not any(_alike(one, told.heads) for one in wanted.heads))


def _speakers(statements: Sequence[SpokenIn]) -> Iterator[tuple[Article, Mapping[str, str]]]:
    """Yield the first articles with their speakers, each with the words that mention him."""
    by_article: dict[str, tuple[Article, dict[str, str]]] = {}
    for article, statement in statements:
        _, speakers = by_article.setdefault(article.id, (article, {}))
        if statement.speaker and not _OF_SPEAKER.match(statement.speaker):
            start, end = statement.speaker_mention or (0, 0)
            said = speakers.get(statement.speaker, "")
            speakers[statement.speaker] = f"{said}\n{article.text[start:end]}"
    yield from list(by_article.values())[:_MOST_ARTICLES]


def _fits(
    article: Article, speakers: Mapping[str, str], wanted: Description, role: str
) -> Iterator[tuple[str, float]]:
    called = called_so(article.text, role)
    told = _described_in(article.text, tuple(sorted(speakers)))
    for name, mentioned in speakers.items():
        if name in called:
            yield name, 1.0
            continue
        own = NOTHING if looks_like_name(name) else described(name)
        for one in set(mentioned.split("\n")):
            own |= described(one)
        yield name, _fit(wanted, own | told.get(name, NOTHING), stems(article.text))


@kept_by_text
def _described_in(text: str, names: tuple[str, ...]) -> Mapping[str, Description]:
    sentences = (text[start:end] for start, end in article_sentences(text))
    return descriptions(sentences, [name for name in names if looks_like_name(name)])


def _fit(wanted: Description, told: Description, article: frozenset[str]) -> float:
    """Return how well a description fits: the noun has to be there, the rest adds to it."""
    noun = max((_alike(one, told.heads) for one in wanted.heads), default=0.0)
    rest = wanted.words - wanted.heads
    if not noun or not rest:
        return noun
    held = sum(_worth(one, told, article) for one in rest)
    return noun * (_BARE + (1 - _BARE) * held / len(rest))


def _worth(word: str, told: Description, article: frozenset[str]) -> float:
    if word in told.words:
        return 1.0
    return _AROUND if word in told.around else _ELSEWHERE * (word in article)


def _alike(noun: str, heads: frozenset[str]) -> float:
    if noun in heads:
        return 1.0
    return _ALIKE if any(not heads.isdisjoint(group) for group in _groups(noun)) else 0.0


@lru_cache
def _bodies() -> frozenset[str]:
    names = tables("en").names
    return frozenset(map(stem, names.bodies | names.collectives))


@lru_cache(maxsize=4096)
def _groups(noun: str) -> tuple[frozenset[str], ...]:
    groups = (frozenset(map(stem, group)) for group in tables("en").names.same_roles)
    return tuple(group for group in groups if noun in group)
