"""Words: found by stem, without accents or case; pairs of characters where there are no spaces."""

import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.rows import Rows
from index.search import word_search
from index.search.bm25 import FIELDS, Term
from index.search.lexical import LONGEST_QUERY, Entry, Lexical, character_pairs
from index.search.word_search import WordSearch

TEXTS = {
    1: "Bordyuzha reconfirmed Iran’s interest in negotiations.",
    2: "The café in Zürich was running late.",
    3: "昨天中国人民银行宣布了新的政策。",
    4: "Nothing of note.",
}


NONE = np.empty(0, np.int64)


def _entry(row: int, text: str, title: str = "") -> Entry:
    return Entry(row, row * 10, text, title, order=1000 - row)


class _Passages:
    """Entries in a lexical index, searched by words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.row: entry for entry in entries}
        self.lexical = Lexical(None)
        self.lexical.update(self.entries.values())
        self.lexical.reload()

    def remove(self, *rows: int) -> None:
        self.lexical.update(remove=rows)
        self.lexical.reload()
        for row in rows:
            del self.entries[row]

    def search(self, others: Rows = NONE) -> WordSearch:
        return WordSearch(self.lexical, len(self.entries), others)

    def best(
        self, text: str, k: int = 10, articles: list[int] | None = None, others: Rows = NONE
    ) -> dict[int, float]:
        """The best rows with their scores."""
        search = self.search(others)
        terms = search.terms(text)
        if not terms:
            return {}
        rows, scores = search.best(terms, k, articles)
        return dict(zip(rows.tolist(), scores.tolist(), strict=True))


@pytest.fixture(scope="module")
def passages() -> _Passages:
    return _Passages(_entry(row, text, f"Title {row}") for row, text in TEXTS.items())


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("BORDYUZHA", [1]),
        ("iran", [1]),
        ("negotiation", [1]),
        ("cafe zurich", [2]),
        ("they run", [2]),
        ("人民", [3]),
        ("中", []),
        ("unknown", []),
        ("(((", []),
        ("", []),
    ],
)
def test_words_are_found(passages: _Passages, text: str, rows: list[int]) -> None:
    assert list(passages.best(text)) == rows


def test_titles_count(passages: _Passages) -> None:
    assert sorted(passages.best("title")) == [1, 2, 3, 4]


def test_only_the_articles_asked_for(passages: _Passages) -> None:
    assert sorted(passages.best("title", articles=[20, 40])) == [2, 4]
    assert passages.best("iran", articles=[20]) == {}


_VOCABULARY = [f"w{number}" for number in range(30)]


def _made(count: int, seed: int, first: int = 1) -> list[Entry]:
    chance = random.Random(seed)

    def text(least: int, most: int) -> str:
        weights = [1 / (1 + at) for at in range(len(_VOCABULARY))]
        return " ".join(chance.choices(_VOCABULARY, weights, k=chance.randint(least, most)))

    return [_entry(first + at, text(0, 300), text(0, 5)) for at in range(count)]


def test_scores_are_those_of_the_engine_where_nothing_was_removed() -> None:
    passages = _Passages(_made(60, seed=1))
    search = passages.search()
    terms = search.terms("w0 w7 w29 w12")
    ones = [Term(term.field, term.text, FIELDS[term.field]) for term in terms]
    found = passages.lexical.search(passages.lexical.query(ones), 60)
    assert len(found) > 40
    engine = [one.score for one in sorted(found, key=lambda one: one.row)]
    rows = np.array(sorted(one.row for one in found))
    assert search.scores(terms, rows) == pytest.approx(engine, rel=1e-5)
    nowhere = np.setdiff1d(np.array(sorted(passages.entries)), rows)
    assert search.scores(terms, nowhere).tolist() == [0.0] * len(nowhere)


@given(seed=st.integers(0, 10**6), k=st.integers(1, 12))
@settings(max_examples=15)
def test_what_was_removed_does_not_count(seed: int, k: int) -> None:
    # Those that are removed are short: they pull the engine's average length far down.
    kept, gone = _made(40, seed), [_entry(100 + at, "w3 w29", "w5") for at in range(25)]
    fresh, used = _Passages(kept), _Passages([*gone, *kept])
    used.remove(*range(100, 115))
    others = np.arange(115, 125)  # still in the files, unknown to the truth
    for row in others.tolist():
        del used.entries[row]
    for text in ("w3", "w29 w5", "w0 w3 w20 w21"):
        everything = fresh.best(text, 10**3)
        least = sorted(everything.values(), reverse=True)[:k][-1:]
        expected = {row: score for row, score in everything.items() if [score] >= least}
        assert fresh.best(text, k) == expected
        assert used.best(text, k, others=others) == expected


def test_equally_good_passages_past_counting_are_taken_by_their_order() -> None:
    many = 3 * word_search._MOST
    passages = _Passages([_entry(row, "ice") for row in range(many)])
    passages.entries[many] = _entry(many, "ice ice")
    passages.lexical.update([passages.entries[many]])
    passages.lexical.reload()
    found = passages.best("ice", 100)
    assert many in found
    last = sorted(passages.entries.values(), key=lambda entry: entry.order)[:1000]
    assert {entry.row for entry in last} <= set(found)
    assert len(found) < many


def test_a_very_long_query_is_cut(passages: _Passages) -> None:
    text = " ".join(f"filler{number}" for number in range(LONGEST_QUERY)) + " iran"
    assert passages.best(text) == {}
    assert list(passages.best("iran " + text)) == [1]


def test_character_pairs_overlap_and_single_ones_stand_alone() -> None:
    assert character_pairs("今日は ok 山 x") == ["今日", "日は", "山"]
    assert character_pairs("plain words") == []


def test_updates_are_seen_after_reopening(tmp_path: Path) -> None:
    Lexical(tmp_path / "words").update([Entry(1, 1, "ice", ""), Entry(2, 1, "ice floe", "")])
    Lexical(tmp_path / "words").update([Entry(3, 2, "ice cap", "")], remove=[1])
    again = Lexical(tmp_path / "words")
    assert (again.count, again.rows().tolist()) == (2, [2, 3])
    assert again.frequency("body", "ice", NONE) == 2


def test_leftovers_of_a_killed_writer_are_no_hindrance(tmp_path: Path) -> None:
    folder, copy = tmp_path / "words", tmp_path / "copy"
    Lexical(folder).update([Entry(1, 1, "ice", ""), Entry(2, 1, "ice floe", "")])
    shutil.copytree(folder, copy)
    Lexical(folder).update(remove=[1])
    (left,) = folder.glob("*.del")
    shutil.copy(left, copy)  # written, but killed before the commit
    shutil.copy(folder / ".managed.json", copy)
    Lexical(copy).update(remove=[1])
    assert Lexical(copy).rows().tolist() == [2]
