"""The seam of the reader: question and passages in, scored answer spans out.

Two readers fill it: `sentence_reader` (no training, scores sentences) and `trained_reader` (a
trained cross-encoder). What is behind it may change; the assistant sees only this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.articles.article import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSpan:
    """A candidate answer: offsets in code points of the passage text given, and its score.

    Scores are comparable over all passages read for one question; higher is better.
    """

    start: int
    end: int
    score: float

    @property
    def span(self) -> Span:
        """The candidate's offsets."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in one passage.

    `spans` are valid (0 <= start < end <= len(passage)), best first, possibly empty.
    `answerable` is a logit: above 0 the passage more likely holds an answer than not.
    """

    spans: tuple[ScoredSpan, ...]
    answerable: float


class Reader(Protocol):
    """Reads passages with a question in mind. Deterministic; safe to call from many threads."""

    name: str

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return one Reading for each (question, passage text) pair, in the order given."""
        ...
