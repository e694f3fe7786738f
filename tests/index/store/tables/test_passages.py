"""Passages and vectors: found by row and by article, with the order of equally good ones."""

import hashlib
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.article import Article
from index.articles.passages import Passage
from index.models.vectors import decode_vectors
from index.store.storage import Prepared, Storage


def test_passages_are_found_by_row_and_by_article(storage: Storage) -> None:
    passages = storage.passages
    places = passages.of(1)
    assert [place.row for place in places] == [1, 2, 3]
    assert places[1].passage == Passage(number=1, start=4, end=10, heading="H1")
    assert passages.at([4, 2, 99]) == {2: places[1], 4: passages.of(2)[0]}
    assert passages.at([]) == {}
    assert passages.of(9) == []
    assert passages.count() == 4


def test_equally_good_ones_are_ordered_by_date_identifier_and_number(storage: Storage) -> None:
    found = storage.passages.at([1, 2, 3, 4])
    ordered = sorted(found, key=lambda row: found[row].order)
    assert ordered == [1, 2, 3, 4]
    assert found[4].order == ("9999", "a", 0)  # without a date: last
    assert found[2].order == ("2020-05-01", "b", 1)


def test_rows_of_all_and_of_some_articles(storage: Storage) -> None:
    assert storage.passages.rows().tolist() == [1, 2, 3, 4]
    assert storage.passages.rows([2]).tolist() == [4]
    assert storage.passages.rows([9, 2, 1]).tolist() == [1, 2, 3, 4]
    none = storage.passages.rows([])
    assert (none.tolist(), none.dtype) == ([], np.int64)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(cuts=st.sets(st.integers(1, 39), max_size=10).map(sorted), first=st.integers(1, 2**40))
def test_a_cut_comes_back_with_its_vectors(
    empty: Storage,
    prepare: Callable[..., Prepared],
    make_article: Callable[..., Article],
    cuts: list[int],
    first: int,
) -> None:
    prepared = prepare(make_article("x" * 40), cuts)
    with empty.writing():
        empty.articles.delete([1])
        empty.insert(1, first, prepared)
    places = empty.passages.of(1)
    assert [place.passage for place in places] == list(prepared.passages)
    assert [place.row for place in places] == [first + at for at in range(len(cuts) + 1)]
    edges = [0, *cuts, 40]
    assert empty.passages.spans_of(1) == [
        (number, start, end) for number, (start, end) in enumerate(pairwise(edges))
    ]
    data, digest = empty.passages.vectors_of(1)
    assert digest == hashlib.sha256(data).digest()
    assert np.array_equal(decode_vectors(data, 4), prepared.vectors)
