"""The seam of the reader: question and passages in, scored answer spans out.

Two readers fill it: `sentence_reader` (no training, scores sentences) and `trained_reader` (a
trained cross-encoder). What is behind it may change; the assistant sees only this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.articles.article import Span

OF_OTHERS = "*"
"""The calibration of readers that none was fitted for."""

READ = 12
"""Passages of a question read by a cross-encoder: each costs as much as a search."""


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
    """Reads passages with a question in mind. Deterministic; safe to call from many threads.

    >>> class FirstWords:
    ...     name = "first-words"
    ...     calibration = OF_OTHERS
    ...     reads_most = 12
    ...
    ...     def read(self, pairs):
    ...         return [self._of(text) for _, text in pairs]
    ...
    ...     def _of(self, text):
    ...         end = len(text.split(".")[0])
    ...         spans = (ScoredSpan(start=0, end=end, score=1.0),) if end else ()
    ...         return Reading(spans=spans, answerable=0.0)
    >>> FirstWords().read([("Who left?", "Ann left. Ben stayed.")])[0].spans[0].span
    (0, 8)
    """

    @property
    def name(self) -> str:
        """What reports call it."""
        ...

    @property
    def calibration(self) -> str:
        """Whose coefficients fit its scores (`confidence.calibration`), or `OF_OTHERS`."""
        ...

    @property
    def reads_most(self) -> int:
        """How many passages of a question are worth its time; no more are given to it."""
        ...

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return one Reading for each (question, passage text) pair, in the order given."""
        ...
