"""Two runs side by side: what changed, whether by more than chance, which questions it was."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.evaluation.metrics.aggregates import LOWER_IS_BETTER, METRICS, statistics_of
from qa.evaluation.metrics.intervals import Difference, Statistic, paired, permutation_p
from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.runs.run_record import RunRecord, RunSettings

_SAME = {
    "set_digest": "the question set has changed; only questions that both runs have are compared",
    "corpus_digest": "the articles are not the same ones",
    "mode": "the questions were put in another way (open, reading or retrieval)",
}
_WHAT_IS_COMPARED = ("embedding_fingerprint", "reader", "models_digest", "confidence", "version")
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose fate changed between the runs."""

    id: str
    question: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricChange:
    """A metric before and after over the shared questions, and whether chance explains it."""

    name: str
    before: float
    after: float
    difference: Difference

    @property
    def better(self) -> bool | None:
        """Whether it got better by more than chance; `None` where chance explains it."""
        if self.difference.p is None or self.difference.p >= SIGNIFICANT:
            return None
        return (self.difference.change > 0) != (self.name in LOWER_IS_BETTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from the baseline to this run.

    `doubts` say why the figures may not be compared; `changed` names the settings that differ, that
    is, what is being compared. `fixed` questions were wrong and are right, `broken` the reverse.
    """

    shared: int
    doubts: tuple[str, ...]
    changed: tuple[str, ...]
    metrics: tuple[MetricChange, ...]
    fixed: tuple[Change, ...]
    broken: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        return {
            "comparable": not self.doubts,
            "doubts": list(self.doubts),
            "changed_settings": list(self.changed),
            "shared_questions": self.shared,
            "metrics": {m.name: _metric_json(m) for m in self.metrics},
            "fixed": [asdict(change) for change in self.fixed],
            "broken": [asdict(change) for change in self.broken],
        }


def _metric_json(metric: MetricChange) -> dict[str, Any]:
    interval = metric.difference.interval
    return {
        "before": round(metric.before, 6),
        "after": round(metric.after, 6),
        "change": round(metric.difference.change, 6),
        "interval": [round(interval.low, 6), round(interval.high, 6)] if interval else None,
        "p": metric.difference.p,
    }


def compare(baseline: RunRecord, run: RunRecord) -> Comparison:
    """Return what changed, over the questions that both runs have (same id, same words)."""
    earlier = {(row.id, row.question): row for row in baseline.questions}
    pairs = [
        (earlier[(row.id, row.question)], row)
        for row in run.questions
        if (row.id, row.question) in earlier
    ]
    before, after = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return Comparison(
        shared=len(pairs),
        doubts=tuple(_doubts(baseline, run, len(pairs))),
        changed=tuple(_changed(baseline.settings, run.settings)),
        metrics=tuple(_metrics(before, after)),
        fixed=tuple(_changes(pairs, before=False)),
        broken=tuple(_changes(pairs, before=True)),
    )


def _doubts(baseline: RunRecord, run: RunRecord, shared: int) -> list[str]:
    old, new = baseline.settings, run.settings
    doubts = [said for name, said in _SAME.items() if getattr(old, name) != getattr(new, name)]
    if shared < len(run.questions) or shared < len(baseline.questions):
        doubts.append(
            f"{shared} questions are shared, of {len(baseline.questions)} before and "
            f"{len(run.questions)} now"
        )
    return doubts


def _changed(old: RunSettings, new: RunSettings) -> list[str]:
    return [
        f"{name}: {_short(getattr(old, name))} → {_short(getattr(new, name))}"
        for name in _WHAT_IS_COMPARED
        if getattr(old, name) != getattr(new, name)
    ]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:12]}…"


def _metrics(
    before: Sequence[QuestionResult], after: Sequence[QuestionResult]
) -> list[MetricChange]:
    if not before:
        return []
    # Both runs in one table: the first half of the rows is the baseline, the second this run.
    both = statistics_of([*before, *after])
    n = len(before)
    olds, news = statistics_of(before), statistics_of(after)
    return [_metric(name, both[name], n) for name in METRICS if name in olds and name in news]


def _metric(name: str, both: Statistic, n: int) -> MetricChange:
    everyone = np.arange(n)

    def swapped(marks: npt.NDArray[np.bool_]) -> float:
        return both(everyone + n * ~marks) - both(everyone + n * marks)

    change, interval = paired(both, lambda rows: both(rows + n), n)
    return MetricChange(
        name=name,
        before=both(everyone),
        after=both(everyone + n),
        difference=Difference(change, interval, permutation_p(swapped, n)),
    )


def _changes(
    pairs: Sequence[tuple[QuestionResult, QuestionResult]], *, before: bool
) -> list[Change]:
    return [
        Change(new.id, new.question, _given(old), _given(new))
        for old, new in pairs
        if old.right is before and new.right is not before and new.right is not None
    ]


def _given(row: QuestionResult) -> str | None:
    return f"crashed: {row.error}" if row.error else row.prediction
