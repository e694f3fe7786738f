"""Everything that one speaker says in an index, in the order of time, and a choice of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from index.articles.article import Article
from index.articles.passages import Filters
from index.articles.statement import Statement, StatementKind
from index.search.filtering import matches
from qa.speakers.speaker import Speaker
from qa.speakers.statements.topics import Topic, phrases_of
from qa.speakers.statements.word_places import WordPlaces
from qa.statements.listing import found_in_index, oldest_first
from qa.statements.stored import SpokenIn, StatementFinder

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

_MOST_PHRASES = 60


class Given(StrEnum):
    """How words are given: the speaker's own, the narrator's for them, in a line that may lie."""

    DIRECT = "direct"
    REPORTED = "reported"
    DOUBTFUL = "doubtful"


def given_as(statement: Statement) -> Given:
    """Return how the words of a statement are given."""
    if statement.doubtful:
        return Given.DOUBTFUL
    return Given.DIRECT if statement.kind is StatementKind.DIRECT else Given.REPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which statements of a speaker are wanted.

    Args:
        about: words, as `pullquote statements` has them.
        after: the first date; before: the last one. Articles without a date are in neither.
        publication: its whole name.
        given: how the words are given; both sorts that are sure when left out.
    """

    about: str | None = None
    after: str | None = None
    before: str | None = None
    publication: str | None = None
    given: Given | None = None

    def passes(self, article: Article) -> bool:
        """Tell whether statements of an article are wanted."""
        names = frozenset({self.publication} if self.publication else ())
        filters = Filters(sources=names, after=self.after, before=self.before)
        return matches(filters, article.info)

    def takes(self, statement: Statement) -> bool:
        """Tell whether words that are given as those of a statement are wanted."""
        if self.given is None:
            return not statement.doubtful
        return given_as(statement) is self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a speaker says: `said` oldest first, those without a date last.

    `phrases` recur in it, the most telling first, each with the places of the statements that are
    about it. `unread` are articles of his that are damaged.
    """

    said: tuple[SpokenIn, ...]
    phrases: Mapping[str, frozenset[int]]
    unread: tuple[str, ...]
    words: WordPlaces

    def chosen(self, choice: Choice) -> list[SpokenIn]:
        """Return the statements that are wanted, in their order."""
        return [self.said[place] for place in self._places(choice)]

    def topics(self, choice: Choice, most: int) -> list[Topic]:
        """Return the topics of the statements that are wanted, each with how many are about it."""
        wanted = frozenset(self._places(choice))
        counted = ((phrase, len(about & wanted)) for phrase, about in self.phrases.items())
        return [Topic(phrase, count) for phrase, count in islice(filter(_counts, counted), most)]

    def _places(self, choice: Choice) -> list[int]:
        passing = {
            article.id
            for article in {one.id: one for one, _ in self.said}.values()
            if choice.passes(article)
        }
        about = self.words.about(choice.about) if choice.about else None
        return [
            place
            for place, (article, statement) in enumerate(self.said)
            if (about is None or place in about)
            and article.id in passing
            and choice.takes(statement)
        ]


def _counts(counted: tuple[str, int]) -> bool:
    return counted[1] > 0


def record_of(index: "ReadableIndex", speaker: Speaker) -> Record:
    """Return everything that a speaker says; what is not stored yet is found, and stored."""
    labels = frozenset(speaker.labels)
    articles = frozenset(name for where in speaker.places.values() for name in where)
    unread: list[str] = []
    annotations = index.annotations(StatementFinder())
    found = found_in_index(annotations, articles, unread, is_by=labels.__contains__)
    read = {article.id: (article, statements) for article, statements in found}
    infos = {name: article.info for name, (article, _) in read.items()}
    in_order = (read[info.id] for info in oldest_first(infos))
    said = tuple(_his(speaker, in_order, articles))
    words = WordPlaces(said)
    sure = [(article, one) for article, one in said if not one.doubtful]
    phrases = phrases_of(sure, speaker.spellings)[:_MOST_PHRASES]
    return Record(
        said=said,
        phrases={phrase: words.about(phrase) for phrase in phrases},
        unread=tuple(sorted(set(unread))),
        words=words,
    )


def _his(
    speaker: Speaker,
    found: Iterable[tuple[Article, Sequence[Statement]]],
    articles: Collection[str],
) -> Iterator[SpokenIn]:
    for article, statements in found:
        if article.id in articles:
            yield from (
                (article, one) for one in statements if speaker.says(article.id, one.speaker)
            )
