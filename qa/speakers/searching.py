"""Speakers searched by name, role or body, put in order, and counted about a topic."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from index.articles.passages import Filters
from index.errors import IndexProblem
from index.search.filtering import matches
from qa.people.matching import same_person
from qa.people.spelling import spellings
from qa.speakers.directory import Directory
from qa.speakers.speaker import Speaker
from qa.statements.listing import Wish, list_in_index
from qa.text.words import fold, is_content, words

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex


class Order(StrEnum):
    """What speakers are listed by: who says most, names, or who spoke last."""

    STATEMENTS = "statements"
    NAME = "name"
    LATEST = "latest"


_ORDERS: Mapping[Order, Callable[[Speaker], tuple[object, ...]]] = {
    Order.STATEMENTS: lambda one: (-one.statements, one.name.casefold(), one.key),
    Order.NAME: lambda one: (fold(one.name), one.key),
    Order.LATEST: lambda one: (
        one.last is None,
        *(-ord(c) for c in one.last or ""),
        -one.statements,
        one.key,
    ),
}


def matching(speakers: Iterable[Speaker], wanted: str) -> list[Speaker]:
    """Return those whose name, role or body has every word of `wanted`, in their order.

    A word may be left unfinished; names are found by their other spellings, bodies by their
    initials. All speakers match what has no word.
    """
    asked = [fold(word.text) for word in words(wanted) if is_content(word.text)]
    asked = asked or [fold(word.text) for word in words(wanted)]
    if not asked:
        return list(speakers)
    listed = list(speakers)
    return [one for one in listed if _has_all(one, asked)] or [
        one for one in listed if any(same_person(wanted, name) for name in one.spellings)
    ]


def _has_all(speaker: Speaker, asked: Sequence[str]) -> bool:
    texts = (speaker.name, *speaker.spellings, *speaker.roles)
    held = {fold(word.text) for text in texts for word in words(text)}
    forms = {form for word in held for form in spellings(word)}
    return all(
        any(word.startswith(one) for word in held) or not forms.isdisjoint(spellings(one))
        for one in asked
    )


def ordered(speakers: Iterable[Speaker], order: Order) -> list[Speaker]:
    """Return speakers in an order; those of one rank always stand in the same way."""
    return sorted(speakers, key=_ORDERS[order])


def listed_about(index: "ReadableIndex", directory: Directory, topic: str) -> Directory:
    """Return who speaks about a topic: how often, in which articles, and when.

    Args:
        index: of which `directory` was made.
        directory: says who is one; what was not looked at for it is not counted.
        topic: words that a statement, or the sentence that reports it, must have.

    Raises:
        IndexProblem: the index cannot be read.
    """
    listing = list_in_index(index, Wish(about=topic))
    counts: Counter[tuple[str, str]] = Counter(
        (str(row["article"]), str(row["speaker"]))
        for row in listing.rows
        if row["speaker"] and not row.get("doubtful")
    )
    by_speaker: dict[str, Counter[str]] = {}
    for (article, label), number in counts.items():
        for one in directory.of(article, label):
            by_speaker.setdefault(one.key, Counter())[article] += number
    dates = {info.id: info.date for info in listing.infos.values()}
    return _narrowed_to(directory, by_speaker, dates)


def dates_in(index: "ReadableIndex", filters: Filters) -> Mapping[str, str | None]:
    """Return the articles that pass, by identifier, with their dates."""
    try:
        return index.library.scope.dated(filters)
    except IndexProblem:  # of an earlier version and not to be written to: it has no list
        return {info.id: info.date for info in index.articles() if matches(filters, info)}


def articles_in(index: "ReadableIndex", filters: Filters) -> int:
    """Return how many articles pass, which are counted, not read."""
    try:
        return index.library.scope.count(filters)
    except IndexProblem:
        return len(dates_in(index, filters))


def within(directory: Directory, dates: Mapping[str, str | None]) -> list[Speaker]:
    """Return who speaks in some of the articles, those who say most there first.

    Who is one is told by all articles of the directory.

    Args:
        directory: of all.
        dates: of these articles, by identifier.
    """
    by_speaker = {
        one.key: {article: n for article, n in one.by_article.items() if article in dates}
        for one in directory.speakers
    }
    return list(_narrowed_to(directory, by_speaker, dates).speakers)


def _narrowed_to(
    directory: Directory,
    by_speaker: Mapping[str, Mapping[str, int]],
    dates: Mapping[str, str | None],
) -> Directory:
    found = [
        _narrowed(one, by_speaker[one.key], dates)
        for one in directory.speakers
        if by_speaker.get(one.key)
    ]
    return replace(directory, speakers=tuple(ordered(found, Order.STATEMENTS)))


def _narrowed(
    speaker: Speaker, counts: Mapping[str, int], dates: Mapping[str, str | None]
) -> Speaker:
    known = sorted(date for article in counts if (date := dates.get(article)))
    return replace(
        speaker,
        statements=sum(counts.values()),
        by_article=dict(counts),
        first=known[0] if known else None,
        last=known[-1] if known else None,
    )
