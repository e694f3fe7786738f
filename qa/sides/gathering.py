"""The sides of a wish, gathered from everything that an index holds."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.search.filtering import matches
from qa.evidence.similarity import Similarity
from qa.sides.meaning import near_in_meaning
from qa.sides.naming import named
from qa.sides.topic import Topic
from qa.sides.values import (
    LONGEST_TOPIC,
    Found,
    Offered,
    Problem,
    Said,
    Searched,
    Side,
    Sides,
    SidesWish,
    Trouble,
)
from qa.speakers.directory import Directory, directory_of
from qa.speakers.finder import SpeakerFinder
from qa.speakers.searching import articles_in
from qa.speakers.speaker import Speaker
from qa.statements.listing import Found as FoundIn
from qa.statements.listing import found_in_index
from qa.statements.stored import SpokenIn

if TYPE_CHECKING:
    from index.annotations import Annotations
    from index.opened.reading import ReadableIndex

MOST_OFFERED = 24
"""Speakers that can be chosen of those who speak most."""

SHOWN_UNASKED = 2
"""Sides shown of those who spoke about a topic where nobody was chosen."""


class SideFinder:
    """Gathers sides from one index. Safe to share among threads.

    The vectors of statements are kept for a while.
    """

    def __init__(self, index: "ReadableIndex") -> None:
        self._index = index
        self._similarity: Similarity | None = None
        self._lock = threading.Lock()

    def sides(self, wish: SidesWish, directory: Directory | None = None) -> Sides:
        """Return what is wished for, with what is wrong with the wish.

        All statements of the speakers, of everybody where none is named, are looked at: by their
        words, and by their meaning (`qa.sides.meaning`).

        Args:
            wish: whose statements, about what, of which time.
            directory: everybody who speaks in the index; made anew when left out.
        """
        directory = directory or directory_of(self._index)
        meant = named(wish.speakers, directory)
        text = " ".join((wish.about or "")[:LONGEST_TOPIC].split())
        topic = Topic.of(text) if text else None
        found = Sides(
            topic=text or None, troubles=meant.troubles, people=len(directory.speakers), wish=wish
        )
        if topic is not None and not topic.wanted:
            return replace(found, offered=_frequent(directory)).with_troubles(
                Trouble(Problem.WORDLESS, text)
            )
        if not meant.speakers and (topic is None or wish.speakers):
            return replace(found, offered=_frequent(directory))
        return self._gathered(found, directory, meant.speakers, topic)

    def _gathered(
        self,
        found: Sides,
        directory: Directory,
        speakers: Sequence[Speaker],
        topic: Topic | None,
    ) -> Sides:
        spoken, articles, damaged = self._spoken(found.wish, directory, speakers)
        about, compared = self._about(spoken, topic)
        said = [(one, directory.of(one[0].id, one[1].speaker)) for one in spoken]
        totals = Counter(who.key for _, those in said for who in those)
        mine: dict[str, list[Said]] = {}
        people: dict[str, Speaker] = {}
        for place, (one, those) in enumerate(said):
            if topic is None or place in about:
                for who in those:
                    people[who.key] = who
                    mine.setdefault(who.key, []).append(Said(*one, about.get(place)))
        chosen = speakers
        if not speakers:
            order = sorted(mine, key=lambda key: (*_frequency(mine[key]), people[key].name))
            chosen = [people[key] for key in order[:SHOWN_UNASKED]]
            found = replace(
                found, offered=tuple(Offered(people[key], len(mine[key])) for key in order)
            )
        return replace(
            found,
            sides=tuple(
                Side(who, tuple(sorted(mine.get(who.key, ()), key=_order)), totals[who.key])
                for who in chosen
            ),
            searched=Searched(
                articles=articles,
                statements=len(spoken),
                about=len(spoken) if topic is None else len(about),
                by_meaning=compared,
            ),
            damaged=damaged,
        )

    def _spoken(
        self, wish: SidesWish, directory: Directory, speakers: Sequence[Speaker]
    ) -> tuple[list[SpokenIn], int, tuple[str, ...]]:
        """Return all statements of the speakers, of everybody where there are none."""
        if speakers:
            read, articles, damaged = self._said_by(wish, directory, speakers)
        else:
            read, articles, damaged = self._said_by_all(wish)
        wanted = {one.key for one in speakers}
        found = [
            (article, one)
            for article, statements in read
            for one in statements
            if not one.doubtful
            and any(
                not wanted or who.key in wanted for who in directory.of(article.id, one.speaker)
            )
        ]
        return found, articles, tuple(damaged)

    def _said_by_all(self, wish: SidesWish) -> tuple[Iterable[FoundIn], int, list[str]]:
        infos = [info.id for info in self._index.articles() if matches(wish.filters, info)]
        damaged: list[str] = []
        read = found_in_index(
            self._annotations, frozenset(infos), damaged, are_all=not wish.filters
        )
        return list(read), len(infos), damaged

    def _said_by(
        self, wish: SidesWish, directory: Directory, speakers: Sequence[Speaker]
    ) -> tuple[Iterable[FoundIn], int, list[str]]:
        """Return the articles in which somebody speaks; no others are looked at."""
        labels = {label for one in speakers for label in one.labels}
        names = frozenset(name for one in speakers for name in one.met_in) | directory.unread
        articles = directory.searched
        if wish.filters:
            infos = self._index.infos(names)
            names = frozenset(info.id for info in infos if matches(wish.filters, info))
            articles = articles_in(self._index, wish.filters)
        stored = list(self._annotations.stored(articles=names, speakers=labels))
        damaged = [one.name for one in stored if one.article is None]
        read = [(one.article, one.statements) for one in stored if one.article is not None]
        return read, articles, [*sorted(directory.unread & names), *damaged]

    @property
    def _annotations(self) -> "Annotations":
        return self._index.annotations(SpeakerFinder())

    def _about(
        self, spoken: Sequence[SpokenIn], topic: Topic | None
    ) -> tuple[Mapping[int, Found], int]:
        """Return the places of statements about a topic, and how many were compared in meaning."""
        if topic is None:
            return {}, 0
        found: dict[int, Found] = {}
        possible: dict[str, bool] = {}
        for place, (article, statement) in enumerate(spoken):
            if article.id not in possible:
                possible[article.id] = topic.may_be_in(article.text)
            if possible[article.id] and (way := topic.found_in(article, statement)) is not None:
                found[place] = way
        rest = [place for place in range(len(spoken)) if place not in found]
        near, compared = near_in_meaning(
            self._index, self._like(), topic.bare, [spoken[place] for place in rest]
        )
        found |= {rest[place]: Found.MEANING for place in near}
        return found, compared + len(spoken) - len(rest)

    def _like(self) -> Similarity:
        with self._lock:
            if self._similarity is None:
                self._similarity = Similarity(self._index.embedder)
            return self._similarity


def _frequent(directory: Directory) -> tuple[Offered, ...]:
    return tuple(Offered(one, one.statements) for one in directory.speakers[:MOST_OFFERED])


def _frequency(statements: Sequence[Said]) -> tuple[int, int]:
    """Return what sorts the most frequent first, of those equal who used the words themselves."""
    worded = sum(one.found is not Found.MEANING for one in statements)
    return (-len(statements), -worded)


def _order(said: Said) -> tuple[bool, str, str, int]:
    date = said.date
    return (date is None, date or "", said.article.id, said.statement.start)
