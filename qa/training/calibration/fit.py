"""Fits how sentences are weighed: ``python -m qa.training.calibration.fit --news DIR``.

The articles of the tuning part are indexed, each of their questions is asked, and every sentence
that was read or said by those asked about is judged by the writer's quotes. One logistic regression
weighs sentences, a second one tells from the best of them whether the question is answered; each
kind of question has its own scale of that, drawn towards the common one. All figures are of folds
over articles that had no part in their fit.
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
from qa.evidence.calibration import Calibration, Coefficients, KindScale, probability
from qa.evidence.facts import Facts, Weighed
from qa.evidence.weighing import answer_facts
from qa.reading.trained_reader import DEFAULT_NAME, TrainedReader, open_reader
from qa.training.calibration.asking import NAMES, Asked, Table, articles_of, ask_all, table_of
from qa.training.calibration.figures import figures
from qa.training.calibration.fitting import Logistic, logistic, logistic_against
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
AGAINST = ("missing",)
"""What can speak against an answer only, however rare it is in the questions of the fit."""
FOLDS = 5
REFUSED = 0.8
"""Least share of questions without an answer that get none."""
WRONG = 0.04
"""Most of all questions of a kind that may be answered wrongly as if it were stated."""
_SUREST = 0.99
KIND_RIDGE = 5.0
"""How strongly the scale of a kind is drawn towards that of all."""


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
        logits = sentences.logits(table.rows)
        order = np.argsort(-logits, kind="stable")[:2].tolist()
        place = order[0]
        facts = answer_facts(
            [
                Weighed(
                    candidate=table.candidates[n],
                    chance=probability(float(logits[n])),
                    facts=Facts(**dict(zip(NAMES, table.rows[n].tolist(), strict=True))),
                )
                for n in order
            ]
        )
        rows.append([facts[name] for name in ANSWER_NAMES])
        right.append(table.labels[place])
    return np.array(rows), np.array(right)


def kind_scales(
    kinds: Sequence[str], logits: np.ndarray, right: np.ndarray
) -> dict[str, KindScale]:
    """Return a scale for each kind of question as understood, drawn towards the common one."""
    found = {"*": KindScale()}
    for kind in sorted(set(kinds)):
        mine = np.array([one == kind for one in kinds])
        if mine.sum() < 30:
            continue
        fitted = logistic(
            logits[mine, None], right[mine], np.ones(mine.sum()), ridge=KIND_RIDGE, towards=[1.0]
        )
        found[kind] = KindScale(float(fitted.weights[0]), fitted.bias)
    return found


def with_limits(
    scales: Mapping[str, KindScale],
    kinds: Sequence[str],
    said: np.ndarray,
    right: np.ndarray,
    answerable: np.ndarray,
) -> dict[str, KindScale]:
    """Return the scales with the probabilities from which on there is an answer, and a sure one."""
    shown = float(np.quantile(said[~answerable], REFUSED)) if (~answerable).any() else 0.5
    out = {}
    for kind, scale in scales.items():
        mine = np.array([kind == "*" or one == kind for one in kinds])
        stated = lowest(said[mine], right[mine], WRONG)
        out[kind] = KindScale(
            round(scale.scale, 4), round(scale.shift, 4), round(shown, 4),
            round(max(shown, stated), 4),
        )  # fmt: skip
    return out


def lowest(said: np.ndarray, right: np.ndarray, wrong: float) -> float:
    """Return the lowest probability from which on few enough of all questions are answered wrongly.

    Args:
        said: Probabilities, [questions].
        right: 1 for right and 0 for wrong, [questions].
        wrong: Most of all the questions that may be wrong.
    """
    order = np.argsort(-said)
    good = np.flatnonzero(np.cumsum(1 - right[order]) / max(len(order), 1) <= wrong)
    return min(float(said[order][good[-1]]), _SUREST) if len(good) else _SUREST


def probabilities(
    logits: np.ndarray, kinds: Sequence[str], scales: Mapping[str, KindScale]
) -> np.ndarray:
    """Return the scaled probability of each question, [questions]."""
    each = [scales.get(kind, scales["*"]) for kind in kinds]
    scaled = np.array([s.scale * z + s.shift for s, z in zip(each, logits, strict=True)])
    return np.asarray(1 / (1 + np.exp(-np.clip(scaled, -30, 30))))


@dataclass(frozen=True, slots=True)
class Fit:
    """A calibration, and each question's probability by a fit without its article."""

    scale: Calibration
    said: np.ndarray
    right: np.ndarray


def fit(asked: Sequence[Asked]) -> Fit:
    """Fits everything on all questions, and on folds for the figures."""
    tables = [table_of(one) for one in asked]
    folds = np.array([int(hash_order(one.own)[-4:], 16) % FOLDS for one in asked])
    kinds = [one.inquiry.question.kind.value for one in asked]
    said, judged = np.zeros(len(asked)), np.zeros(len(asked))
    for fold in sorted(set(folds.tolist())):
        inside = np.flatnonzero(folds != fold) if len(set(folds.tolist())) > 1 else folds
        outside = np.flatnonzero(folds == fold)
        parts = _fitted(_of(tables, inside), _of(kinds, inside))
        mine = _of(tables, outside), _of(kinds, outside)
        said[outside], judged[outside] = _said(*mine, parts)
    parts = _fitted(tables, kinds)
    answerable = np.array([one.answerable for one in asked])
    limits = with_limits(parts.kinds, kinds, said, judged, answerable)
    scale = as_calibration(parts.sentences, parts.answers, limits)
    return Fit(replace(scale, companion=fit_companions(asked, scale)), said, judged)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Both regressions and the scales of the kinds."""

    sentences: Logistic
    answers: Logistic
    kinds: Mapping[str, KindScale]


def _of(values: Sequence[Any], places: np.ndarray) -> list[Any]:
    return [values[n] for n in places.tolist()]


def _fitted(tables: Sequence[Table], kinds: Sequence[str]) -> _Parts:
    sentences = fit_sentences([one for one in tables if one.candidates])
    rows, right = best_rows(tables, sentences)
    known = ~np.isnan(rows[:, 0])
    answers = logistic_against(
        rows[known], right[known], np.ones(known.sum()), [ANSWER_NAMES.index(n) for n in AGAINST]
    )
    logits = answers.logits(rows[known])
    mine = _of(kinds, np.flatnonzero(known))
    return _Parts(sentences, answers, kind_scales(mine, logits, right[known]))


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
    report = figures(asked, made.scale, made.said, made.right)
    if not options.dry:
        write(FILE, made.scale)
    if options.report:
        options.report.write_text(json.dumps(report, indent=1), encoding="utf-8")
    LOG.info("%s", json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
