"""Passages found by the rarer words of a query are those that all its words find, exactly."""

import random
from collections.abc import Callable

import numpy as np
import pytest

from index.articles.rows import NO_ROWS, Rows
from index.search.bm25 import Term, most
from index.search.lexical_store import Entry
from index.search.tantivy_index import TantivyIndex
from index.search.word_search import WordSearch
from index.search.words import rare
from index.search.words.finding import Finding
from index.search.words.rare import partings

QUERIES = [
    "w0 w1 w2 w90", "w0 w0 w3 w70 w120", "w1 w2", "w0", "w150 w151", "w0 w1 w2 w3 w4 w5 w6 w7 w199",
    "w4 w60 w61 w62", "w0 w500",
]  # fmt: skip

Found = dict[int, float]


def _entries(count: int, first: int = 1) -> list[Entry]:
    chance = random.Random(first)
    words = [f"w{number}" for number in range(200)]
    weights = [1 / (1 + at) ** 1.2 for at in range(200)]

    def text(least: int, longest: int) -> str:
        return " ".join(chance.choices(words, weights, k=chance.randint(least, longest)))

    return [
        Entry(row, row // 5, text(5, 60), text(0, 4), order=-row)
        for row in range(first, first + count)
    ]


@pytest.fixture(scope="module")
def index() -> TantivyIndex:
    """1,500 passages of 300 articles in two files, of which some were removed."""
    made = TantivyIndex(None).updated(_entries(900)).updated(_entries(600, 901))
    return made.updated(remove=range(40, 1400, 31))


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Found, Found, int]]:
    """Searches by all words and by rare ones; counts the latter that had to be done by all."""

    def both(
        index: TantivyIndex,
        query: str,
        articles: Rows | None = None,
        others: Rows = NO_ROWS,
        seen: Rows | None = None,
    ) -> tuple[Found, Found, int]:
        again = [0]
        by_all = Finding._by_all_words

        def counted(self: Finding, *args: object) -> object:
            again[0] += 1
            return by_all(self, *args)  # type: ignore[arg-type]

        found = []
        for common in (10**9, 50):
            with monkeypatch.context() as patched:
                patched.setattr(rare, "_COMMON", common)
                patched.setattr(Finding, "_by_all_words", counted)
                if common > 50:  # all words from the first, passage by passage
                    patched.setattr(Finding, "_by_some_words", lambda *_: None)
                again[0] = 0
                rows, scores = WordSearch(index, others, seen).best(query, 20, articles)
                found.append(dict(zip(rows.tolist(), scores.tolist(), strict=True)))
        return found[0], found[1], again[0]

    return both


@pytest.mark.parametrize("among", ["all", "few", "many"])
def test_they_find_what_all_words_find(
    index: TantivyIndex,
    searches: Callable[..., tuple[Found, Found, int]],
    among: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if among == "many":
        monkeypatch.setattr("index.search.words.finding.FEW", 10)
    articles = None if among == "all" else np.arange(3, 300, 4)
    again = 0
    for query in QUERIES:
        every, rarer, by_all = searches(index, query, articles)
        assert rarer == every
        again += by_all
    assert again < len(QUERIES) - 1


def test_nor_does_it_matter_what_is_left_out(
    index: TantivyIndex, searches: Callable[..., tuple[Found, Found, int]]
) -> None:
    others = np.arange(700, 1300, 3)
    others = others[np.isin(others, index.rows())]
    for query in QUERIES:
        for seen in (None, np.arange(1, 200)):
            every, rarer, _ = searches(
                index, query, None, NO_ROWS if seen is not None else others, seen
            )
            assert rarer == every


def test_what_is_left_out_adds_little_and_is_common() -> None:
    terms = [Term("body", f"w{at}", weight) for at, weight in enumerate((0.01, 9.0, 0.4, 3.0, 0.3))]
    frequencies = [990_000, 60, 600_000, 40_000, 2000]
    first, second = partings(terms, frequencies)
    assert first.kept == (1, 3, 4)
    assert first.rest >= most(terms[0]) + most(terms[2])
    assert second.kept == (1, 2, 3, 4)
    assert second.rest >= most(terms[0])
    assert list(partings(terms[1:2], [60])) == []
    assert list(partings(terms[:1], [990_000])) == []
