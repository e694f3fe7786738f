"""What is set side by side. Values only."""

from dataclasses import dataclass, replace
from enum import StrEnum

from index.articles.article import Article
from index.articles.passages import Filters
from index.articles.statement import Statement
from index.errors import UsageError
from qa.citing.cited import quote_path
from qa.speakers.speaker import Speaker

MOST_SPEAKERS = 8
"""Sides that are shown at once."""

LONGEST_NAME, LONGEST_TOPIC = 200, 300
"""Characters of a name or a topic that are looked at."""


class Found(StrEnum):
    """Why a statement counts as being about a topic.

    `words`: its sentence has the topic's words; `around`: they stand beside it in its paragraph;
    `meaning`: the encoder finds it, or what stands around it, near to the topic.
    """

    WORDS = "words"
    AROUND = "around"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesWish:
    """What is to be set side by side: `speakers` by key or name, `after` and `before` ISO dates."""

    speakers: tuple[str, ...] = ()
    about: str | None = None
    after: str | None = None
    before: str | None = None

    @property
    def filters(self) -> Filters:
        """Which articles are looked at."""
        return Filters(after=self.after, before=self.before)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a side; `found` says why it is about the topic, None where there is none."""

    article: Article
    statement: Statement
    found: Found | None = None

    @property
    def text(self) -> str:
        """The words, sliced from the stored article."""
        return self.article.text[self.statement.start : self.statement.end]

    @property
    def date(self) -> str | None:
        """The date of the article (ISO 8601)."""
        return self.article.info.date

    @property
    def path(self) -> str:
        """The permanent address of the quote, from the root of a server."""
        return quote_path(self.article, self.statement.start, self.statement.end)

    def to_json(self, root: str = "") -> dict[str, object]:
        """Return an element of `statements`, as `pullquote statements` has them, and its links."""
        row = self.statement.to_json(self.article.id, self.article.text)
        info = self.article.info
        return {
            **row,
            "date": info.date,
            "title": info.title,
            "publication": info.publication,
            "url": info.url,
            "found": str(self.found) if self.found else None,
            "link": f"{root}{self.path}",
        }


@dataclass(frozen=True, slots=True)
class Side:
    """What one speaker said, the oldest first; `total` counts all that he said in the articles."""

    speaker: Speaker
    statements: tuple[Said, ...]
    total: int

    def to_json(self, root: str = "") -> dict[str, object]:
        """Return an element of `sides`."""
        return {
            "speaker": self.speaker.to_json(),
            "about": len(self.statements),
            "of": self.total,
            "statements": [one.to_json(root) for one in self.statements],
        }


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody who can be chosen, and how many of his statements are about the topic."""

    speaker: Speaker
    statements: int

    def to_json(self) -> dict[str, object]:
        """Return an element of `speakers`."""
        return {
            "name": self.speaker.name,
            "key": self.speaker.key,
            "statements": self.statements,
        }


class Problem(StrEnum):
    """What is wrong with a wish."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    TWICE = "twice"
    MANY = "many"
    WORDLESS = "wordless"
    DATE = "date"

    @property
    def is_error(self) -> bool:
        """Whether a program that wished for this is refused, rather than told in a note."""
        return self not in (Problem.TWICE, Problem.MANY)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be done as wished: `name` is what was given, `near` who may be meant."""

    problem: Problem
    name: str
    near: tuple[Speaker, ...] = ()

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in English."""
        name, near = self.name, ", ".join(one.name for one in self.near)
        if self.problem is Problem.UNKNOWN:
            hint = f"Near: {near}." if near else "`pullquote speakers` lists who does."
            return f"Nobody called {name!r} speaks in the articles. {hint}"
        if self.problem is Problem.SEVERAL:
            return f"{name!r} can mean several: {near}. Name one of them."
        if self.problem is Problem.TWICE:
            return f"{name!r} is named twice; one column is shown."
        if self.problem is Problem.MANY:
            return f"{MOST_SPEAKERS} speakers are shown at once; {name!r} is left out."
        if self.problem is Problem.DATE:
            return f"{name!r} is not a date; write it as 2012-04-18."
        return f"{name!r} has no word to look for; name the topic in a few words."


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was looked at, and what came of it.

    `statements` are all of those asked about, of which `about` are about the topic. The words of
    all were looked at; `by_meaning` counts those whose meaning was found or compared.
    """

    articles: int = 0
    statements: int = 0
    about: int = 0
    by_meaning: int = 0

    def to_json(self) -> dict[str, int]:
        """Return `searched` of the document."""
        return {
            "articles": self.articles,
            "statements": self.statements,
            "about": self.about,
            "by_meaning": self.by_meaning,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The sides in the order wished, and what was searched for them.

    `topic` is what the statements are about, None for all of them. `offered` are those who can be
    chosen, the most frequent first; with a topic and no speaker, all who spoke about it. `people`
    counts everybody who speaks in the articles. `damaged` names articles that could not be read.
    """

    topic: str | None
    sides: tuple[Side, ...] = ()
    offered: tuple[Offered, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    searched: Searched = Searched()
    people: int = 0
    damaged: tuple[str, ...] = ()
    wish: SidesWish = SidesWish()

    @property
    def is_one(self) -> bool:
        """Whether it shows how the words of one speaker went on."""
        return len(self.sides) == 1

    @property
    def shown(self) -> int:
        """How many statements there are."""
        return sum(len(side.statements) for side in self.sides)

    @property
    def total(self) -> int:
        """Of how many."""
        return sum(side.total for side in self.sides)

    def checked(self) -> "Sides":
        """Return the same.

        Raises:
            UsageError: something was wished for that there is not.
        """
        wrong = [one.sentence for one in self.troubles if one.problem.is_error]
        if wrong:
            raise UsageError(" ".join(wrong))
        return self

    def with_troubles(self, *troubles: Trouble) -> "Sides":
        """Return the same with further troubles."""
        return replace(self, troubles=(*self.troubles, *troubles))

    def to_json(self, root: str = "") -> dict[str, object]:
        """Return the document that the command line and the server give.

        Args:
            root: the address of the server, before the paths of links.
        """
        return {
            "about": self.topic,
            "after": self.wish.after,
            "before": self.wish.before,
            "sides": [side.to_json(root) for side in self.sides],
            "speakers": [one.to_json() for one in self.offered],
            "searched": self.searched.to_json(),
            "notes": [trouble.sentence for trouble in self.troubles],
        }
