"""A candidate: a sentence of an article that may answer, with what is known of it."""

from dataclasses import dataclass, replace

from index.articles.article import Article, Span
from index.articles.passages import Hit
from index.articles.statement import Statement

UNREAD = -6.0
"""Logits of what no reader read: of sentences whose window was not among those read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a reader says of a sentence; all are logits.

    `evidence` is the sentence's own, `answerable` its window's. `answer` is the likeliest short
    answer inside it, as offsets of the article, with its score. `yes` is what its window says to a
    yes-no question, None where the reader does not tell.
    """

    evidence: float = UNREAD
    answerable: float = UNREAD
    answer: Span | None = None
    answer_score: float = UNREAD
    yes: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence, `[start, end)` of an article, that may answer a question.

    `hit` is the passage it was found in. `statement` is what somebody says in it, None where the
    article itself speaks; `asked` is whether that is somebody asked about, under the name
    `speaker`. `doubtful` is whether the sentence may be anybody's words. `cosine` is the question's
    with the sentence, None where they were not compared. `listed` is whether the list in which it
    is an item is asked for as a whole.
    """

    hit: Hit
    start: int
    end: int
    read: Read
    statement: Statement | None = None
    speaker: str | None = None
    asked: bool = False
    doubtful: bool = False
    cosine: float | None = None
    listed: bool = False

    @property
    def article(self) -> Article:
        """The article the sentence is in."""
        return self.hit.article

    @property
    def text(self) -> str:
        """The sentence, sliced from the stored article."""
        return self.article.text[self.start : self.end]


def at_least(one: Candidate, least: Read) -> Candidate:
    """Return a candidate, read to be evidence at least as much as `least` says."""
    read = one.read
    return replace(
        one,
        read=replace(
            read,
            evidence=max(read.evidence, least.evidence),
            answerable=max(read.answerable, least.answerable),
            answer=read.answer or least.answer,
            answer_score=max(read.answer_score, least.answer_score),
        ),
    )
