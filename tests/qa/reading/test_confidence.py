"""How sure an answer is: the probability, a user's own calibration, and the shipped file."""

import json
import math
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
import qa.reading.confidence as confidence
from hypothesis import given, settings
from hypothesis import strategies as st
from qa.reading.confidence import Calibration, Features, Ranking, calibration, ranking

from index.errors import ModelError
from qa.reading.sentence_reader import SentenceReader
from qa.reading.trained_reader import TrainedReader

NAMES = [field.name for field in fields(Features)]
PLAIN = Calibration(bias=-1.0, weights={"reader": 0.5, "missing": -2.0}, threshold=0.4)

numbers = st.floats(-1e6, 1e6)
some_features = st.builds(Features, reader=numbers, missing=numbers)


def test_the_probability_is_the_logistic_of_the_weighted_sum() -> None:
    features = Features(reader=3.0, missing=0.25, cosine=100.0)  # no weight, so that it is nothing
    assert PLAIN.logit(features) == pytest.approx(-1.0 + 1.5 - 0.5)
    assert PLAIN.probability(features) == pytest.approx(0.5)
    assert PLAIN.probability(replace(features, reader=5.0)) == pytest.approx(1 / (1 + math.exp(-1)))


@pytest.mark.parametrize("name", NAMES)
def test_each_feature_counts_by_its_own_weight(name: str) -> None:
    one = Calibration(bias=0.25, weights={name: 2.0}, threshold=0.5)
    assert one.logit(Features()) == 0.25
    assert one.logit(replace(Features(), **{name: 3.0})) == 6.25


@settings(max_examples=40)
@given(some_features, some_features)
def test_more_for_an_answer_is_never_less_sure(one: Features, other: Features) -> None:
    low, high = sorted([one, other], key=PLAIN.logit)
    assert 0.0 <= PLAIN.probability(low) <= PLAIN.probability(high) <= 1.0


@pytest.mark.parametrize("value", [-1e9, 1e9])
def test_numbers_without_measure_stay_a_probability(value: float) -> None:
    sure = PLAIN.probability(Features(reader=value))
    assert sure == pytest.approx(float(value > 0), abs=1e-9)


def test_probabilities_are_told_apart_far_out() -> None:
    steps = [PLAIN.probability(Features(reader=2.0 * logit + 2.0)) for logit in (-29, -28, 28)]
    assert steps == [1 / (1 + math.exp(-logit)) for logit in (-29, -28, 28)]


@settings(max_examples=40)
@given(some_features, st.floats(-10, 10), st.floats(-10, 10))
def test_a_users_calibration_scales_and_shifts_the_logit(
    features: Features, scale: float, shift: float
) -> None:
    adjusted = PLAIN.adjusted({"scale": scale, "shift": shift, "threshold": 0.7})
    expected = scale * PLAIN.logit(features) + shift
    assert adjusted.logit(features) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert adjusted.threshold == 0.7


@pytest.mark.parametrize("stored", [None, {}, [], "scale", 3, {"other": 1}])
def test_what_is_no_calibration_changes_nothing(stored: object) -> None:
    assert PLAIN.adjusted(stored) == PLAIN


def test_each_part_of_a_users_calibration_may_stand_alone() -> None:
    assert PLAIN.adjusted({"threshold": 0.9}) == replace(PLAIN, threshold=0.9)
    assert PLAIN.adjusted({"shift": 0.5}) == replace(PLAIN, bias=-0.5)
    doubled = PLAIN.adjusted({"scale": 2})
    assert doubled == replace(PLAIN, bias=-2.0, weights={"reader": 1.0, "missing": -4.0})


@pytest.mark.parametrize("name", [TrainedReader.calibration, SentenceReader.calibration, "*"])
def test_each_reader_has_a_calibration_and_an_order(name: str) -> None:
    for found in (calibration(name), calibration(f"statements/{name}")):
        assert 0.0 < found.threshold < 1.0
        assert set(found.weights) <= set(NAMES)
        strong = Features(cosine=0.9, coverage=1.0, passage_coverage=1.0, reader=3.0, support=1.0)
        weak = Features(missing=1.0, reader=-6.0)
        assert found.probability(strong) > found.threshold > found.probability(weak)
    assert ranking(name).reader > 0


def test_a_reader_not_known_gets_the_general_calibration() -> None:
    assert calibration("unheard-of") == calibration("*")
    assert ranking("unheard-of") == ranking("*")
    assert calibration("statements/unheard-of") == calibration("statements/*")
    assert calibration("statements/*") != calibration("*")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in place of the package's, with an empty cache before and after."""
    monkeypatch.setattr(confidence, "files", lambda _: tmp_path)
    calibration.cache_clear()
    ranking.cache_clear()
    yield tmp_path / "confidence.json"
    calibration.cache_clear()
    ranking.cache_clear()


def entry(**changed: object) -> dict[str, object]:
    return {
        "bias": 1,
        "threshold": "0.25",
        "weights": {"reader": 2, "of-tomorrow": 9},
        "ranking": {"retrieval": 2, "support": 3, "reader": 1},
    } | changed


def test_the_file_is_read_by_name(package: Path) -> None:
    package.write_text(json.dumps({"readers": {"*": entry(), "mine": entry(bias=5)}}), "utf-8")
    # A weight of a feature that this version does not have is passed over.
    assert calibration("other") == Calibration(1.0, {"reader": 2.0}, 0.25)
    assert calibration("mine").bias == 5.0
    assert ranking("other") == Ranking(reader=1.0, retrieval=2.0, support=3.0)


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "{",
        "[]",
        "{}",
        '{"readers": []}',
        json.dumps({"readers": {"other": entry()}}),
        json.dumps({"readers": {"*": entry(bias="high")}}),
        json.dumps({"readers": {"*": entry(weights=None)}}),
        json.dumps({"readers": {"*": [1]}}),
    ],
)
def test_a_damaged_file_is_named_with_what_to_do(package: Path, content: str | None) -> None:
    if content is not None:
        package.write_text(content, "utf-8")
    with pytest.raises(ModelError, match=r"confidence\.json cannot be used .* Install") as told:
        calibration("mine")
    assert told.value.__cause__ is not None


def test_an_order_that_lacks_a_part_is_refused(package: Path) -> None:
    package.write_text(json.dumps({"readers": {"*": entry(ranking={"reader": 1})}}), "utf-8")
    assert calibration("mine").bias == 1.0
    with pytest.raises(ModelError, match="'retrieval'"):
        ranking("mine")
