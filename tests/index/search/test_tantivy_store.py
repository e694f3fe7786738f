"""Words: found by stem, without accents or case; pairs of characters where there are no spaces."""

import json
import os
import random
import shutil
import time
from collections.abc import Iterable
from copy import copy
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.rows import NO_ROWS, Rows
from index.errors import DerivedDamaged, IndexDamaged
from index.search import tantivy_store
from index.search.analysis import LONGEST_QUERY, character_pairs
from index.search.bm25 import FIELDS, Term
from index.search.lexical_store import Entry
from index.search.tantivy_index import TantivyIndex
from index.search.tantivy_store import FileHashes, TantivyEngine, TantivyStore
from index.search.word_search import WordSearch
from index.search.words import finding
from index.search.words.frequencies import Frequencies

TEXTS = {
    1: "Bordyuzha reconfirmed Iran’s interest in negotiations.",
    2: "The café in Zürich was running late.",
    3: "昨天中国人民银行宣布了新的政策。",
    4: "Nothing of note.",
}


def _entry(row: int, text: str, title: str = "") -> Entry:
    return Entry(row, row * 10, text, title, order=1000 - row)


class _Passages:
    """Entries in a lexical index, searched by words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.row: entry for entry in entries}
        self.index = TantivyIndex(None).updated(self.entries.values())

    def remove(self, *rows: int) -> None:
        self.index = self.index.updated(remove=rows)
        for row in rows:
            del self.entries[row]

    def search(self, others: Rows = NO_ROWS, seen: Rows | None = None) -> WordSearch:
        return WordSearch(self.index, others, seen)

    def best(
        self,
        text: str,
        k: int = 10,
        articles: list[int] | None = None,
        others: Rows = NO_ROWS,
        seen: Rows | None = None,
    ) -> dict[int, float]:
        """The best rows with their scores."""
        rows, scores = self.search(others, seen).best(text, k, articles)
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
    query = "w0 w7 w29 w12"
    terms = search.terms(query)
    ones = [Term(term.field, term.text, FIELDS[term.field]) for term in terms]
    found, _, _ = passages.index.hits(passages.index.queries.weighed(ones), 60)
    assert len(found) > 40
    rows, order = np.unique(passages.index.rows_of(found), return_index=True)
    engine = [found[at][0] for at in order.tolist()]
    assert search.scores(query, rows) == pytest.approx(engine, rel=1e-5)
    nowhere = np.setdiff1d(np.array(sorted(passages.entries)), rows)
    assert search.scores(query, nowhere).tolist() == [0.0] * len(nowhere)


@given(
    seed=st.integers(0, 10**6),
    k=st.integers(1, 12),
    among=st.frozensets(st.integers(0, 70), max_size=50),
)
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_many_articles_are_looked_at_like_few(
    monkeypatch: pytest.MonkeyPatch, seed: int, k: int, among: frozenset[int]
) -> None:
    passages = _Passages(_made(60, seed))
    articles = [10 * row for row in sorted(among)]
    for text in ("w3", "w29 w5", "w0 w3 w20 w21", "w1 w1 w2"):
        found = []
        for few in (0, 1000):
            monkeypatch.setattr(finding, "FEW", few)
            found.append(passages.best(text, k, articles))
        assert found[0] == found[1]


@given(
    seed=st.integers(0, 10**6),
    k=st.integers(1, 12),
    seen=st.frozensets(st.integers(1, 60), min_size=1),
    among=st.none() | st.frozensets(st.integers(0, 70), max_size=50),
    few=st.sampled_from([0, 1000]),
)
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_view_finds_what_an_index_of_the_seen_alone_would(
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    k: int,
    seen: frozenset[int],
    among: frozenset[int] | None,
    few: int,
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    made = _made(60, seed)
    whole, alone = _Passages(made), _Passages([one for one in made if one.row in seen])
    view = np.array([10 * row for row in sorted(seen)])
    articles = None if among is None else [10 * row for row in sorted(among)]
    for text in ("w3", "w29 w5", "w0 w3 w20 w21", "w1 w1 w2"):
        assert whole.best(text, k, articles, seen=view) == alone.best(text, k, articles)


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
    many = 3 * finding._MOST
    passages = _Passages([_entry(row, "ice") for row in range(many)])
    passages.entries[many] = _entry(many, "ice ice")
    passages.index = passages.index.updated([passages.entries[many]])
    found = passages.best("ice", 100)
    assert many in found
    last = sorted(passages.entries.values(), key=lambda entry: entry.order)[:1000]
    assert {entry.row for entry in last} <= set(found)
    assert len(found) < many


def test_equally_good_passages_that_are_seen_are_taken_by_their_order() -> None:
    many = 3 * finding._MOST
    passages = _Passages([_entry(row, "ice") for row in range(2 * many)])
    seen = np.arange(0, 20 * many, 20)  # every other one; all others come first by order
    found = passages.best("ice", 100, seen=seen)
    assert all(row % 2 == 0 for row in found)
    assert {2 * many - 2 * at for at in range(1, 1000)} <= set(found)
    assert passages.best("ice", 100, [20 * many - 20, 20 * many - 10], seen=seen).keys() == {
        2 * many - 2
    }


def test_a_very_long_query_is_cut(passages: _Passages) -> None:
    text = " ".join(f"filler{number}" for number in range(LONGEST_QUERY)) + " iran"
    assert passages.best(text) == {}
    assert list(passages.best("iran " + text)) == [1]


def test_character_pairs_overlap_and_single_ones_stand_alone() -> None:
    assert character_pairs("今日は ok 山 x") == ["今日", "日は", "山"]
    assert character_pairs("plain words") == []


def test_updates_are_seen_after_reopening(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    TantivyIndex(folder).updated([Entry(1, 1, "ice", ""), Entry(2, 1, "ice floe", "")])
    TantivyIndex(folder).updated([Entry(3, 2, "ice cap", "")], remove=[1])
    again = TantivyIndex(folder)
    assert (again.count, again.rows().tolist()) == (2, [2, 3])
    assert again.frequency("body", "ice", again.queries.counted(NO_ROWS, None)) == 2


def test_leftovers_of_a_killed_writer_are_no_hindrance(tmp_path: Path) -> None:
    folder, copy = tmp_path / "words", tmp_path / "copy"
    TantivyIndex(folder).updated([Entry(1, 1, "ice", ""), Entry(2, 1, "ice floe", "")])
    shutil.copytree(folder, copy)
    TantivyIndex(folder).updated(remove=[1])
    (left,) = folder.glob("*.del")
    shutil.copy(left, copy)  # written, but killed before the commit
    shutil.copy(folder / ".managed.json", copy)
    assert TantivyIndex(copy).updated(remove=[1]).rows().tolist() == [2]
    assert TantivyIndex(copy).rows().tolist() == [2]


def test_words_analysed_by_another_version_are_refused(tmp_path: Path) -> None:
    store = TantivyEngine().new(tmp_path).update([Entry(1, 1, "ice", "")])
    with pytest.raises(IndexDamaged, match="another version"):
        TantivyEngine().open(tmp_path, {**store.record, "analysis": "words-0"})


def test_a_record_names_a_folder_in_its_folder_alone(tmp_path: Path) -> None:
    store = TantivyEngine().new(tmp_path)
    with pytest.raises(IndexDamaged, match="no folder of the index"):
        TantivyEngine().open(tmp_path, {**store.record, "folder": f"../{tmp_path.name}"})


def test_files_that_look_the_same_are_hashed_once(tmp_path: Path) -> None:
    path, hashes = tmp_path / "a", FileHashes()
    assert hashes.of(path) == ""
    path.write_bytes(b"ice")
    first = hashes.of(path)
    stamp = path.stat()
    path.write_bytes(b"ink")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert hashes.of(path) == first
    path.write_bytes(b"other")
    assert hashes.of(path) not in ("", first)


def test_long_runs_of_articles_count_as_their_passages_one_by_one() -> None:
    entries = [Entry(row, row, f"w{row % 7}", "", order=row) for row in range(1, 4001)]
    index = TantivyIndex(None).updated(entries)
    for seen in (range(100, 3900), [*range(1, 1500), *range(2000, 3990)], range(1, 4001)):
        articles = np.array(seen, np.int64)
        expected = sum(1 for row in seen if row % 7 == 3)
        counted = index.queries.counted(NO_ROWS, articles)
        assert index.frequency("body", "w3", counted) == expected
        assert index.passages_counted(counted) == len(articles)
        assert index.frequency(
            "body", "w3", index.queries.counted(_rows_up_to(500), articles)
        ) == sum(1 for row in seen if row % 7 == 3 and row > 500)


def _rows_up_to(last: int) -> Rows:
    return np.arange(1, last + 1, dtype=np.int64)


def _damaged(path: Path) -> None:
    """Change a byte of a file in a file of its own: one that is mapped stays as it is."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


