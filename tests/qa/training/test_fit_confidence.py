"""Ranking and confidence are fitted on what search and reader find for held-out questions."""

import json
from pathlib import Path

import numpy as np
import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from index.models.embedding import open_embedder
from qa.reading.confidence import Ranking
from qa.reading.protocol import Reading, ScoredSpan
from qa.reading.sentence_reader import SentenceReader
from qa.training import data, fit_confidence
from qa.training.fit_confidence import (
    NAMES,
    Logistic,
    calibration_gap,
    counts_of,
    figures_of,
    fit_ranking,
    held_out_probabilities,
    is_right,
    logistic,
    reading_figures,
    table_of,
)
from qa.training.observations import Observation, articles_of, chosen, observe

FERRY = "The ferry Selma was built in 1962. It crossed the sound until 1990."
BRIDGE = "The bridge over the sound opened in 1991. Nobody mourned the ferry."
MILL = "The old mill at Aldbeck grinds barley. Its owner is Tove Lund."


def question(key: str, text: str, passage: data.Passage, answer: str) -> data.Question:
    start = passage.text.index(answer)
    return data.Question(key, text, passage, ((start, start + len(answer)),), (answer,))


@pytest.fixture(scope="module")
def passages() -> list[data.Passage]:
    return [
        data.Passage("p0", "sound", "new_wiki", FERRY),
        data.Passage("p1", "sound", "new_wiki", BRIDGE),
        data.Passage("p2", "mill", "new_wiki", MILL),
    ]


@pytest.fixture(scope="module")
def questions(passages: list[data.Passage]) -> list[data.Question]:
    return [
        question("q0", "When was the ferry Selma built?", passages[0], "1962"),
        question("q1", "When did the bridge over the sound open?", passages[1], "1991"),
        question("q2", "Who owns the old mill at Aldbeck?", passages[2], "Tove Lund"),
    ]


def test_a_logistic_regression_meets_the_frequencies_of_two_groups() -> None:
    rows = np.array([[0.0]] * 40 + [[1.0]] * 40)
    # 10 of 40 are right without the feature, 30 of 40 with it.
    labels = np.array([1.0] * 10 + [0.0] * 30 + [1.0] * 30 + [0.0] * 10)
    fitted = logistic(rows, labels, np.ones(80), ridge=0.0)
    np.testing.assert_allclose(
        fitted.probabilities(np.array([[0.0], [1.0]])), [10 / 40, 30 / 40], atol=1e-6
    )


def test_rows_count_as_often_as_they_are_told_to() -> None:
    rows, labels = np.zeros((4, 1)), np.array([1.0, 0.0, 0.0, 0.0])
    fitted = logistic(rows, labels, np.array([3.0, 1.0, 1.0, 1.0]))
    np.testing.assert_allclose(fitted.probabilities(rows), [3 / 6] * 4, atol=1e-6)


def test_kinds_get_their_shares_and_missing_ones_leave_theirs_to_the_others() -> None:
    kinds = np.array(["stated"] * 4 + ["taken-out"] * 4 + ["near-miss"] * 2)
    counts = counts_of(kinds)
    assert counts.sum() == pytest.approx(10)
    assert counts[:4].sum() == pytest.approx(0.5 * 10)
    assert counts[8:].sum() == pytest.approx(0.15 * 10)
    alone = counts_of(kinds[:8])
    assert alone[:4].sum() == pytest.approx(0.5 / 0.85 * 8)


def test_the_calibration_gap_is_the_mean_distance_of_the_bins() -> None:
    said, right = np.array([0.95, 0.95, 0.15]), np.array([1.0, 0.0, 0.0])
    # Of weight 4: two at 0.95 of which one is right, one at 0.15 counting twice.
    expected = (abs(0.95 * 2 - 1) + 0.15 * 2) / 4
    assert calibration_gap(said, right, np.array([1.0, 1.0, 2.0])) == pytest.approx(expected)


def test_a_ridge_draws_weights_towards_nothing() -> None:
    rows = np.array([[0.0], [1.0]] * 20)
    labels = np.array([0.0, 1.0] * 20)  # separable: without a ridge the weight would not end
    ones = np.ones(40)
    weights = [logistic(rows, labels, ones, ridge).weights[0] for ridge in (0.1, 1.0, 10.0)]
    assert weights[0] > weights[1] > weights[2] > 0


def test_articles_are_put_together_and_offsets_kept(passages: list[data.Passage]) -> None:
    odd = data.Passage("p3", "sound", "new_wiki", "One line.\r\nAnother.")
    held_out = articles_of([*passages, odd])
    for passage in passages:
        start = held_out.starts[passage.key]
        text = held_out.articles[passage.article].text
        assert text[start : start + len(passage.text)] == passage.text
    assert "p3" not in held_out.starts  # storing it would change its offsets


def test_questions_are_chosen_in_a_fixed_order_up_to_the_count(
    passages: list[data.Passage], questions: list[data.Question]
) -> None:
    held_out = articles_of(passages)
    sets = {"new_wiki": data.Split([], questions)}
    twice = [chosen(sets, {"new_wiki": 2}, held_out) for _ in range(2)]
    assert twice[0] == twice[1]
    assert len(twice[0]) == 2
    assert chosen(sets, {}, held_out) == []


