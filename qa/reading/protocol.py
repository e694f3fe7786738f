"""The seam of the reader: a question and windows in, evidence and short answers out.

What is behind it may change; the assistant sees only this. The trained reader scores the sentences
of a window; readers that only point at spans leave `sentences` empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.articles.article import Span
from qa.reading.windows import Window

OF_OTHERS = "*"
"""The calibration of readers that none was fitted for."""

READ = 12
"""Windows of a question read by a cross-encoder: each costs as much as a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSpan:
    """A span of the article's text, in code points, and its score.

    Scores are comparable over all windows read for one question; higher is better.
    """

    start: int
    end: int
    score: float

    @property
    def span(self) -> Span:
        """The span's offsets."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in one window; offsets are of the article.

    `spans` are short answers, inside the article's own words of the window, best first, possibly
    empty. `answerable` is a logit: above 0 the window more likely holds an answer than not.
    `sentences` are those of the window, in order, each with the logit that it belongs to an answer;
    empty where the reader scores none. `yes` is the logit that the evidence says yes to a yes-no
    question, None where the reader does not tell. `note` is what the user is to be told of the
    reading. `calibration` is whose coefficients fit these scores, where not the reader's own.
    """

    spans: tuple[ScoredSpan, ...]
    answerable: float
    sentences: tuple[ScoredSpan, ...] = ()
    yes: float | None = None
    note: str = ""
    calibration: str = ""


def reads_any_language(reader: object) -> bool:
    """Tell whether a reader answers questions in other languages than English.

    One that does says so by an attribute `any_language`; what a model was trained on is known to
    whoever names it.
    """
    return bool(getattr(reader, "any_language", False))


class Reader(Protocol):
    """Reads windows with a question in mind. Deterministic; safe to call from many threads.

    >>> from qa.reading.windows import plain_window
    >>> class FirstWords:
    ...     name = "first-words"
    ...     calibration = OF_OTHERS
    ...     reads_most = 12
    ...
    ...     def read(self, pairs):
    ...         return [self._of(window) for _, window in pairs]
    ...
    ...     def _of(self, window):
    ...         start, text = window.own
    ...         end = start + len(text.split(".")[0])
    ...         spans = (ScoredSpan(start=start, end=end, score=1.0),) if end > start else ()
    ...         return Reading(spans=spans, answerable=0.0)
    >>> FirstWords().read([("Who left?", plain_window("Ann left. Ben stayed."))])[0].spans[0].span
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
        """How many windows of a question are worth its time; no more are given to it."""
        ...

    def read(self, pairs: Sequence[tuple[str, Window]]) -> list[Reading]:
        """Return one Reading for each (question, window) pair, in the order given."""
        ...
