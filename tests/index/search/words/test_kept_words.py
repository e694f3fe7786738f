"""Words of passages that were read before are those that are read again, and scored exactly."""

import random
from collections import Counter

import numpy as np
import pytest

from index.search import bm25
from index.search.bm25 import FIELDS, Term, Words, added, dampers, spaced
from index.search.words import kept
from index.search.words.kept import KeptWords

_CHANCE = random.Random(8)
_NAMES = [f"w{number}" for number in range(60)]


def _words() -> Words:
    lengths = (_CHANCE.randint(0, 90), _CHANCE.choice([0, 3]), 0)
    return tuple(spaced([_CHANCE.choice(_NAMES[: 4**tier]) for tier in _tiers(n)]) for n in lengths)


def _tiers(count: int) -> list[int]:
    return [_CHANCE.choice((1, 2, 2, 3)) for _ in range(count)]


def _one_by_one(terms: list[Term], averages: dict[str, float], words: Words) -> float:
    total = 0.0
    for text, field in zip(words, FIELDS, strict=True):
        found = text.split()
        counts, length = Counter(found), np.array([len(found)], np.float64)
        for term in terms:
            if term.field == field:
                times = np.array([counts[term.text]], np.float64)
                total += added(term.weight, times, dampers(length, averages[field]))[0]
    return total


@pytest.mark.parametrize("count", [0, 1, 7, 300])
def test_many_passages_are_scored_as_each_is_to_the_last_digit(count: int) -> None:
    passages = [_words() for _ in range(count)]
    averages = dict.fromkeys(FIELDS, 20.5)
    texts = ["w0", "w1", "w7", "w40", "w41", "unheard"]
    terms = [Term(field, text, 1.7 / (1 + at)) for at, text in enumerate(texts) for field in FIELDS]
    found = bm25.scores(terms, averages, passages)
    assert found.tolist() == [_one_by_one(terms, averages, one) for one in passages]
    assert count < 7 or found.max() > 0


def test_what_was_read_lately_is_not_read_again_and_little_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "MOST", 20)
    words, read = KeptWords(), Counter[int]()
    for step in range(50):
        rows = np.array([3, 5, *range(100 + step * 4, 104 + step * 4)])

        def reading(at: int, rows: kept.Rows = rows) -> Words:
            read[int(rows[at])] += 1
            return (f" {rows[at]} ", "", "")

        assert words.all(rows, reading) == [(f" {row} ", "", "") for row in rows]
        assert len(words._new) + len(words._old) <= 20 + 2 * len(rows)
    assert read[3] == read[5] == 1
    assert sum(read.values()) == 2 + 50 * 4