def test_a_question_is_asked_with_and_without_its_article(
    passages: list[data.Passage], questions: list[data.Question], tmp_path: Path
) -> None:
    held_out = articles_of(passages)
    reader = SentenceReader(open_embedder())
    seen = observe(held_out, questions, reader, tmp_path / "index")
    texts = {article.id: article.text for article in held_out.articles.values()}
    stated = [one for one in seen if one.kind == "stated"]
    assert [texts[one.own][slice(*one.spans[0])] for one in stated] == ["1962", "1991", "Tove Lund"]
    assert all(any(hit.article.id == one.own for hit in one.hits) for one in stated)
    without = [one for one in seen if one.kind == "taken-out"]
    assert len(without) == len(questions)
    for one in without:
        assert one.hits
        assert all(hit.article.id != one.own for hit in one.hits)
        assert not one.spans


def observation(kind: str, own: int, scores: list[float], found: list[float]) -> Observation:
    """A question about article `own` of two, with the reader's and the search's scores of both."""
    articles = [
        Article(info=ArticleInfo(id=f"a{n}"), text=f"Nothing here. The answer is {n}.")
        for n in range(2)
    ]
    at = articles[0].text.index("0")
    hits = tuple(
        Hit(rank=n + 1, score=found[n], article=one, passage=Passage(number=0, start=0, end=at + 2))
        for n, one in enumerate(articles)
    )
    readings = tuple(
        Reading(spans=(ScoredSpan(start=at, end=at + 1, score=score),), answerable=score)
        for score in scores
    )
    stated = kind == "stated"
    return Observation(
        kind=kind,
        source="new_wiki",
        question="What is the answer?",
        own=f"a{own}",
        passage=(0, at + 2),
        spans=((at, at + 1),) if stated else (),
        golds=(str(own),) if stated else (),
        hits=hits,
        readings=readings,
    )


def test_the_search_counts_as_much_as_helps() -> None:
    # The reader alone errs in the first; too much weight on the search would err in the second.
    seen = [
        observation("stated", 0, [1.0, 1.8], [3.0, 1.0]),
        observation("stated", 1, [1.0, 4.0], [3.0, 1.0]),
    ]
    alone = reading_figures(seen, Ranking(reader=1.0, retrieval=0.0, support=0.0))
    assert alone == {"questions": 2, "first": 0.5, "em": 50.0, "f1": 50.0}
    best, tried = fit_ranking(seen)
    # z of two scores is +1 and -1: right where 0.8 < 2 w < 3.
    assert 0.4 < best.retrieval < 1.5
    assert reading_figures(seen, best)["f1"] == 100.0
    assert max(row["f1"] for row in tried.values()) == 100.0


def test_only_what_is_stated_can_be_right() -> None:
    ranking = Ranking(reader=1.0, retrieval=0.0, support=0.0)
    for kind, own, right in (("stated", 1, True), ("stated", 0, False), ("near-miss", 1, False)):
        seen = observation(kind, own, [0.0, 2.0], [1.0, 1.0])
        best = fit_confidence.best_candidate(seen, ranking)
        assert best is not None
        assert is_right(seen, best[0]) is right


def test_figures_are_of_fits_on_other_articles() -> None:
    ranking = Ranking(reader=1.0, retrieval=0.0, support=0.0)
    sure = [observation("stated", 1, [0.0, 3.0], [1.0, 1.0])] * 12
    unsure = [observation("taken-out", 0, [-3.0, -4.0], [1.0, 1.0])] * 12
    changed = [observation("near-miss", 0, [-2.0, -4.0], [1.0, 1.0])] * 6
    table = table_of([*sure, *unsure, *changed], ranking)
    assert table.rows.shape == (30, len(NAMES))
    said = held_out_probabilities(table)
    # Each kind has its own article here, so each is judged by a fit that never saw its like.
    assert len(set(table.folds.tolist())) == 2
    assert said.shape == (30,)
    told = figures_of(table, np.where(table.right > 0, 0.9, 0.1), 0.5)
    assert told["threshold"] == {
        "stated, answered": 1.0,
        "new_wiki, stated, answered": 1.0,
        "answers right": 1.0,
        "taken-out, refused": 1.0,
        "near-miss, refused": 1.0,
    }
    assert told["ece"] == pytest.approx(0.1)


def test_the_fit_is_written_beside_the_others(tmp_path: Path) -> None:
    path = tmp_path / "confidence.json"
    path.write_text('{"note": "kept", "readers": {"*": {"bias": 1}}}', "utf-8")
    weights = np.arange(len(NAMES), dtype=np.float64)
    ranking = Ranking(reader=1.0, retrieval=0.5, support=0.25)
    fit_confidence.write(path, ranking, Logistic(weights, -1.25), 0.5)
    table = json.loads(path.read_text("utf-8"))
    assert table["note"] == "kept"
    assert table["readers"]["*"] == {"bias": 1}
    entry = table["readers"]["pullquote-reader"]
    assert entry["bias"] == -1.25
    assert entry["weights"] == dict(zip(NAMES, range(len(NAMES)), strict=True))
    assert entry["ranking"] == {"reader": 1.0, "retrieval": 0.5, "support": 0.25}
