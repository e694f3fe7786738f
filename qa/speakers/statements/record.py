"""Everything that one speaker says in an index, in the order of time, and a choice of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from index.articles.article import Article
from index.articles.passages import Filters
from index.articles.statement import Statement, StatementKind
from index.search.filtering import matches
from qa.speakers.finder import SpeakerFinder
from qa.speakers.speaker import Speaker
from qa.speakers.statements.topics import Topic, phrases_of
from qa.speakers.statements.word_places import WordPlaces
from qa.statements.listing import oldest_first
from qa.statements.stored import SpokenIn

if TYPE_CHECKING:
    from index.annotations import Annotations
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

    speaker: Speaker
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


def record_of(index: "ReadableIndex", speaker: Speaker, before: Record | None = None) -> Record:
    """Return everything that a speaker says.

    Args:
        index: where he does.
        speaker: as the directory has him.
        before: what he said before something changed; what is still so is not read again.
    """
    annotations = index.annotations(SpeakerFinder())
    read = _still(annotations, speaker, before) if before else {}
    others = speaker.met_in - read.keys()
    unread = []
    for one in annotations.stored(articles=others, speakers=frozenset(speaker.labels)):
        if one.article is None:
            unread.append(one.name)
        else:
            mine = (each for each in one.statements if speaker.says(one.name, each.speaker))
            read[one.name] = [(one.article, each) for each in mine]
    infos = {name: some[0][0].info for name, some in read.items() if some}
    said = tuple(one for info in oldest_first(infos) for one in read[info.id])
    words = WordPlaces(said)
    sure = [(article, one) for article, one in said if not one.doubtful]
    phrases = phrases_of(sure, speaker.spellings)[:_MOST_PHRASES]
    return Record(
        speaker=speaker,
        said=said,
        phrases={phrase: words.about(phrase) for phrase in phrases},
        unread=tuple(sorted(unread)),
        words=words,
    )


def _still(
    annotations: "Annotations", speaker: Speaker, before: Record
) -> dict[str, list[SpokenIn]]:
    """Return what he said before in articles that are as they were, under labels that are his."""
    labels, his = _labels(before.speaker), _labels(speaker)
    hashes = annotations.hashes(his.keys() & labels.keys())
    found: dict[str, list[SpokenIn]] = {}
    for article, one in before.said:
        is_same = hashes.get(article.id) == article.content_hash
        if is_same and labels[article.id] == his[article.id]:
            found.setdefault(article.id, []).append((article, one))
    return found


def _labels(speaker: Speaker) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for label, articles in speaker.places.items():
        for article in articles:
            found.setdefault(article, set()).add(label)
    return found
