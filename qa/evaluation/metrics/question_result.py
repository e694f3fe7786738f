"""QuestionResult: one row of a run. Values only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from qa.evaluation.metrics import retrieval_metrics

ANSWER_METRICS = ("em", "f1")
QUOTE_METRICS = ("quote_precision", "quote_recall", "quote_exact")
ARTICLE_METRICS = tuple(f"article_{name}" for name in retrieval_metrics.NAMES)
ROW_METRICS = (
    *ANSWER_METRICS,
    *QUOTE_METRICS,
    "quote_validity",
    "speaker_accuracy",
    *retrieval_metrics.NAMES,
    *ARTICLE_METRICS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultQuote:
    """A piece of an article in a row: expected, or given as a quote.

    `link` is the article's address, `path` its file, `date` its date. `kind` says how the speaker's
    words are given, `corrected_by` which quote of the row, from 1, corrects it, `confirmed` that an
    editor called it right, `page` on which page it begins, `also_in` which other outlets hold its
    words. `before` and `after` are the text around it, for a person who looks at the row.
    """

    article: str
    start: int
    end: int
    text: str
    title: str | None = None
    link: str | None = None
    path: str | None = None
    speaker: str | None = None
    before: str = ""
    after: str = ""
    confirmed: bool = False
    date: str | None = None
    kind: str | None = None
    corrected_by: int | None = None
    page: str | None = None
    also_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """What became of one question.

    `scores` holds the metrics that can be said of this question alone; a metric that the question
    does not allow (no gold quotes, say) is missing. `right` is `None` where the set does not say.
    `latency_ms` is there only when the question was asked alone. `prediction` is the short answer
    that EM and F1 compare, `None` for an abstention. `verdict` is that of the answer; runs saved by
    earlier versions have none. `notes` tell how the question was understood and read.
    """

    id: str
    row: int
    question: str
    asked_as: str = ""
    kind: str = ""
    tags: tuple[str, ...] = ()
    answerable: bool | None = None
    answers: tuple[str, ...] = ()
    expected: tuple[ResultQuote, ...] = ()
    answered: bool = False
    refused: bool = False
    reason: str | None = None
    confidence: float = 0.0
    prediction: str | None = None
    answer: str = ""
    notes: tuple[str, ...] = ()
    quotes: tuple[ResultQuote, ...] = ()
    right: bool | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    latency_ms: float | None = None
    error: str | None = None
    verdict: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "QuestionResult":
        """Return the row that `to_json` gave."""
        evidence = {
            name: tuple(ResultQuote(**piece) for piece in row[name])
            for name in ("expected", "quotes")
        }
        lists = {name: tuple(row.get(name, ())) for name in ("tags", "answers", "notes")}
        return cls(**{**row, **evidence, **lists})
