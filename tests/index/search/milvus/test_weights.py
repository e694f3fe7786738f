"""Sparse vectors of words: their inner product is BM25, or off by a factor that is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.rows import NO_ROWS
from index.search.bm25 import FIELDS, Term
from index.search.lexical_store import Entry
from index.search.milvus.weights import (
    assumed_from,
    dimension,
    drifted,
    passage_weights,
    question_weights,
    reach,
)
from index.search.tantivy_store import TantivyEngine
from index.search.word_search import WordSearch
from index.search.words.whole import SmallSearch

WORDS = "ferry harbour ice salt storm the price of herring rose and fell again".split()
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=0, max_size=60).map(" ".join), min_size=1, max_size=8
)


def _search(entries: list[Entry]) -> WordSearch:
    small = TantivyEngine().new(None).update(entries).search(NO_ROWS)
    assert isinstance(small, SmallSearch)
    return small.counts


def _entries(texts: list[str]) -> list[Entry]:
    titles = ["Harbour", "The price of salt", ""]
    return [Entry(at, at, text, titles[at % 3]) for at, text in enumerate(texts, 1)]


def _products(search: WordSearch, entries: list[Entry], averages: dict[str, float]) -> list[float]:
    asked = question_weights(search.terms("the price of herring in the harbour"))
    vectors = [passage_weights(entry, averages) for entry in entries]
    return [sum(asked.get(at, 0.0) * value for at, value in one.items()) for one in vectors]


@settings(max_examples=20)
@given(TEXTS)
def test_with_the_true_means_the_product_is_the_score(texts: list[str]) -> None:
    entries = _entries(texts)
    search = _search(entries)
    averages = {field: max(search.averages[field], 1e-9) for field in FIELDS}
    rows = np.arange(1, len(entries) + 1, dtype=np.int64)
    exact = search.scores("the price of herring in the harbour", rows)
    assert _products(search, entries, averages) == pytest.approx(exact, rel=1e-4)


@settings(max_examples=20)
@given(TEXTS, st.floats(1.0, 80.0))
def test_with_other_means_no_score_is_above_the_product_times_its_reach(
    texts: list[str], mean: float
) -> None:
    entries = _entries(texts)
    search = _search(entries)
    assumed = {"body": mean, "title": 1.0, "pairs": 1.0}
    question = "the price of herring in the harbour"
    above = reach(search.terms(question), search.averages, assumed)
    exact = search.scores(question, np.arange(1, len(entries) + 1, dtype=np.int64))
    products = np.array(_products(search, entries, assumed))
    assert (exact <= products * above).all()


def test_every_passage_has_a_vector() -> None:
    nothing = passage_weights(Entry(1, 1, "", ""), dict.fromkeys(FIELDS, 1.0))
    assert len(nothing) == 1
    assert not set(nothing) & set(question_weights([Term("body", "ferri", 1.0)]))


def test_a_word_in_the_title_is_another_one_than_in_the_text() -> None:
    assert dimension("body", "ferri") != dimension("title", "ferri")
    assert 1 <= dimension("body", "ferri") <= 2**32 - 3


def test_means_that_have_changed_much_are_noticed() -> None:
    averages = {"body": 60.0, "title": 6.0, "pairs": 0.0}
    assumed = assumed_from(averages)
    assert not drifted(averages, assumed)
    assert not drifted({**averages, "body": 70.0}, assumed)
    assert drifted({**averages, "body": 100.0}, assumed)
    assert drifted({**averages, "title": 3.0}, assumed)
