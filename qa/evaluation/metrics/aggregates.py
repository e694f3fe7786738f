"""Rows become figures: the metrics of the contract with their intervals, whole and by group.

A metric of single questions (`em`, `quote_recall`, `recall@5`, ...) is the mean over the questions
that have it; `em_answered` and `f1_answered` leave out unanswerable questions and refusals, as the
HasAns figures of SQuAD 2.0 do, but of answers only. `latency_p50_ms` and `latency_p95_ms` are
percentiles of the questions asked alone, with linear interpolation between the two nearest (type 7
of Hyndman and Fan 1996). What one question cannot say (refusals, calibration) is in
`refusal_metrics`. A metric that no question allows is left out, not zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.evaluation.metrics import refusal_metrics, retrieval_metrics
from qa.evaluation.metrics.intervals import Interval, Rows, Statistic, bootstrap
from qa.evaluation.metrics.question_result import ARTICLE_METRICS, QuestionResult
from qa.evaluation.metrics.refusal_metrics import Outcomes

METRICS = (
    "em",
    "f1",
    "em_answered",
    "f1_answered",
    *retrieval_metrics.NAMES,
    *ARTICLE_METRICS,
    "quote_precision",
    "quote_recall",
    "quote_exact",
    "quote_validity",
    "refusal_precision",
    "refusal_recall",
    "refusal_auroc",
    "right",
    "ece",
    "speaker_accuracy",
    "latency_p50_ms",
    "latency_p95_ms",
)
LOWER_IS_BETTER = frozenset(("ece", "latency_p50_ms", "latency_p95_ms"))
GROUP_METRICS = ("em", "f1", "quote_precision", "quote_recall", "recall@5", "right")


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric over n questions; the value is `None` where no question allows it."""

    value: float | None
    interval: Interval | None
    n: int


@dataclass(frozen=True, slots=True)
class _Table:
    """A run as arrays of length n (questions), NaN where a row has no such score."""

    columns: Mapping[str, npt.NDArray[np.float64]]
    outcomes: Outcomes
    judged: npt.NDArray[np.bool_]


def _table(rows: Sequence[QuestionResult]) -> _Table:
    names = {name for row in rows for name in row.scores}
    columns = {name: _column([row.scores.get(name) for row in rows]) for name in names}
    answered = np.array([row.answered and bool(row.answerable) for row in rows], dtype=np.bool_)
    for name in ("em", "f1"):
        if name in columns:
            columns[f"{name}_answered"] = np.where(answered, columns[name], np.nan)
    columns["right"] = _column([None if r.right is None else float(r.right) for r in rows])
    columns["latency"] = _column([row.latency_ms for row in rows])
    outcomes = Outcomes(
        answerable=np.array([bool(row.answerable) for row in rows], dtype=np.bool_),
        answered=np.array([row.answered for row in rows], dtype=np.bool_),
        refused=np.array([row.refused for row in rows], dtype=np.bool_),
        confidence=np.array([row.confidence for row in rows], dtype=np.float64),
        right=np.array([bool(row.right) for row in rows], dtype=np.bool_),
    )
    known = np.array([row.answerable is not None for row in rows], dtype=np.bool_)
    return _Table(columns, outcomes, known)


def _column(values: Sequence[float | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def outcomes_of(rows: Sequence[QuestionResult]) -> Outcomes:
    """Return the outcomes of the rows whose set says whether they can be answered."""
    table = _table(rows)
    return table.outcomes.take(np.flatnonzero(table.judged))


_OF_OUTCOMES: dict[str, Callable[[Outcomes], float]] = {
    "refusal_precision": refusal_metrics.refusal_precision,
    "refusal_recall": refusal_metrics.refusal_recall,
    "refusal_auroc": refusal_metrics.refusal_auroc,
    "ece": refusal_metrics.calibration_error,
}
_PERCENTILES = {"latency_p50_ms": 50.0, "latency_p95_ms": 95.0}


def statistics_of(rows: Sequence[QuestionResult]) -> dict[str, Statistic]:
    """Return each metric that the rows allow, as a function of row numbers."""
    table = _table(rows)
    found: dict[str, Statistic] = {}
    for name in METRICS:
        if name in table.columns:
            found[name] = _mean(table.columns[name])
        elif name in _OF_OUTCOMES and table.judged.any():
            found[name] = _of_outcomes(table, _OF_OUTCOMES[name])
        elif name in _PERCENTILES:
            found[name] = _percentile(table.columns["latency"], _PERCENTILES[name])
    everyone = np.arange(len(rows))
    return {name: one for name, one in found.items() if not np.isnan(one(everyone))}


def _mean(column: npt.NDArray[np.float64]) -> Statistic:
    def mean(rows: Rows) -> float:
        values = column[rows]
        there = ~np.isnan(values)
        return float(values[there].mean()) if there.any() else float("nan")

    return mean


def _percentile(column: npt.NDArray[np.float64], percent: float) -> Statistic:
    def percentile(rows: Rows) -> float:
        values = column[rows]
        there = values[~np.isnan(values)]
        return float(np.percentile(there, percent)) if len(there) else float("nan")

    return percentile


def _of_outcomes(table: _Table, metric: Callable[[Outcomes], float]) -> Statistic:
    def value(rows: Rows) -> float:
        return metric(table.outcomes.take(rows[table.judged[rows]]))

    return value


def figures(rows: Sequence[QuestionResult], *, intervals: bool = True) -> dict[str, Figure]:
    """Return every metric by name; those that the rows do not allow have no value."""
    found = statistics_of(rows)
    everyone = np.arange(len(rows))
    return {
        name: Figure(
            value=found[name](everyone),
            interval=bootstrap(found[name], len(rows)) if intervals else None,
            n=_count(name, rows),
        )
        if name in found
        else Figure(None, None, 0)
        for name in METRICS
    }


def _count(name: str, rows: Sequence[QuestionResult]) -> int:
    """Return how many questions the metric is about."""
    if name in _PERCENTILES:
        return sum(row.latency_ms is not None for row in rows)
    counts: dict[str, Callable[[QuestionResult], bool]] = {
        "refusal_precision": lambda r: r.refused and r.answerable is not None,
        "refusal_recall": lambda r: r.answerable is False,
        "refusal_auroc": lambda r: r.answerable is not None,
        "ece": lambda r: r.answered and r.answerable is not None,
        "right": lambda r: r.right is not None,
        "em_answered": lambda r: r.answered and bool(r.answerable) and "em" in r.scores,
        "f1_answered": lambda r: r.answered and bool(r.answerable) and "f1" in r.scores,
    }
    if name not in counts:
        return sum(name in row.scores for row in rows)
    return sum(counts[name](row) for row in rows)


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one kind or tag, and their figures."""

    name: str
    n: int
    figures: Mapping[str, float | None]


def groups(
    rows: Sequence[QuestionResult], names_of: Callable[[QuestionResult], Sequence[str]]
) -> list[Group]:
    """Return a group for each name that `names_of` gives a row, largest first."""
    members: dict[str, list[QuestionResult]] = {}
    for row in rows:
        for name in names_of(row):
            members.setdefault(name, []).append(row)
    found = []
    for name, inside in sorted(members.items(), key=lambda item: (-len(item[1]), item[0])):
        values = figures(inside, intervals=False)
        found.append(
            Group(name, len(inside), {metric: values[metric].value for metric in GROUP_METRICS})
        )
    return found
