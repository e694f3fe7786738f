"""The weights of evidence are fitted on questions asked of an index of the news."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.collection import Index
from qa.assistant import Assistant
from qa.evaluation.sets.formats.registry import read_question_set
from qa.evidence.calibration import KindScale
from qa.reading.sentence_reader import SentenceReader
from qa.training.calibration import exam, fit, limits
from qa.training.calibration.asking import NAMES, Asked, articles_of, ask_all, table_of
from qa.training.calibration.figures import figures, recall
from qa.training.calibration.fitting import logistic, logistic_against
from qa.training.evaluate_reader import expected_calibration_error

TOWNS = ("Berg", "Lowick", "Aldbeck", "Quarn", "Selby", "Tarn")


def row(town: str, year: int) -> dict[str, Any]:
    """Return an article of the news with questions of several kinds."""
    built = f"The dam of {town} was built in {year}."
    said = f"“The wall of {town} will hold,” said Ada {town}son, its keeper."
    return {
        "id": f"dam-{town.lower()}",
        "title": f"The dam of {town}",
        "date": "2021-05-03",
        "text": f"{built} It rained there for a week.\n\n{said}",
        "people": [],
        "statements": [],
        "questions": [
            {
                "question": f"When was the dam of {town} built?", "kind": "fact",
                "answerable": True, "answers": [str(year)],
                "quotes": [{"text": built, "speaker": None}],
            },
            {
                "question": "And her?", "rewrite": f"What did Ada {town}son say?",
                "history": [f"Who keeps the dam of {town}?"], "kind": "who-said",
                "answerable": True, "answers": [], "quotes": [
                    {"text": said, "speaker": f"Ada {town}son"},
                ],
            },
            {
                "question": f"Is the wall of {town} safe?", "kind": "yes-no", "answerable": True,
                "answers": [], "yes_no": "yes",
                "quotes": [{"text": said, "speaker": f"Ada {town}son"}],
            },
            {
                "question": f"Who paid for the tram of {town}?", "kind": "fact",
                "answerable": False, "why": "plausible-but-absent",
            },
            {"question": "Who wrote it?", "kind": "metadata", "answerable": True},
        ],
    }  # fmt: skip


ROWS = [row(town, 1900 + 7 * n) for n, town in enumerate(TOWNS)]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, sample_index: Index) -> Iterator[list[Asked]]:
    folder = tmp_path_factory.mktemp("dams")
    embedder = sample_index.embedder
    with Index.open(folder, create=True, embedder=embedder) as index:
        index.add_articles(iter(articles_of(ROWS)))
        yield ask_all(Assistant(index, reader=SentenceReader(embedder)), ROWS)


def test_questions_are_asked_as_they_stand_alone_and_records_are_not(asked: list[Asked]) -> None:
    assert len(asked) == 4 * len(ROWS)
    assert [one.kind for one in asked[:4]] == ["fact", "who-said", "yes-no", "plausible-but-absent"]
    assert asked[1].inquiry.question.text == "What did Ada Bergson say?"
    for one in asked:
        assert one.answerable == bool(one.spans)


def test_sentences_of_the_writers_quotes_are_evidence(asked: list[Asked]) -> None:
    for one in asked:
        table = table_of(one)
        assert table.rows.shape == (len(table.candidates), len(NAMES))
        held = [c for c, label in zip(table.candidates, table.labels, strict=True) if label]
        assert bool(held) == one.answerable
        for candidate in held:
            assert any(s < candidate.end and e > candidate.start for s, e in one.spans)


def test_a_fit_tells_what_is_stated_from_what_is_not(asked: list[Asked], tmp_path: Path) -> None:
    made = fit.fit(asked)
    told = figures(asked, made.scale, made.said, made.right, made.told)
    assert told["questions"] == len(asked)
    assert told["first"]["all"] > 0.8  # type: ignore[index]
    assert told["refused of unanswerable"] >= 0.5  # type: ignore[operator]
    assert told["answered at all"]["auroc"] > 0.8  # type: ignore[index]
    assert set(told["right"]) == {"all", "fact", "who-said", "yes-no"}  # type: ignore[call-overload]
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps({"note": "", "readers": {}}), encoding="utf-8")
    fit.write(path, made.scale, "a reader")
    written = json.loads(path.read_text("utf-8"))["readers"]["a reader"]
    assert set(written["sentence"]["weights"]) == set(NAMES)
    assert set(written["told"]["weights"]) == set(fit.TOLD_NAMES)
    assert 0 < written["told"]["least"] < 1
    for scale in written["kinds"].values():
        assert 0 < KindScale(**scale).shown <= KindScale(**scale).stated < 1


def test_recall_is_of_the_evidences_characters(asked: list[Asked]) -> None:
    assert recall(asked[0], ()) == 0.0
    assert recall(asked[3], ()) == 0.0


def test_a_logistic_regression_meets_the_frequencies_of_two_groups() -> None:
    rows = np.array([[0.0]] * 40 + [[1.0]] * 40)
    labels = np.array([1.0] * 10 + [0.0] * 30 + [1.0] * 30 + [0.0] * 10)
    fitted = logistic(rows, labels, np.ones(80), ridge=0.0)
    np.testing.assert_allclose(
        fitted.probabilities(np.array([[0.0], [1.0]])), [10 / 40, 30 / 40], atol=1e-6
    )
    counted = logistic(np.zeros((4, 1)), np.array([1.0, 0, 0, 0]), np.array([3.0, 1, 1, 1]))
    np.testing.assert_allclose(counted.probabilities(np.zeros((1, 1))), [3 / 6], atol=1e-6)


def test_a_ridge_draws_weights_towards_what_it_is_told() -> None:
    rows, labels = np.array([[0.0], [1.0]] * 20), np.array([0.0, 1.0] * 20)
    ones = np.ones(40)
    weights = [logistic(rows, labels, ones, ridge=r).weights[0] for r in (0.1, 1.0, 10.0)]
    assert weights[0] > weights[1] > weights[2] > 0
    drawn = logistic(rows, np.full(40, 0.5), ones, ridge=1e6, towards=[2.0])
    assert drawn.weights[0] == pytest.approx(2.0, abs=0.01)


def test_what_speaks_against_never_speaks_for() -> None:
    for_it = np.tile([0.0, 1.0], 40)
    rows = np.c_[for_it, np.repeat([0.0, 1.0], 40), 1 - for_it]
    labels = np.where(np.arange(80) % 7, for_it, 1 - for_it)
    ones = np.ones(80)
    free = logistic(rows, labels, ones)
    assert free.weights[0] > 0 > free.weights[2]
    bound = logistic_against(rows, labels, ones, [0, 2])
    assert bound.weights[0] == 0.0
    assert bound.weights[2] < free.weights[2]
    assert logistic_against(rows, labels, ones, [2]).weights == pytest.approx(free.weights)


def test_the_calibration_error_is_the_mean_distance_of_the_bins() -> None:
    said, right = np.array([0.95, 0.95, 0.15]), np.array([1.0, 0.0, 0.0])
    assert expected_calibration_error(said, right) == pytest.approx((abs(1.9 - 1) + 0.15) / 3)


def test_the_limits_are_those_that_the_targets_ask_for() -> None:
    said = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    right = np.array([1.0, 1.0, 0.0, 1.0, 0.0, 0.0])
    assert limits.lowest(said, right, 0.0) == 0.8
    assert limits.lowest(said, right, 0.2) == 0.6
    assert limits.lowest(said, np.zeros(6), 0.0) == 0.99
    answerable = np.array([True, True, True, True, False, False])
    kinds = {"*": KindScale()}
    (scale,) = limits.with_limits(kinds, ["fact"] * 6, said, right, answerable).values()
    assert 0.4 < scale.shown <= 0.5
    assert scale.stated >= scale.shown


def test_a_part_is_written_as_the_product_reads_it(tmp_path: Path) -> None:
    exam.write_lines(tmp_path / "articles.jsonl", map(exam.article_row, ROWS))
    questions = [q for one in ROWS for q in exam.question_rows(one)]
    exam.write_lines(tmp_path / "questions.jsonl", questions)
    read = read_question_set(tmp_path / "questions.jsonl").questions
    assert len(read) == len(questions) == 5 * len(ROWS)
    assert read[1].history == ("Who keeps the dam of Berg?",)
    assert read[2].answers[0] == "Yes"
    assert read[3].answerable is False
