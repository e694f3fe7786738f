"""Terms kept as numbers give the scores that the engine's own words give, to the last digit."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.rows import NO_ROWS, Rows
from index.errors import DerivedDamaged, IndexDamaged
from index.search.bm25 import Term
from index.search.lexical_store import Entry
from index.search.tantivy_index import TantivyIndex
from index.search.tantivy_store import TantivyEngine
from index.search.word_search import WordSearch
from index.search.words.numbers import numbered, term_files
from index.search.words.numbers.numbered import Numbering, in_order
from index.search.words.numbers.term_file import SUFFIX, TermFile, write_terms
from index.search.words.numbers.term_files import Sizes, TermFiles

QUERIES = ("w3", "w0 w7 w29 w12", "w0 w0 w1", "w25 昨天中", "absent w28", "w1 w2 w3 w4 w5 w6")

_WORDS = [f"w{number}" for number in range(30)]
_SMALL = Sizes(first=0, most=40)

Found = dict[int, float]


def _entries(seed: int, rows: range) -> list[Entry]:
    chance = random.Random(seed)
    weights = [1 / (1 + at) for at in range(30)]

    def text(longest: int) -> str:
        found = chance.choices(_WORDS, weights, k=chance.randint(0, longest))
        return " ".join([*found, *chance.choices(["昨天中国", ""], (1, 4))])

    return [Entry(row, row // 4, text(60), text(4), order=-row) for row in rows]


def _in(folder: Path, sizes: Sizes = _SMALL) -> TantivyIndex:
    made = TantivyIndex(folder)
    made.term_files = TermFiles(sizes=sizes)
    return made


def _best(search: WordSearch, query: str, k: int, articles: Rows | None = None) -> Found:
    rows, scores = search.best(query, k, articles)
    return dict(zip(rows.tolist(), scores.tolist(), strict=True))


def _assert_same(kept: TantivyIndex, plain: TantivyIndex, last: int) -> None:
    rows = np.arange(1, last + 3)
    for others in (NO_ROWS, plain.rows()[::5]):
        one, other = WordSearch(kept, others), WordSearch(plain, others)
        for query in QUERIES:
            assert one.scores(query, rows).tolist() == other.scores(query, rows).tolist()
            for articles in (None, np.arange(2, 20, 3), np.arange(0, 9)):
                expected = _best(other, query, 7, articles)
                for _ in range(3):  # the words of a filter's passages are counted meanwhile
                    assert _best(one, query, 7, articles) == expected
                found = np.array(sorted(expected), np.int64)
                assert one.scores(query, found).tolist() == [expected[at] for at in found.tolist()]


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 45), st.lists(st.integers(1, 120), max_size=30)), max_size=6
    ),
    seed=st.integers(0, 10**6),
)
@settings(max_examples=8, deadline=None)
def test_scores_are_the_same_whatever_was_added_and_removed(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, list[int]]], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("words")
    kept, plain, last = _in(folder), TantivyIndex(None), 0
    for added, gone in steps:
        some = _entries(seed + last, range(last + 1, last + 1 + added))
        removed = [row for row in gone if row <= last]
        kept, plain = kept.updated(some, removed), plain.updated(some, removed)
        last += added
        files = kept.term_files.files
        assert sorted(one.path.name for one in files) == sorted(
            path.name for path in folder.glob(f"*{SUFFIX}")
        )
        assert not plain.count or kept.term_files.numbered(plain.rows()) is not None
        assert all(len(one.rows) <= _SMALL.most + 45 for one in files)
        for one in files:
            if len(one.rows):
                held = np.isin(one.rows, plain.rows()).sum()
                assert held >= 0.75 * len(one.rows) or not removed
    _assert_same(kept, plain, last)


def test_one_that_grows_has_the_passages_from_before_written_and_is_opened_again(
    tmp_path: Path,
) -> None:
    sizes = Sizes(first=20, most=60)
    kept = _in(tmp_path / "words", sizes).updated(_entries(1, range(1, 16)))
    assert not kept.term_files.files
    kept = kept.updated(_entries(2, range(16, 31)), [3])
    rows = np.setdiff1d(np.arange(1, 31), [3])
    for one in (kept, TantivyIndex(tmp_path / "words")):
        found = one.term_files.numbered(rows)
        assert found is not None
        assert found.rows.tolist() == rows.tolist()
    large = _in(tmp_path / "large", sizes)
    large.term_files = TermFiles(sizes=Sizes(first=10**6))
    large = large.updated(_entries(1, range(1, 60)))
    large.term_files = TermFiles(sizes=sizes)
    large = large.updated(_entries(2, range(60, 64)))  # of an earlier version: what is new has one
    assert [one.rows.tolist() for one in large.term_files.files] == [[60, 61, 62, 63]]
    plain = TantivyIndex(None).updated(_entries(1, range(1, 60)))
    _assert_same(large, plain.updated(_entries(2, range(60, 64))), 63)


def test_many_passages_at_once_are_written_as_they_come(tmp_path: Path) -> None:
    entries = _entries(4, range(1, 103))
    kept = _in(tmp_path / "words").updated(entries)
    assert [len(one.rows) for one in kept.term_files.files] == [40, 40, 22]
    _assert_same(kept, TantivyIndex(None).updated(entries), 102)


@pytest.fixture
def without(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have term files fail to be made."""
    if request.param == "a full disk":

        def full(*_: object) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(term_files, "write_terms", full)
    else:
        monkeypatch.setattr(numbered, "_key_of", lambda _, term: len(term))


