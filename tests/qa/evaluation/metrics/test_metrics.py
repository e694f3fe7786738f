"""Metrics by hand: every expected value shows its arithmetic."""

import json
import math
import re
import string
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.metrics import answer_metrics, quote_metrics, refusal_metrics, retrieval_metrics
from qa.evaluation.metrics.quote_metrics import Need, Shown
from qa.evaluation.metrics.refusal_metrics import Outcomes

SAMPLES = Path(__file__).resolve().parents[4] / "samples"


# An independent computation, from the definition: bags of tokens, counted.
def plain_f1(predicted: str, gold: str) -> float:
    bags = []
    for text in (predicted, gold):
        kept = "".join(c for c in text.lower() if c not in set(string.punctuation))
        bags.append(Counter(w for w in re.split(r"\s+", kept) if w and w not in {"a", "an", "the"}))
    mine, other = bags
    if not mine or not other:
        return 1.0 if mine == other else 0.0
    common = sum(min(count, other[word]) for word, count in mine.items())
    if common == 0:
        return 0.0
    precision, recall = common / sum(mine.values()), common / sum(other.values())
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize(
    ("predicted", "gold", "em", "f1"),
    [
        ("The cat sat.", "cat sat", 1.0, 1.0),
        ("the cat", "a dog", 0.0, 0.0),
        ("cat cat", "cat", 0.0, 2 * (1 / 2) * 1 / (1 / 2 + 1)),
        ("in April 2012", "April 6, 2012", 0.0, 2 * 2 / (3 + 3)),
        ("the", "a", 1.0, 1.0),
        ("", "x", 0.0, 0.0),
        ("theatre", "theatre", 1.0, 1.0),
    ],
)
def test_em_and_f1_are_squads(predicted: str, gold: str, em: float, f1: float) -> None:
    assert answer_metrics.exact(predicted, gold) == em
    assert answer_metrics.f1(predicted, gold) == pytest.approx(f1)


@given(st.text(max_size=40), st.text(max_size=40))
def test_f1_agrees_with_the_definition_on_any_text(predicted: str, gold: str) -> None:
    if answer_metrics.normalise(predicted).split() and answer_metrics.normalise(gold).split():
        words = [set(re.split(r"\W+", t.lower())) for t in (predicted, gold)]
        if not any({"a", "an", "the"} & found for found in words):
            expected = plain_f1(predicted, gold)
            assert answer_metrics.f1(predicted, gold) == pytest.approx(expected)


def test_em_and_f1_agree_with_the_definition_on_sample_sentences() -> None:
    lines = (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    pairs = [(q["text"], a) for row in rows for q in row["quotes"] for a in row["answers"]]
    assert len(pairs) > 100
    for predicted, gold in pairs:
        assert answer_metrics.f1(predicted, gold) == pytest.approx(plain_f1(predicted, gold))


def test_the_best_gold_answer_counts_and_silence_scores_zero() -> None:
    assert answer_metrics.best(answer_metrics.f1, "Ada", ["Bob", "Ada Byron"]) == 2 / (1 + 2)
    assert answer_metrics.best(answer_metrics.exact, None, ["Ada"]) == 0.0


def test_a_gold_answer_is_contained_by_whole_words_only() -> None:
    assert answer_metrics.contains("There was no sum.", "No")
    assert not answer_metrics.contains("Nothing was said.", "No")
    assert not answer_metrics.contains("Anything", "the")


NEED = Need(places=(("a", 0, 10), ("b", 100, 110)), speaker="Ada Byron")


@pytest.mark.parametrize(
    ("quotes", "recall", "precision"),
    [
        ([("a", 0, 10)], 1.0, 1.0),
        ([("b", 100, 110)], 1.0, 1.0),  # the other place will do
        ([("a", 5, 15)], 5 / 10, 5 / 10),
        ([("a", 0, 40)], 1.0, 10 / 40),
        ([("a", 0, 6), ("a", 4, 10)], 1.0, 1.0),  # overlapping quotes count once
        ([("c", 0, 10)], 0.0, 0.0),
        ([("a", 0, 10), ("c", 0, 30)], 1.0, 10 / 40),
        ([], 0.0, 0.0),
    ],
)
def test_quotes_are_counted_in_characters(
    quotes: list[tuple[str, int, int]], recall: float, precision: float
) -> None:
    assert quote_metrics.recall(quotes, [NEED]) == recall
    assert quote_metrics.precision(quotes, [NEED]) == precision


def test_needs_weigh_by_their_length() -> None:
    needs = [Need(places=(("a", 0, 30),)), Need(places=(("a", 50, 60),))]
    assert quote_metrics.recall([("a", 0, 30)], needs) == 30 / (30 + 10)
    assert quote_metrics.exact_hit([("a", 0, 30), ("a", 50, 59)], needs) == 1 / 2


def test_validity_reads_the_stored_text_again() -> None:
    good = Shown(place=("a", 1, 3), text="bc")
    moved = Shown(place=("a", 0, 2), text="bc")
    gone = Shown(place=("x", 0, 2), text="bc")
    assert quote_metrics.validity([good], {"a": "abcd"}) == 1.0
    assert quote_metrics.validity([good, moved, gone], {"a": "abcd"}) == 1 / 3


@pytest.mark.parametrize(
    ("place", "named", "expected"),
    [
        (("a", 2, 5), "Byron", 1.0),
        (("a", 2, 5), "Ada Byron", 1.0),
        (("a", 2, 5), "Lovelace", 0.0),
        (("a", 2, 5), None, 0.0),
        (("a", 20, 25), "Byron", None),  # not quoted: nothing to judge
    ],
)
def test_speakers_are_judged_where_their_words_are_quoted(
    place: tuple[str, int, int], named: str | None, expected: float | None
) -> None:
    shown = [Shown(place=place, text="x", speaker=named)]
    assert quote_metrics.speaker_accuracy(shown, [NEED]) == expected


def test_retrieval_measures_by_hand() -> None:
    found = retrieval_metrics.measure(["x", "r1", "y", "r2"], {"r1": 1, "r2": 1, "r3": 1})
    assert found["recall@1"] == 0.0
    assert found["recall@3"] == pytest.approx(1 / 3)
    assert found["recall@5"] == pytest.approx(2 / 3)
    assert found["mrr"] == 1 / 2
    ideal = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)


