"""Fits how sentences are weighed: ``python -m qa.training.calibration.fit --news DIR``.

The articles of the tuning part are indexed, each of their questions is asked, and every sentence
that was read or said by those asked about is judged by the writer's quotes. One logistic regression
weighs sentences, a second one tells from the best of them whether it answers; each kind of question
has its own scale of that, drawn towards the common one. A third one tells whether articles answer
at all. All figures are of folds over articles that had no part in their fit.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from index.collection import Index
from qa.assistant import Assistant
from qa.evidence.calibration import Calibration, Coefficients, KindScale, Told, probability
from qa.evidence.facts import Facts, Weighed
from qa.evidence.weighing import answer_facts, told_facts
from qa.reading.trained_reader import DEFAULT_NAME, TrainedReader, open_reader
from qa.training.calibration.asking import NAMES, Asked, Table, articles_of, ask_all, table_of
from qa.training.calibration.figures import figures
from qa.training.calibration.fitting import Logistic, logistic, logistic_against
from qa.training.calibration.limits import (
    SILENT,
    kind_scales,
    limit,
    probabilities,
    with_limits,
)
from qa.training.calibration.plain_questions import with_plain_questions
from qa.training.calibration.together import fit_companions
from qa.training.data import hash_order
from qa.training.evidence.news import TUNING, part_of, read_news

LOG = logging.getLogger(__name__)
FILE = Path(__file__).parents[2] / "evidence" / "model" / "calibration.json"
ANSWER_NAMES = (
    "best", "lead", "answerable", "dense", "coverage", "missing", "asked", "silent",
    "topic",
)  # fmt: skip
TOLD_NAMES = ("together", "window", "missing", "asked")
AGAINST = ("missing",)
"""What can speak against an answer only, however rare it is in the questions of the fit."""
FOLDS = 5


def fit_sentences(tables: Sequence[Table]) -> Logistic:
    """Fits the first regression; every question counts the same."""
    rows = np.concatenate([one.rows for one in tables])
    labels = np.concatenate([one.labels for one in tables])
    counts = np.concatenate([np.full(len(t.labels), 20 / max(len(t.labels), 1)) for t in tables])
    return logistic(rows, labels, counts)


def as_calibration(
    sentences: Logistic, answers: Logistic | None, kinds: Mapping[str, KindScale]
) -> Calibration:
    """Return the regressions as the product has them."""
    return Calibration(
        Coefficients(sentences.bias, dict(zip(NAMES, sentences.weights.tolist(), strict=True))),
        Coefficients(answers.bias, dict(zip(ANSWER_NAMES, answers.weights.tolist(), strict=True)))
        if answers
        else Coefficients(0.0, {"best": 1.0}),
        kinds,
    )


def best_rows(tables: Sequence[Table], sentences: Logistic) -> tuple[np.ndarray, np.ndarray]:
    """Return what is known of each question's best sentence [questions, facts], and if it is right.

    Questions for which nothing was found have a row of nan.
    """
    rows, right = [], []
    for table in tables:
        if not table.candidates:
            rows.append([np.nan] * len(ANSWER_NAMES))
            right.append(0.0)
            continue
        order, weighed = _in_order(table, sentences, 2)
        facts = answer_facts(weighed)
        rows.append([facts[name] for name in ANSWER_NAMES])
        right.append(table.labels[order[0]])
    return np.array(rows), np.array(right)


def told_rows(tables: Sequence[Table], sentences: Logistic) -> np.ndarray:
    """Return what tells whether each question is answered at all [questions, facts].

    Questions for which nothing was found have a row of nan.
    """
    rows = []
    for table in tables:
        if not table.candidates:
            rows.append([np.nan] * len(TOLD_NAMES))
            continue
        facts = told_facts(_in_order(table, sentences, len(table.candidates))[1])
        rows.append([facts[name] for name in TOLD_NAMES])
    return np.array(rows)


def _in_order(table: Table, sentences: Logistic, most: int) -> tuple[list[int], list[Weighed]]:
    """Return the numbers of the likeliest sentences of a table, and these as they are weighed."""
    logits = sentences.logits(table.rows)
    order = np.argsort(-logits, kind="stable")[:most].tolist()
    return order, [
        Weighed(
            candidate=table.candidates[n],
            chance=probability(float(logits[n])),
            facts=Facts(**dict(zip(NAMES, table.rows[n].tolist(), strict=True))),
        )
        for n in order
    ]


@dataclass(frozen=True, slots=True)
class Fit:
    """A calibration, and each question's probabilities by a fit without its article.

    `said` is that its best sentence is right, `told` that articles answer it at all, [questions].
    """

    scale: Calibration
    said: np.ndarray
    right: np.ndarray
    told: np.ndarray


def fit(asked: Sequence[Asked]) -> Fit:
    """Fits everything on all questions, and on folds for the figures."""
    tables = [table_of(one) for one in asked]
    folds = np.array([int(hash_order(one.own)[-4:], 16) % FOLDS for one in asked])
    kinds = [one.inquiry.question.kind.value for one in asked]
    answerable = np.array([one.answerable for one in asked])
    said, judged, told = (np.zeros(len(asked)) for _ in range(3))
    for fold in sorted(set(folds.tolist())):
        inside = np.flatnonzero(folds != fold) if len(set(folds.tolist())) > 1 else folds
        outside = np.flatnonzero(folds == fold)
        parts = _fitted(_of(tables, inside), _of(kinds, inside), answerable[inside])
        mine = _of(tables, outside), _of(kinds, outside)
        said[outside], judged[outside] = _said(*mine, parts)
        told[outside] = _told(mine[0], parts)
    parts = _fitted(tables, kinds, answerable)
    limits = with_limits(parts.kinds, kinds, said, judged, answerable)
    scale = as_calibration(parts.sentences, parts.answers, limits)
    weights = dict(zip(TOLD_NAMES, parts.told.weights.tolist(), strict=True))
    least = limit(told, answerable, SILENT)
    scale = replace(scale, told=Told(Coefficients(parts.told.bias, weights), least))
    return Fit(replace(scale, companion=fit_companions(asked, scale)), said, judged, told)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The three regressions and the scales of the kinds."""

    sentences: Logistic
    answers: Logistic
    kinds: Mapping[str, KindScale]
    told: Logistic


