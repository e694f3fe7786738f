"""Answer and Quote: what the assistant gives, the same for command line, HTTP and Python.

Abstaining is a value: an Answer with `answered` false, a reason, and the nearest passages.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from index.articles.article import Article, Span


class Kind(StrEnum):
    """What sort of question was asked."""

    WHO_SAID = "who-said"
    FACT = "fact"
    YES_NO = "yes-no"
    OPEN = "open"
    METADATA = "metadata"


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY_INDEX = "empty-index"
    NOTHING_FOUND = "nothing-found"
    NOT_STATED = "not-stated"
    OUTSIDE_FILTERS = "outside-filters"
    UNKNOWN_SPEAKER = "unknown-speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A span of an article shown as evidence; its text exists only as a slice.

    `number` counts from 1 and is the n of the answer's `[n]`. `answer_span` holds absolute offsets
    of the short answer inside the quote. `score` is in [0, 1].
    """

    number: int
    article: Article
    start: int
    end: int
    speaker: str | None = None
    score: float = 0.0
    answer_span: Span | None = None
    also_in: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The quote, sliced from the stored article."""
        return self.article.text[self.start : self.end]

    def to_json(self) -> dict[str, object]:
        """Return one element of `quotes` or `nearest` of the contract."""
        return {
            "number": self.number,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "speaker": self.speaker,
            "score": round(self.score, 4),
            "answer_span": list(self.answer_span) if self.answer_span else None,
            "article": self.article.info.to_json(),
            "also_in": list(self.also_in),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer made of quotes, or an abstention with its reason.

    `asked_as` is the question after rewriting with the conversation. `confidence` is a calibrated
    probability in [0, 1] that the quotes answer the question. `timings_ms` holds milliseconds.
    """

    question: str
    asked_as: str
    kind: Kind
    answered: bool
    confidence: float
    answer: str
    reason: Reason | None = None
    quotes: tuple[Quote, ...] = ()
    nearest: tuple[Quote, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the Answer of the contract."""
        return {
            "question": self.question,
            "asked_as": self.asked_as,
            "kind": self.kind.value,
            "answered": self.answered,
            "confidence": round(self.confidence, 4),
            "reason": self.reason.value if self.reason else None,
            "answer": self.answer,
            "quotes": [quote.to_json() for quote in self.quotes],
            "nearest": [quote.to_json() for quote in self.nearest],
            "timings_ms": {stage: round(ms, 2) for stage, ms in self.timings_ms.items()},
        }
