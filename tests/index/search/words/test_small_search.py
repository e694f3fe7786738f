"""A small index is scored whole: what is found, and how good, is what the engine's way gives."""

import random

import numpy as np
import pytest

from index.articles.rows import NO_ROWS, Rows
from index.errors import DerivedDamaged
from index.search.lexical_store import Entry
from index.search.tantivy_index import TantivyIndex
from index.search.tantivy_store import FileHashes, TantivyStore
from index.search.word_search import WordSearch
from index.search.words.whole import MOST, SOON, SmallSearch

WORDS = "river bridges council voted harbour Fähre ferry ferries late 東京の新 мост of the".split()


def entries(count: int, seed: int = 5) -> list[Entry]:
    chance = random.Random(seed)
    return [
        Entry(
            row,
            row // 3,
            " ".join(chance.choices(WORDS, k=chance.randrange(0, 30))),
            " ".join(chance.choices(WORDS, k=chance.randrange(0, 3))),
            order=count - row,
        )
        for row in range(5, count + 5)
    ]


def both(index: TantivyIndex, others: Rows = NO_ROWS) -> tuple[SmallSearch, WordSearch]:
    """Return the search of a small index, its words counted, and the engine's."""
    engine = WordSearch(index, others)
    small = SmallSearch(engine, index, others)
    for _ in range(SOON):
        small.best("anything", 1)
    assert small._whole is not None
    return small, engine


def found(search: SmallSearch | WordSearch, query: str, k: int) -> dict[int, float]:
    rows, scores = search.best(query, k)
    return dict(zip(rows.tolist(), scores.tolist(), strict=True))


@pytest.mark.parametrize("left_out", [[], [7, 8, 30]])
def test_the_same_passages_have_the_same_scores_to_the_last_digit(left_out: list[int]) -> None:
    index = TantivyIndex(None).updated(entries(120)).updated(remove=[6, 50])
    others = np.array(left_out, np.int64)
    small, engine = both(index, others)
    chance = random.Random(6)
    for _ in range(40):
        query = " ".join(chance.choices([*WORDS, "unknown"], k=chance.randrange(1, 6)))
        k = chance.choice([1, 3, 10, 200])
        assert found(small, query, k) == found(engine, query, k)
        rows = np.array(sorted(chance.sample(range(140), 20)), np.int64)
        assert small.scores(query, rows).tolist() == engine.scores(query, rows).tolist()
    assert found(small, "unknown", 5) == found(small, "", 5) == {}


def test_filters_and_words_are_left_to_the_engine() -> None:
    small, engine = both(TantivyIndex(None).updated(entries(60)))
    assert [part.tolist() for part in small.best("ferry", 5, [3, 4])] == [
        part.tolist() for part in engine.best("ferry", 5, [3, 4])
    ]
    assert small.articles("ferries").tolist() == engine.articles("ferries").tolist()


def test_who_asks_once_does_not_wait_until_all_words_are_counted() -> None:
    index = TantivyIndex(None).updated(entries(30))
    small = SmallSearch(WordSearch(index, NO_ROWS), index, NO_ROWS)
    answers = []
    for _ in range(SOON):
        assert small._whole is None
        answers.append(found(small, "river council", 10))
    assert small._whole is not None
    assert all(one == answers[0] for one in answers)


def test_an_empty_index_and_one_of_passages_without_words() -> None:
    small, _ = both(TantivyIndex(None))
    assert found(small, "river", 3) == {}
    assert small.scores("river", np.array([4], np.int64)).tolist() == [0.0]
    small, _ = both(TantivyIndex(None).updated([Entry(1, 1, "", "", order=1)]))
    assert found(small, "river", 3) == {}


def test_only_small_indexes_are_scored_whole_and_damage_is_still_said() -> None:
    def store(count: int) -> TantivyStore:
        return TantivyStore(TantivyIndex(None).updated(entries(count)), FileHashes(), {})

    assert isinstance(store(20).search(NO_ROWS), SmallSearch)
    assert isinstance(store(MOST + 1).search(NO_ROWS), WordSearch)
    assert isinstance(store(20).search(NO_ROWS, np.array([2, 3], np.int64)), WordSearch)

    def refuse() -> None:
        raise DerivedDamaged("a file is not as it was written")

    small, engine = both(TantivyIndex(None).updated(entries(20)))
    small = SmallSearch(engine, engine._index, NO_ROWS, refuse)
    small._whole = both(engine._index)[0]._whole
    with pytest.raises(DerivedDamaged):
        small.best("river", 3)