def _search_for_long(store: TantivyStore) -> None:
    for _ in range(6000):  # a minute, and less as soon as it is found
        store.search(NO_ROWS).best("nowhere", 5)
        time.sleep(0.01)


def test_large_files_are_compared_beside_searches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.search.tantivy_store._LARGE", 100)
    store = TantivyEngine().new(tmp_path).update(_made(40, seed=3))
    (folder,) = (tmp_path / name for name in store.names)
    sound = TantivyEngine().open(tmp_path, store.record)
    assert sound.search(NO_ROWS).best("w3", 5)[0].size
    largest = max(folder.glob("*.store"), key=lambda path: path.stat().st_size)
    assert largest.stat().st_size > 100
    _damaged(largest)
    opened = TantivyEngine().open(tmp_path, store.record)
    with pytest.raises(DerivedDamaged, match=largest.name):
        _search_for_long(opened)
    largest.unlink()  # one that is merged away is missed by whoever opens the next state
    with pytest.raises(IndexDamaged, match=largest.name):
        TantivyEngine().open(tmp_path, store.record)


def test_an_update_does_not_take_damaged_files_for_good(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.search.tantivy_store._LARGE", 100)
    store = TantivyEngine().new(tmp_path).update(_made(40, seed=3))
    (folder,) = (tmp_path / name for name in store.names)
    largest = max(folder.glob("*.store"), key=lambda path: path.stat().st_size)
    _damaged(largest)
    after = TantivyEngine().open(tmp_path, store.record).update(_made(3, seed=5, first=100))
    assert any(largest.name in problem for problem in after.problems())


@given(seed=st.integers(0, 10**6), gone=st.frozensets(st.integers(1, 40), max_size=9))
@settings(max_examples=10, deadline=None)
def test_totals_are_carried_on(seed: int, gone: frozenset[int]) -> None:
    passages = _Passages(_made(40, seed))
    passages.index = passages.index.updated(_made(7, seed + 1, first=60))
    passages.remove(*sorted(gone))
    fresh = passages.index.updated()
    fresh._lengths = None
    for others in (NO_ROWS, np.array([61, 62, 999])):
        counted = fresh.queries.counted(others, None)
        assert passages.index.totals(counted) == fresh.totals(counted)


def test_sums_of_terms_are_kept_and_proven(tmp_path: Path) -> None:
    store = TantivyEngine().new(tmp_path).update(_made(30, seed=8)).update(remove=[4, 9])
    record = json.loads(json.dumps(store.record))
    rows, scores = store.search(NO_ROWS).best("w0 w3 w20", 12)
    expected = dict(zip(rows.tolist(), scores.tolist(), strict=True))
    assert record["terms"]["body"] > 1000
    for terms in (record["terms"], None, {"body": 1}):  # others are counted when it is opened
        opened = TantivyEngine().open(tmp_path, {**record, "terms": terms})
        rows, scores = opened.search(NO_ROWS).best("w0 w3 w20", 12)
        assert dict(zip(rows.tolist(), scores.tolist(), strict=True)) == expected
        assert list(opened.problems()) == []
    wrong = {**record["terms"], "title": record["terms"]["title"] + 1}
    found = list(TantivyEngine().open(tmp_path, {**record, "terms": wrong}).problems())
    assert [one.split(" has ")[1] for one in found] == ["other sums of terms than were recorded"]
    assert store.record_while_changing["terms"] is None


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 12), st.lists(st.integers(1, 60), max_size=9)),
        min_size=2,
        max_size=6,
    )
)
def test_counts_of_words_are_carried_on(steps: list[tuple[int, list[int]]]) -> None:
    index, last = TantivyIndex(None).updated(_made(20, seed=1)).updated(remove=[3, 5]), 20
    everything = index.queries.counted(NO_ROWS, None)
    keys = [(field, word) for field in ("body", "title") for word in _VOCABULARY]
    for added, removed in steps:
        for field, word in keys[:45]:  # the others are counted at the end alone
            index.frequency(field, word, everything)
        index = index.updated(_made(added, seed=added, first=last + 1), [*removed, *removed])
        last += added
        fresh = copy(index)
        fresh._frequencies = Frequencies()
        for field, word in keys:
            expected = fresh.frequency(field, word, everything)
            assert index._frequencies.get((field, word)) in {None, expected}
            assert index.frequency(field, word, everything) == expected


