"""Answer and Quote: what the assistant gives, the same for command line, HTTP and Python.

Abstaining is a value: an Answer with `answered` false, a reason, and the nearest passages.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from index.articles.article import Article, ArticleInfo, Span
from index.articles.statement import StatementKind

DEFAULT_COLLECTION = "default"
"""The collection of an article that was put into none."""


class Kind(StrEnum):
    """What sort of question was asked."""

    WHO_SAID = "who-said"
    FACT = "fact"
    YES_NO = "yes-no"
    OPEN = "open"
    LIST = "list"
    COMPARE = "compare"
    TOPIC = "topic"
    METADATA = "metadata"


class Verdict(StrEnum):
    """What the quotes do: they say it, they may say it, or there are none.

    `UNSURE` means a confidence under the calibrated target; its quotes are shown as what may
    answer.
    """

    STATED = "stated"
    UNSURE = "unsure"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That an editor called a quote right for this question; `number` and `at` are the judgement's.

    `at` is ISO 8601 in UTC. Who it was is told to editors only.
    """

    number: int
    at: str

    def to_json(self) -> dict[str, object]:
        """Return the `confirmed` of a quote."""
        return {"number": self.number, "at": self.at}


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY_INDEX = "empty-index"
    NOTHING_FOUND = "nothing-found"
    NOT_STATED = "not-stated"
    OUTSIDE_FILTERS = "outside-filters"
    UNKNOWN_SPEAKER = "unknown-speaker"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Another article that holds the words of a quote, white space apart, and where."""

    info: ArticleInfo
    start: int
    end: int

    def to_json(self) -> dict[str, object]:
        """Return one element of `copies` of a quote."""
        info = self.info
        return {
            "id": info.id,
            "title": info.title,
            "publication": info.publication,
            "date": info.date,
            "url": info.url,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A span of an article shown as evidence; its text exists only as a slice.

    `number` counts from 1 and is the n of the answer's `[n]`. `answer_span` holds absolute offsets
    of the short answer inside the quote. `score` is in [0, 1]. `kind` says how a speaker's words
    are given, None where nobody speaks. `corrected_by` is the number of the quote that corrects
    this one, `confirmed` what an editor said of it. `also_in` are the identifiers of other articles
    with the same words, the earliest first, `copies` where they stand in them. `collection` is the
    one that the article is in; of several that whoever asks may see, the first by name.
    """

    number: int
    article: Article
    start: int
    end: int
    speaker: str | None = None
    score: float = 0.0
    answer_span: Span | None = None
    also_in: tuple[str, ...] = ()
    kind: StatementKind | None = None
    corrected_by: int | None = None
    confirmed: Confirmation | None = None
    copies: tuple[Copy, ...] = ()
    collection: str = DEFAULT_COLLECTION

    @property
    def page(self) -> str | None:
        """The number of the page that the quote begins on, where the article has pages."""
        return self.article.page_at(self.start)

    @property
    def time(self) -> str | None:
        """The time from which on the quote is said in a recording, as `00:12:05`.

        A quote that begins with a label, which is not said, has the time of its first words.
        """
        for mark in self.article.marks:
            if mark.kind == "time" and mark.start < self.end and self.start < mark.end:
                return mark.label
        return None

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
            "kind": self.kind.value if self.kind else None,
            "score": round(self.score, 4),
            "answer_span": list(self.answer_span) if self.answer_span else None,
            "page": self.page,
            "time": self.time,
            "collection": self.collection,
            "article": self.article.info.to_json(),
            "also_in": list(self.also_in),
            "copies": [one.to_json() for one in self.copies],
            "corrected_by": self.corrected_by,
            "confirmed": self.confirmed.to_json() if self.confirmed else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer made of quotes, or an abstention with its reason.

    `asked_as` is the question after rewriting with the conversation. `confidence` is a calibrated
    probability in [0, 1] that the quotes answer the question, `unsure` whether it is under the
    target of its kind. `notes` tell how the question was understood. `withheld` are the numbers of
    the judgements for which something was left out. `timings_ms` holds milliseconds.
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
    unsure: bool = False
    notes: tuple[str, ...] = ()
    withheld: tuple[int, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Whether the quotes say it, may say it, or nothing was found that does."""
        if not self.answered:
            return Verdict.NOT_STATED
        return Verdict.UNSURE if self.unsure else Verdict.STATED

    def to_json(self) -> dict[str, object]:
        """Return the Answer of the contract."""
        return {
            "question": self.question,
            "asked_as": self.asked_as,
            "kind": self.kind.value,
            "answered": self.answered,
            "verdict": self.verdict.value,
            "confidence": round(self.confidence, 4),
            "reason": self.reason.value if self.reason else None,
            "answer": self.answer,
            "quotes": [quote.to_json() for quote in self.quotes],
            "notes": list(self.notes),
            "withheld": list(self.withheld),
            "nearest": [quote.to_json() for quote in self.nearest],
            "timings_ms": {stage: round(ms, 2) for stage, ms in self.timings_ms.items()},
        }
