"""Intervals, paired tests, calibration: deterministic, and right where the answer is known."""

import numpy as np
import pytest

from qa.evaluation.metrics.intervals import Rows, bootstrap, paired, permutation_p
from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.runs.calibration import (
    ROUNDS,
    Scale,
    held_out,
    lowest_threshold,
    platt,
    raised,
    rescaled,
)

VALUES = np.array([0.0, 1.0] * 50)


def mean(rows: Rows) -> float:
    return float(VALUES[rows].mean())


def test_an_interval_is_as_wide_as_theory_says_and_the_same_each_time() -> None:
    one = bootstrap(mean, len(VALUES))
    assert one == bootstrap(mean, len(VALUES))
    assert one is not None
    # the standard error of a share of one half over 100 is .05; 1.96 of it either way
    assert one.low == pytest.approx(0.5 - 1.96 * 0.05, abs=0.02)
    assert one.high == pytest.approx(0.5 + 1.96 * 0.05, abs=0.02)


def test_no_interval_of_one_question_or_of_an_undefined_figure() -> None:
    assert bootstrap(mean, 1) is None
    assert bootstrap(lambda _: float("nan"), 10) is None


def swapped(before: np.ndarray, after: np.ndarray, marks: np.ndarray) -> float:
    change = np.where(marks, before - after, after - before)
    return float(change.mean())


def test_the_paired_test_tells_a_real_change_from_none() -> None:
    before, after = np.zeros(40), np.r_[np.ones(12), np.zeros(28)]
    p = permutation_p(lambda marks: swapped(before, after, marks), 40)
    # twelve changes, all for the better: 2 * 2**-12 if each sign is a coin, at least 1/1001 here
    assert p == pytest.approx(1 / 1001, abs=0.002)
    same = permutation_p(lambda marks: swapped(before, before, marks), 40)
    assert same == 1.0


def test_one_question_better_and_one_worse_is_chance() -> None:
    before, after = np.array([0.0, 1.0, 1.0, 1.0]), np.array([1.0, 0.0, 1.0, 1.0])
    assert permutation_p(lambda marks: swapped(before, after, marks), 4) == 1.0


def test_a_paired_interval_is_narrower_than_the_spread_of_the_runs() -> None:
    later = np.clip(VALUES + 0.1, 0, 1.1)
    change, interval = paired(mean, lambda rows: float(later[rows].mean()), len(VALUES))
    assert change == pytest.approx(0.1)
    assert interval is not None
    assert interval.high - interval.low < 1e-9


def test_platt_scaling_makes_overconfidence_honest() -> None:
    random = np.random.default_rng(1)
    truth = random.uniform(0.05, 0.95, 2000)
    right = random.random(2000) < truth
    odds = np.log(truth / (1 - truth))
    said = 1 / (1 + np.exp(-(2 * odds + 1)))  # twice too sure, and shifted
    scale, shift = platt(said, right)
    assert scale == pytest.approx(0.5, abs=0.07)
    assert shift == pytest.approx(-0.5, abs=0.15)
    assert np.abs(rescaled(said, scale, shift) - truth).mean() < 0.04


def test_scaling_never_turns_the_order_round() -> None:
    scale, _ = platt(np.array([0.1, 0.9] * 20), np.array([True, False] * 20))
    assert scale > 0


def test_the_lowest_threshold_keeps_the_target() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6])
    right = np.array([True, True, False, True])
    assert lowest_threshold(confidence, right, 1.0) == pytest.approx((0.8 + 0.7) / 2)
    assert lowest_threshold(confidence, right, 0.75) == pytest.approx(0.6 / 2)
    assert lowest_threshold(confidence, ~right, 0.9) is None


def test_equal_confidences_stay_together() -> None:
    confidence, right = np.array([0.9, 0.9]), np.array([True, False])
    assert lowest_threshold(confidence, right, 0.95) is None


def test_held_out_answers_are_near_the_target_where_confidence_is_good() -> None:
    random = np.random.default_rng(2)
    truth = random.uniform(0, 1, 3000)
    found = held_out(truth, random.random(3000) < truth, 0.9)
    assert found is not None
    assert found.right == pytest.approx(0.9, abs=0.04)


def _rows(*outcomes: tuple[float, bool]) -> list[QuestionResult]:
    return [
        QuestionResult(id=f"{n}", row=n, question="?", answered=True, confidence=sure, right=right)
        for n, (sure, right) in enumerate(outcomes, 1)
    ]


def test_a_threshold_is_raised_until_the_target_holds_with_it_in_force() -> None:
    asked = []

    def ask(setting: object) -> list[QuestionResult]:
        assert isinstance(setting, dict)
        asked.append(setting["threshold"])
        # With a threshold in force a wrong answer comes forward that was hidden without it.
        everything = _rows((0.9, True), (0.8, True), (0.6, False), (0.55, False))
        return [row for row in everything if row.confidence >= setting["threshold"]]

    kept, rows = raised(ask, Scale(1.0, 0.0, 0.5), 0.95)
    assert asked == [0.5, (0.8 + 0.6) / 2]
    assert kept.threshold == (0.8 + 0.6) / 2
    assert rows is not None
    assert [row.right for row in rows] == [True, True]


def test_a_target_out_of_reach_gives_no_rows_and_comes_to_an_end() -> None:
    assert raised(lambda _: _rows((0.9, False)), Scale(1.0, 0.0, 0.5), 0.95)[1] is None
    assert raised(lambda _: [], Scale(1.0, 0.0, 0.5), 0.95)[1] is None
    asked = []

    def ever_worse(_setting: object) -> list[QuestionResult]:
        asked.append(1)
        return _rows((0.9, True), (0.8, False))

    assert raised(ever_worse, Scale(1.0, 0.0, 0.5), 0.95)[1] is None
    assert len(asked) == ROUNDS
