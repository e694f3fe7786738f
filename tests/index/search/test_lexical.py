"""Words: found by stem, without accents or case; pairs of characters where there are no spaces."""

import shutil
from pathlib import Path

import pytest

from index.search.lexical import LONGEST_QUERY, Entry, Lexical, character_pairs

TEXTS = {
    1: "Bordyuzha reconfirmed Iran’s interest in negotiations.",
    2: "The café in Zürich was running late.",
    3: "昨天中国人民银行宣布了新的政策。",
    4: "Nothing of note.",
}


@pytest.fixture(scope="module")
def words() -> Lexical:
    lexical = Lexical(None)
    lexical.update(Entry(row, row * 10, text, f"Title {row}") for row, text in TEXTS.items())
    lexical.reload()
    return lexical


def _found(words: Lexical, text: str, articles: list[int] | None = None) -> list[int]:
    query = words.query(text, articles)
    return [] if query is None else words.search(query, 10)[0].tolist()


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
def test_words_are_found(words: Lexical, text: str, rows: list[int]) -> None:
    assert _found(words, text) == rows


def test_titles_count(words: Lexical) -> None:
    assert sorted(_found(words, "title")) == [1, 2, 3, 4]


def test_only_the_articles_asked_for(words: Lexical) -> None:
    assert sorted(_found(words, "title", [20, 40])) == [2, 4]
    assert _found(words, "iran", [20]) == []


def test_score_of_chosen_rows_is_that_of_the_search(words: Lexical) -> None:
    import numpy as np

    query = words.query("iran title negotiations")
    rows, scores = words.search(query, 10)
    expected = dict(zip(rows.tolist(), scores.tolist(), strict=True))
    again = words.scores(query, np.array([1, 2, 99]))
    assert again.tolist() == pytest.approx([expected[1], expected[2], 0])


def test_a_very_long_query_is_cut(words: Lexical) -> None:
    text = " ".join(f"filler{number}" for number in range(LONGEST_QUERY)) + " iran"
    assert _found(words, text) == []
    assert _found(words, "iran " + text) == [1]


def test_character_pairs_overlap_and_single_ones_stand_alone() -> None:
    assert character_pairs("今日は ok 山 x") == ["今日", "日は", "山"]
    assert character_pairs("plain words") == []


def test_updates_are_seen_after_reopening(tmp_path: Path) -> None:
    Lexical(tmp_path / "words").update([Entry(1, 1, "ice", ""), Entry(2, 1, "ice floe", "")])
    Lexical(tmp_path / "words").update([Entry(3, 2, "ice cap", "")], remove=[1])
    again = Lexical(tmp_path / "words")
    assert (again.count, again.rows().tolist()) == (2, [2, 3])
    assert sorted(_found(again, "ice")) == [2, 3]


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