def test_ndcg_uses_the_grades() -> None:
    found = retrieval_metrics.measure(["low", "high"], {"low": 1, "high": 3})
    ideal = 3 / math.log2(2) + 1 / math.log2(3)
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(2) + 3 / math.log2(3)) / ideal)


def test_an_empty_search_scores_zero_everywhere() -> None:
    assert set(retrieval_metrics.measure([], {"a": 1}).values()) == {0.0}


def test_what_is_found_twice_counts_once_and_keeps_its_places() -> None:
    found = retrieval_metrics.measure(["item", "item", "x", "late"], {"item": 1, "late": 1})
    assert found["recall@3"] == 1 / 2
    assert found["recall@5"] == 1.0


def test_alternatives_are_one_item_and_shared_passages_bind_needs() -> None:
    items = retrieval_metrics.items_of([[["a:1"], ["b:4"]], [["c:0", "c:1"]], [["c:1"]]])
    assert items["a:1"] == items["b:4"]
    assert items["c:0"] != items["c:1"]
    assert len(set(items.values())) == 3


def outcomes(*rows: tuple[bool, bool, float, bool]) -> Outcomes:
    """Rows of (answerable, answered, confidence, right)."""
    columns = list(zip(*rows, strict=True))
    answered = np.array(columns[1], dtype=np.bool_)
    return Outcomes(
        np.array(columns[0], dtype=np.bool_),
        answered,
        ~answered,
        np.array(columns[2], dtype=np.float64),
        np.array(columns[3], dtype=np.bool_),
    )


FOUR = outcomes(
    (True, True, 0.9, True),
    (True, False, 0.2, False),
    (False, False, 0.1, True),
    (False, True, 0.6, False),
)


def test_refusals_by_hand() -> None:
    assert refusal_metrics.refusal_precision(FOUR) == 1 / 2
    assert refusal_metrics.refusal_recall(FOUR) == 1 / 2
    # of the pairs (answerable, not): .9>.1, .9>.6, .2>.1 hold, .2>.6 does not
    assert refusal_metrics.refusal_auroc(FOUR) == 3 / 4


def test_ties_count_half_in_auroc() -> None:
    tied = outcomes((True, True, 0.5, True), (False, True, 0.5, False))
    assert refusal_metrics.refusal_auroc(tied) == 0.5


def test_calibration_error_by_hand() -> None:
    # one answer at .9 that is right, one at .6 that is wrong
    expected = (abs(0.9 - 1.0) + abs(0.6 - 0.0)) / 2
    assert refusal_metrics.calibration_error(FOUR) == pytest.approx(expected)


def test_the_risk_coverage_curve_by_hand() -> None:
    points = refusal_metrics.risk_coverage(FOUR)
    assert [(p.coverage, p.risk) for p in points] == [(1 / 4, 0.0), (2 / 4, 1 / 2)]
    area = (1 / 4 * 0.0 + 1 / 4 * 1 / 2) / (2 / 4)
    assert refusal_metrics.area_under_risk(points) == pytest.approx(area)


def test_figures_without_grounds_are_undefined() -> None:
    only = outcomes((True, True, 0.9, True))
    assert math.isnan(refusal_metrics.refusal_recall(only))
    assert math.isnan(refusal_metrics.refusal_auroc(only))
