"""Fusion, filters and repetition: pure functions with their arithmetic shown."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import ArticleInfo
from index.articles.passages import Filters
from index.search.duplicates import collapse, containment, shingles
from index.search.filtering import matches
from index.search.fusion import fuse, lent_by_article, standardised

ALL_ALIKE = np.ones((9, 9), dtype=np.float32)


def test_standardised_is_distance_from_the_mean_in_deviations() -> None:
    # mean 3, deviation sqrt(((1-3)^2 + (3-3)^2 + (5-3)^2) / 3) = sqrt(8 / 3)
    z = standardised(np.array([1, 3, 5], dtype=np.float32))
    assert z.tolist() == pytest.approx([-2 / math.sqrt(8 / 3), 0, 2 / math.sqrt(8 / 3)])


@pytest.mark.parametrize("scores", [[], [0.5], [2.0, 2.0, 2.0]])
def test_scores_that_do_not_differ_say_nothing(scores: list[float]) -> None:
    assert standardised(np.array(scores, dtype=np.float32)).tolist() == [0.0] * len(scores)


def test_fuse_adds_both_with_the_weight_of_the_first() -> None:
    dense = np.array([0.0, 2.0], dtype=np.float32)  # z: -1, 1
    lexical = np.array([9.0, 5.0], dtype=np.float32)  # z: 1, -1
    assert fuse(dense, lexical).tolist() == pytest.approx([0, 0])
    assert fuse(dense, lexical, dense_weight=1.5).tolist() == pytest.approx([-0.5, 0.5])


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=30), st.integers(1, 50))
def test_fusion_ignores_scale_and_shift(values: list[int], scale: int) -> None:
    scores = np.array(values, dtype=np.float32)
    moved = scores * scale + 7
    assert standardised(moved) == pytest.approx(standardised(scores), abs=1e-3)


def test_shingles_are_runs_of_words_without_case_or_marks() -> None:
    assert shingles("The ice, THE ferry!", 2) == {("the", "ice"), ("ice", "the"), ("the", "ferry")}
    assert shingles("Too short", 5) == {("too", "short")}
    assert shingles(" … ") == frozenset()


def test_containment_is_the_share_of_the_inner_one() -> None:
    inner, outer = shingles("a b c", 2), shingles("x a b y", 2)
    assert containment(inner, outer) == 1 / 2
    assert containment(frozenset(), outer) == 0


def test_collapse_keeps_the_first_and_names_the_others() -> None:
    story = "The minister said on Monday that the harbour would be dredged before winter comes."
    copy = story.upper().replace(".", " (Wire)")
    other = "Farmers upstream asked who would pay for the new wall along the river this year."
    kept = collapse([story, other, copy], ["a", "b", "c"], ALL_ALIKE)
    assert kept == [(0, [2]), (1, [])]


def test_collapse_drops_the_part_but_never_the_whole() -> None:
    part = "One two three four five six seven eight."
    whole = part + " Nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen."
    assert collapse([whole, part], ["a", "b"], ALL_ALIKE) == [(0, [1])]
    assert collapse([part, whole], ["a", "b"], ALL_ALIKE) == [(0, []), (1, [])]


def test_collapse_leaves_repetition_within_an_article_and_unlike_meanings() -> None:
    text = "The same seven words stand here twice."
    assert collapse([text, text], ["a", "a"], ALL_ALIKE) == [(0, []), (1, [])]
    unlike = np.eye(2, dtype=np.float32)
    assert collapse([text, text], ["a", "b"], unlike) == [(0, []), (1, [])]


INFO = ArticleInfo(id="x", author="Lada Korotun", publication="Voice of Russia", date="2012-04-18")


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(author="korotun"), True),
        (Filters(author="KOROTUN lada"), True),
        (Filters(author="korotun ann"), False),
        (Filters(source="voice of"), True),
        (Filters(source="Post"), False),
        (Filters(authors=frozenset({"lada  KOROTUN", "Ann"})), True),
        (Filters(authors=frozenset({"Korotun"})), False),
        (Filters(author="ann", authors=frozenset({"Lada Korotun"})), True),
        (Filters(author="ann", authors=frozenset({"Bob"})), False),
        (Filters(author="KÓROTUN"), True),
        (Filters(authors=frozenset({"Láda Korotun"})), False),
        (Filters(authors=frozenset({""})), False),
        (Filters(sources=frozenset({"Voice"}), author="lada"), False),
        (Filters(after="2012-04-18", before="2012-04-18"), True),
        (Filters(after="2012-04-19"), False),
        (Filters(before="2012-04-17"), False),
        (Filters(after="2012-04"), True),
        (Filters(before="2012"), True),
        (Filters(before="2011"), False),
        (Filters(articles=frozenset({"x"})), True),
        (Filters(articles=frozenset({"y"})), False),
        (Filters(author="lada", before="2011"), False),
    ],
)
def test_filters(filters: Filters, passes: bool) -> None:
    assert matches(filters, INFO) is passes


@pytest.mark.parametrize(
    ("date", "passes"),
    [("2012-04", True), ("2012", True), ("2012-03", False), ("2013-01", False), (None, False)],
)
def test_a_month_stands_for_its_days(date: str | None, passes: bool) -> None:
    filters = Filters(after="2012-04-18", before="2012-12-31")
    assert matches(filters, ArticleInfo(id="x", date=date)) is passes


@pytest.mark.parametrize("filters", [Filters(author="a"), Filters(source="a")])
def test_an_article_without_the_field_does_not_match(filters: Filters) -> None:
    assert not matches(filters, ArticleInfo(id="x"))


def test_an_article_lends_its_passages_a_share_of_its_best_score() -> None:
    lent = lent_by_article(np.array([3.0, 1.0, 2.0]), np.array([7, 7, 9]), 0.5)
    assert lent.tolist() == [4.5, 2.5, 3.0]


@given(st.lists(st.tuples(st.floats(-9, 9), st.integers(0, 4)), min_size=1, max_size=30))
def test_what_an_article_lends_keeps_the_first_first_and_the_order_inside_an_article(
    rows: list[tuple[float, int]],
) -> None:
    scores, articles = np.array([s for s, _ in rows]), np.array([a for _, a in rows])
    lent = lent_by_article(scores, articles, 0.4)
    assert lent[scores.argmax()] == pytest.approx(lent.max())
    for article in set(articles.tolist()):
        mine = articles == article
        assert np.allclose(lent[mine] - scores[mine], 0.4 * scores[mine].max())


def test_nothing_is_lent_where_nothing_was_found() -> None:
    assert lent_by_article(np.array([]), np.array([], np.int64), 0.4).tolist() == []
