"""Gaps: what was asked and not answered. Values only; `qa.web.gaps.store` keeps them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from index.articles.passages import Filters
from index.errors import UsageError
from qa.answers import Reason, Verdict

LONGEST = 2_000
"""Characters of a question that is kept, as many as one may have that is asked."""


class UnknownGap(UsageError):
    """There is no gap of a number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no gap {number}; `pullquote gaps` lists them.")


class Standing(StrEnum):
    """What the owner made of a gap: nothing yet, an article to look for, or dealt with."""

    OPEN = "open"
    WANTED = "wanted"
    DONE = "done"


class Place(NamedTuple):
    """A span of an article as its text was then; `stamp` is how the hash of that text begins."""

    article: str
    start: int
    end: int
    stamp: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One wording of a question, how often it was asked, and on which days (UTC, ISO 8601)."""

    question: str
    asked: int
    first: str
    last: str

    def to_json(self) -> dict[str, object]:
        """Return an element of `questions` of a gap."""
        return {
            "question": self.question,
            "asked": self.asked,
            "first": self.first,
            "last": self.last,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An answer found since: on which day (UTC), and the places of its quotes."""

    on: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Questions that are alike and were not answered.

    `question` is the wording asked most. `nearest` are the passages that came nearest when it was
    asked last. `checked` is the generation of the index in which it was asked last, by a visitor
    or again. `filters` are JSON.
    """

    number: int
    question: str
    filters: str
    verdict: Verdict
    reason: Reason | None
    asked: int
    first: str
    last: str
    nearest: tuple[Place, ...] = ()
    standing: Standing = Standing.OPEN
    note: str = ""
    found: Found | None = None
    checked: int = -1
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """What is kept of one question when it is asked; nothing says who asked it."""

    question: str
    filters: Filters
    verdict: Verdict
    reason: Reason | None
    nearest: tuple[Place, ...]