def _of(values: Sequence[Any], places: np.ndarray) -> list[Any]:
    return [values[n] for n in places.tolist()]


def _fitted(tables: Sequence[Table], kinds: Sequence[str], answerable: np.ndarray) -> _Parts:
    sentences = fit_sentences([one for one in tables if one.candidates])
    rows, right = best_rows(tables, sentences)
    known = ~np.isnan(rows[:, 0])
    ones = np.ones(known.sum())
    answers = logistic_against(rows[known], right[known], ones, _against(ANSWER_NAMES))
    told = logistic_against(
        told_rows(tables, sentences)[known],
        answerable[known].astype(float),
        ones,
        _against(TOLD_NAMES),
    )
    logits = answers.logits(rows[known])
    mine = _of(kinds, np.flatnonzero(known))
    return _Parts(sentences, answers, kind_scales(mine, logits, right[known]), told)


def _against(names: Sequence[str]) -> list[int]:
    return [names.index(name) for name in AGAINST]


def _told(tables: Sequence[Table], parts: _Parts) -> np.ndarray:
    rows = told_rows(tables, parts.sentences)
    return np.where(np.isnan(rows[:, 0]), 0.0, parts.told.probabilities(np.nan_to_num(rows)))


def _said(
    tables: Sequence[Table], kinds: Sequence[str], parts: _Parts
) -> tuple[np.ndarray, np.ndarray]:
    rows, right = best_rows(tables, parts.sentences)
    known = ~np.isnan(rows[:, 0])
    logits = np.full(len(rows), -30.0)
    logits[known] = parts.answers.logits(rows[known])
    return probabilities(logits, kinds, parts.kinds), right


def write(path: Path, scale: Calibration, name: str = DEFAULT_NAME) -> None:
    """Puts the fit into the file, under the name of the built-in reader."""
    table = json.loads(path.read_text("utf-8"))

    def told(one: Coefficients) -> dict[str, object]:
        return {
            "bias": round(one.bias, 4),
            "weights": {fact: round(weight, 4) for fact, weight in one.weights.items()},
        }

    table["readers"][name] = {
        "sentence": told(scale.sentence),
        "answer": told(scale.answer),
        "kinds": {kind: asdict(one) for kind, one in scale.kinds.items()},
    }
    if scale.told:
        least = round(scale.told.least, 4)
        table["readers"][name]["told"] = {**told(scale.told.weights), "least": least}
    if scale.companion:
        table["readers"][name]["companion"] = told(scale.companion)
    path.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--report", type=Path, help="where to write all figures as JSON")
    parser.add_argument("--weights", type=Path, help="a reader's weights other than those shipped")
    parser.add_argument("--dry", action="store_true", help="measure what is there, write nothing")
    parser.add_argument("--part", default=TUNING)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    rows = with_plain_questions(
        [row for row in read_news(options.news) if part_of(row["id"]) == options.part]
    )
    reader = TrainedReader.open(options.weights) if options.weights else open_reader()
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder), create=True) as index:
        index.add_articles(iter(articles_of(rows)))
        asked = ask_all(Assistant(index, reader=reader), rows)
    made = fit(asked)
    report = figures(asked, made.scale, made.said, made.right, made.told)
    if not options.dry:
        write(FILE, made.scale)
    if options.report:
        options.report.write_text(json.dumps(report, indent=1), encoding="utf-8")
    LOG.info("%s", json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
