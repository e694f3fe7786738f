"""Samples: one window and one question, with what is evidence and what answers."""

from __future__ import annotations

from dataclasses import dataclass

from qa.reading.windows import Window

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Sample:
    """What is learnt from at once.

    Attributes:
        key: Unique name.
        article: Name of the article, for splits.
        source: Name of the set.
        kind: Kind of the question, or how the sample was made unanswerable.
        question: The question, standing alone.
        window: What is read. Its sentences are as offsets of the article.
        evidence: For each sentence of the window whether it belongs to an answer; empty where
            that is not known.
        answers: Short answers as half-open spans of the window's text; may be empty.
        yes_no: What the evidence says to a yes-no question, `yes`, `no`, or empty.
        weight: How much the sample counts.
    """

    key: str
    article: str
    source: str
    kind: str
    question: str
    window: Window
    evidence: tuple[bool, ...]
    answers: tuple[tuple[int, int], ...] = ()
    yes_no: str = ""
    weight: float = 1.0

    @property
    def answerable(self) -> bool:
        """Whether the window answers the question."""
        return any(self.evidence) or (not self.evidence and bool(self.yes_no))