@pytest.mark.parametrize("without", ["a full disk", "two terms with one key"], indirect=True)
@pytest.mark.usefixtures("without")
def test_where_there_is_none_the_engine_is_read(tmp_path: Path) -> None:
    kept, plain = _in(tmp_path / "words"), TantivyIndex(None)
    for rows, gone in ((range(1, 50), ()), (range(50, 60), (7, 8))):
        kept, plain = kept.updated(_entries(9, rows), gone), plain.updated(_entries(9, rows), gone)
    assert list((tmp_path / "words").glob(f"*{SUFFIX}")) == []
    _assert_same(kept, plain, 59)


def test_files_are_in_the_record_and_those_that_differ_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TermFiles.__init__, "__defaults__", ((), _SMALL))
    store = TantivyEngine().new(tmp_path).update(_entries(5, range(1, 60)))
    record = json.loads(json.dumps(store.record))
    names = [name for name in record["files"] if name.endswith(SUFFIX)]
    folder = tmp_path / record["folder"]
    assert len(names) == 2
    opened = TantivyEngine().open(tmp_path, record)
    assert list(opened.problems()) == []
    files = {name: digest for name, digest in record["files"].items() if name not in names}
    older = TantivyEngine().open(tmp_path, {**record, "files": files})  # of an earlier version
    found = [_best(WordSearch(one._index, NO_ROWS), "w0 w7", 9) for one in (opened, older)]
    assert found[0] == found[1] != {}
    path = max((folder / name for name in names), key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.unlink()
    path.write_bytes(data)
    assert any(path.name in problem for problem in opened.problems())
    with pytest.raises(IndexDamaged, match=path.name):
        TantivyEngine().open(tmp_path, record)
    monkeypatch.setattr("index.search.tantivy_store._LARGE", 100)
    late = TantivyEngine().open(tmp_path, record)  # compared beside the first searches
    after = late.update(remove=range(1, 30))  # most of the file: it would be written anew
    assert any(path.name in problem for problem in after.problems())
    path.unlink()
    with pytest.raises(IndexDamaged, match=path.name):
        TantivyEngine().open(tmp_path, after.record)


def test_a_file_that_ends_too_soon_is_noticed(tmp_path: Path) -> None:
    taken = Numbering()
    for row in (3, 4, 9):
        taken.add(row, {"body": ["a", "b"] * row, "title": [], "pairs": ["c"]})
    given = taken.taken()
    assert given is not None
    write_terms(tmp_path / "one.terms", given)
    opened = TermFile(tmp_path / "one.terms")
    with (tmp_path / "one.terms").open("r+b") as file:
        file.truncate((tmp_path / "one.terms").stat().st_size - 8)
    with pytest.raises(DerivedDamaged, match="too soon"):
        opened.terms(np.array([1, 2]))
    with pytest.raises(DerivedDamaged, match="too soon"):
        opened.whole()
    with pytest.raises(IndexDamaged, match="form differs"):
        TermFile(tmp_path / "one.terms")
    (tmp_path / "empty.terms").write_bytes(b"")
    with pytest.raises(IndexDamaged):
        TermFile(tmp_path / "empty.terms")
    assert [one.path.name for one in TermFiles.open(tmp_path, None).files] == []


def test_parts_are_put_together_in_the_order_of_rows() -> None:
    parts = []
    for rows in ((5, 2, 9), (7, 2)):
        taken = Numbering()
        for row in rows:
            taken.add(row, {"body": [f"t{row}", "x"], "title": ["x"], "pairs": []})
        found = taken.taken()
        assert found is not None
        parts.append(found)
    whole = in_order(parts)
    assert whole.rows.tolist() == [2, 5, 7, 9]
    assert whole.lengths.tolist() == [[2, 1, 0]] * 4
    starts = whole.starts.tolist()
    for at, row in enumerate(whole.rows.tolist()):
        keys = whole.vocabulary[whole.terms[starts[at] : starts[at + 1]]].tolist()
        wanted = (("body", f"t{row}"), ("body", "x"), ("title", "x"))
        assert keys == [numbered.key_of(field, term) for field, term in wanted]


def test_terms_are_counted_by_field() -> None:
    assert numbered.key_of("body", "x") != numbered.key_of("title", "x")
    counted = TermFiles().counted([Term("body", "x", 1.0)], np.array([1, 2]))
    assert counted.known.tolist() == [False, False]
    assert counted.counts.shape == (1, 0)