def test_new_files_are_kept_in_small_blocks_and_those_in_others_are_read_all_the_same(
    tmp_path: Path,
) -> None:
    def block(folder: Path) -> int:
        found = json.loads((folder / "meta.json").read_bytes())["index_settings"]
        return int(found["docstore_blocksize"])

    entries = [_entry(row, f"{TEXTS[2]} {row}") for row in range(1, 400)]
    small = TantivyIndex(tmp_path / "small").updated(entries)
    assert block(tmp_path / "small") == 2048
    shutil.copytree(tmp_path / "small", tmp_path / "large")
    meta = tmp_path / "large" / "meta.json"
    said = json.loads(meta.read_bytes())
    said["index_settings"]["docstore_blocksize"] = 16384
    meta.write_text(json.dumps(said), "utf-8")
    large = TantivyIndex(tmp_path / "large").updated([_entry(400, TEXTS[1])], [7, 8])
    assert block(tmp_path / "large") == 16384
    small = small.updated([_entry(400, TEXTS[1])], [7, 8])
    assert block(tmp_path / "small") == 2048
    rows = np.array([1, 9, 399, 400])
    found = [
        sorted((one.row, one.words) for one in made.candidates(made.of_rows(rows)))
        for made in (small, large)
    ]
    assert found[0] == found[1]
    assert [row for row, _ in found[0]] == rows.tolist()


def test_words_that_change_while_they_are_opened_are_not_taken_for_those_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = TantivyEngine()
    store = engine.new(tmp_path).update([_entry(1, TEXTS[1])])

    def opened_after_an_addition(*args: object, **more: object) -> TantivyIndex:
        store.update([_entry(2, TEXTS[2])])
        return TantivyIndex(*args, **more)  # type: ignore[arg-type]

    record = store.record
    monkeypatch.setattr(tantivy_store, "TantivyIndex", opened_after_an_addition)
    with pytest.raises(IndexDamaged, match="changed while it was opened"):
        engine.open(tmp_path, record)
