"""RunRecord: everything about one evaluation, as one JSON document.

Saved with the settings and with digests of set, corpus and models, so that two runs can say whether
they may be compared.
"""

import hashlib
import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.errors import UsageError
from qa.evaluation.metrics import refusal_metrics
from qa.evaluation.metrics.aggregates import Figure, figures, outcomes_of
from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.sets.question_sets import RowProblem

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What was evaluated on what.

    `mode` is `open`, `reading` (the reader alone, given the passage) or `retrieval`. `confidence`
    is the index's own calibration, where it has one. `judgements` says that answers were as editors
    had them. `retrieval_unit` says what recall@k, mrr and
    ndcg@10 count: passages that hold gold quotes, or articles that the set judges.
    """

    mode: str
    set_name: str
    set_form: str
    set_digest: str
    tags: tuple[str, ...] = ()
    limit: int | None = None
    judgements: bool = False
    corpus_digest: str | None = None
    articles: int | None = None
    passages: int | None = None
    embedding_model: str | None = None
    embedding_fingerprint: str | None = None
    reader: str | None = None
    models_digest: str | None = None
    confidence: Mapping[str, float] | None = None
    retrieval_unit: str = "passage"
    version: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the settings as JSON values."""
        return {**asdict(self), "tags": list(self.tags)}

    @property
    def digest(self) -> str:
        """SHA-256 of the settings; equal ones make equal runs, timings aside."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A finished run. `failed` are rows of the set that are wrong and questions that crashed."""

    created: str
    settings: RunSettings
    questions: tuple[QuestionResult, ...]
    figures: Mapping[str, Figure]
    failed: tuple[RowProblem, ...] = ()
    warnings: tuple[RowProblem, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    def value(self, metric: str) -> float | None:
        """Return a metric's value, `None` where the set does not allow it or it is not known."""
        figure = self.figures.get(metric)
        return figure.value if figure else None

    def to_json(self) -> dict[str, Any]:
        """Return the document that `--json` prints and `--save` writes."""
        return {
            "format": FORMAT,
            "created": self.created,
            "metrics": {name: _round(figure.value) for name, figure in self.figures.items()},
            "intervals": {
                name: [_round(figure.interval.low), _round(figure.interval.high)]
                if figure.interval
                else None
                for name, figure in self.figures.items()
            },
            "counts": {name: figure.n for name, figure in self.figures.items()},
            "curves": self._curves(),
            "questions": [row.to_json() for row in self.questions],
            "settings": self.settings.to_json(),
            "failed": [problem.to_json() for problem in self.failed],
            "warnings": [problem.to_json() for problem in self.warnings],
            "seconds": round(self.seconds, 2),
        }

    def _curves(self) -> dict[str, Any]:
        outcomes = outcomes_of(self.questions)
        points = refusal_metrics.risk_coverage(outcomes)
        area = refusal_metrics.area_under_risk(points)
        return {
            "risk_coverage": [_rounded(asdict(point)) for point in points],
            "area_under_risk": _round(area),
            "calibration": [
                _rounded(asdict(b)) for b in refusal_metrics.calibration_bins(outcomes)
            ],
        }


def _rounded(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _round(value) for name, value in values.items()}


def _round(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, 6)


def save_run(record: RunRecord, path: Path) -> None:
    """Write the run beside its place, then put it there.

    Raises:
        UsageError: If it cannot be written.
    """
    text = json.dumps(record.to_json(), ensure_ascii=False, indent=1) + "\n"
    write_beside(path, text)


def write_beside(path: Path, text: str) -> None:
    """Put a file in place whole or not at all; raises UsageError when it cannot be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", errors="replace")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}).") from error


def load_run(path: Path) -> RunRecord:
    """Return the run saved at `path`, its figures computed again from its rows.

    Raises:
        UsageError: If there is none, or the file is something else.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise UsageError(
                f"{path}: a run of format {document['format']}; this version reads {FORMAT}. "
                "Make it again with --save."
            )
        return _record(document)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path}: not a saved run ({type(error).__name__}: {error}). "
            "Make one: pullquote evaluate QUESTIONS --save RUN.json"
        ) from error


def _record(document: Mapping[str, Any]) -> RunRecord:
    rows = tuple(QuestionResult.from_json(row) for row in document["questions"])
    settings = document["settings"]
    return RunRecord(
        created=document["created"],
        settings=RunSettings(**{**settings, "tags": tuple(settings["tags"])}),
        questions=rows,
        figures=figures(rows, intervals=False),
        failed=_problems(document["failed"]),
        warnings=_problems(document["warnings"]),
        seconds=document["seconds"],
    )


def _problems(rows: Sequence[Mapping[str, Any]]) -> tuple[RowProblem, ...]:
    return tuple(RowProblem(row["row"], row["error"], row["id"]) for row in rows)
