"""The contract of lexical stores, which tantivy and a plain dictionary fulfil alike."""

import doctest
import json
import shutil
import tempfile
from math import log
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.rows import NO_ROWS
from index.errors import IndexDamaged
from index.search import lexical_store
from index.search.engines import Engines
from index.search.lexical_store import Entry, LexicalEngine, LexicalStore

QUERIES = ["ice", "salt harbour", "ferry salt ice", "Title"]
WORDS = ["ice", "salt", "ferry", "harbour", "port"]


@pytest.fixture(scope="module")
def engine(engines: Engines) -> LexicalEngine:
    return engines.words


def _entry(row: int, text: str, title: str = "") -> Entry:
    return Entry(row, row % 3, text, title, order=1000 - row)


def _rows(*rows: int) -> npt.NDArray[np.int64]:
    return np.array(rows, np.int64)


def _found(store: LexicalStore, query: str, k: int = 99, *without: int) -> dict[int, float]:
    rows, scores = store.search(_rows(*without)).best(query, k)
    return dict(zip(rows.tolist(), scores.tolist(), strict=True))


@pytest.fixture
def store(engine: LexicalEngine, tmp_path: Path) -> LexicalStore:
    first = engine.new(tmp_path).update([_entry(1, "Ice."), _entry(2, "Salt and ice.", "Title")])
    return first.update([_entry(3, "Salt, salt.", "Title ice")], [1])


def test_the_example_is_true(engine: LexicalEngine, tmp_path: Path) -> None:
    names = {"engine": engine, "folder": tmp_path, "np": np, "Entry": Entry, "NO_ROWS": NO_ROWS}
    example = doctest.DocTestFinder().find(lexical_store, "contract", globs=names)[0]
    assert doctest.DocTestRunner().run(example).failed == 0
    assert len(example.examples) > 5


def test_scores_are_bm25_summed_over_text_and_half_the_title(store: LexicalStore) -> None:
    def part(frequency: int, count: int, length: int, average: float) -> float:
        rarity = log(1 + (2 - frequency + 0.5) / (frequency + 0.5))
        return rarity * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * length / average))

    ice = {2: part(1, 1, 3, 2.5), 3: 0.5 * part(1, 1, 2, 1.5)}
    assert _found(store, "ice") == pytest.approx(ice)
    salt = {2: part(2, 1, 3, 2.5), 3: part(2, 2, 2, 2.5)}
    assert _found(store, "salt") == pytest.approx(salt)
    assert _found(store, "ice salt, ice") == pytest.approx({at: ice[at] + salt[at] for at in ice})


def test_articles_with_a_word_are_found_in_text_and_title(store: LexicalStore) -> None:
    search = store.search(NO_ROWS)  # rows 2 and 3, of articles 2 and 0
    assert search.articles("SALT").tolist() == [0, 2]
    assert search.articles("title").tolist() == [0, 2]
    assert search.articles("and").tolist() == [2]
    assert search.articles("ice-salt").tolist() == [0, 2]  # both words, anywhere in a passage
    assert search.articles("and-title").tolist() == [2]
    assert search.articles("sal").tolist() == []
    assert search.articles("sal", beginning=True).tolist() == [0, 2]
    assert search.articles("title-sal", beginning=True).tolist() == [0, 2]
    assert search.articles("!", beginning=True).tolist() == []
    assert store.search(_rows(2)).articles("and").tolist() == []


_TEXT = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
_STEPS = st.lists(
    st.tuples(
        st.lists(st.tuples(_TEXT, _TEXT), max_size=6),
        st.sets(st.integers(1, 20), max_size=6),
        st.booleans(),
    ),
    max_size=4,
)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS, without=st.sets(st.integers(1, 20), max_size=5), k=st.integers(1, 6))
def test_only_what_is_held_and_counts_makes_the_scores(
    engine: LexicalEngine,
    steps: list[tuple[list[tuple[str, str]], set[int], bool]],
    without: set[int],
    k: int,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, model, last = engine.new(folder), {}, 0
        for texts, remove, again in steps:
            added = [_entry(last + at, *both) for at, both in enumerate(texts, 1)]
            last += len(texts)
            gone = remove & model.keys()
            store = store.update(added, gone)
            model = {row: one for row, one in model.items() if row not in gone}
            model |= {one.row: one for one in added}
            if again:
                store = engine.open(folder, json.loads(json.dumps(store.record)), store)
        assert store.rows().tolist() == sorted(model)
        assert store.count == len(model)
        left_out = without & model.keys()
        fresh = engine.new(None).update(one for row, one in model.items() if row not in left_out)
        for query in QUERIES:
            everything = _found(fresh, query)
            least = sorted(everything.values(), reverse=True)[:k][-1:]
            best = {row: score for row, score in everything.items() if [score] >= least}
            assert _found(store, query, k, *left_out) == best
        _check_scores(store, left_out, _rows(*sorted(model.keys() - left_out)))


def _check_scores(store: LexicalStore, left_out: set[int], rows: npt.NDArray[np.int64]) -> None:
    search = store.search(_rows(*sorted(left_out)))
    for query in [*QUERIES, "", "unknown"]:
        found = dict(zip(*(part.tolist() for part in search.best(query, 99)), strict=True))
        assert search.scores(query, rows).tolist() == [found.get(row, 0.0) for row in rows.tolist()]


def test_engines_agree(engine: LexicalEngine, other_engines: Engines) -> None:
    chance = np.random.default_rng(4)
    entries = [
        _entry(row, " ".join(chance.choice(WORDS, row % 30)), " ".join(chance.choice(WORDS, 2)))
        for row in range(1, 40)
    ]
    mine, other = (one.new(None).update(entries) for one in (engine, other_engines.words))
    for query in QUERIES:
        assert _found(mine, query) == pytest.approx(_found(other, query))


@pytest.mark.parametrize("query", ["", " ", "(((", 'NOT OR "', "unknown", "-ice:^*"])
def test_any_text_is_a_query(store: LexicalStore, query: str) -> None:
    assert _found(store, query).keys() <= {2, 3}
    assert ("ice" in query) == bool(_found(store, query))


def test_articles_limit_what_is_found_and_not_its_score(store: LexicalStore) -> None:
    search = store.search(NO_ROWS)
    everything = _found(store, "salt")
    for articles, rows in (([0], [3]), ([2], [2]), ([0, 2, 7], [2, 3]), ([7], []), ([], [])):
        found, scores = search.best("salt", 9, articles)
        assert sorted(found.tolist()) == rows
        assert scores.tolist() == [everything[row] for row in found.tolist()]


@pytest.mark.parametrize("share", [3, 10])
def test_of_some_articles_scores_are_as_if_there_were_no_others(
    engine: LexicalEngine, share: int
) -> None:
    """Whether they are a third or a tenth of all; also where very many are equally good."""
    chance = np.random.default_rng(5)
    words = np.array([f"w{number}" for number in range(60)])
    entries = [
        Entry(
            row=row,
            article=row // 2,
            text=" ".join(chance.choice(words[: 60 if row % 2 else 20], 4 + row % 9)),
            title="same",
            order=row,
        )
        for row in range(1, 2400 if share == 10 else 600)
    ]
    seen = np.array(sorted({one.article for one in entries if one.article % share == 0}), np.int64)
    own = [one for one in entries if one.article in set(seen.tolist())]
    limited = engine.new(None).update(entries).search(NO_ROWS, seen)
    alone = engine.new(None).update(own).search(NO_ROWS)
    for query in ("w1 w30", "w45", "w2 w3 w59", "same", "same w7"):
        rows, scores = limited.best(query, 20)
        expected, known = alone.best(query, 20)
        assert dict(zip(rows.tolist(), scores.tolist(), strict=True)) == dict(
            zip(expected.tolist(), known.tolist(), strict=True)
        )
        assert limited.scores(query, np.sort(rows)).tolist() == (
            alone.scores(query, np.sort(rows)).tolist()
        )
        assert limited.articles("w30").tolist() == alone.articles("w30").tolist()


def test_a_store_stays_as_it_is_when_another_is_made_of_it(
    engine: LexicalEngine, tmp_path: Path
) -> None:
    before = engine.new(tmp_path).update([_entry(1, "Ice."), _entry(2, "Salt.")])
    search, found = before.search(NO_ROWS), _found(before, "ice")
    after = before.update([_entry(3, "Ice and ice.")], [1])
    assert before.rows().tolist() == [1, 2]
    assert search.best("ice", 9)[0].tolist() == [1]
    assert _found(before, "ice") == found
    assert _found(after, "ice").keys() == {3}


def test_names_are_all_that_a_state_needs(
    engine: LexicalEngine, store: LexicalStore, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in store.names:
        path = tmp_path / name
        if path.is_dir():
            shutil.copytree(path, other / name)
        else:
            shutil.copy(path, other)
    opened = engine.open(other, store.record)
    assert opened.settled
    assert _found(opened, "salt ice") == _found(store, "salt ice")
    assert list(opened.problems()) == []


def test_a_record_while_changing_opens_what_an_update_left(
    engine: LexicalEngine, store: LexicalStore, tmp_path: Path
) -> None:
    record = json.loads(json.dumps(store.record_while_changing))
    assert engine.open(tmp_path, record).rows().tolist() == [2, 3]
    store.update([_entry(4, "Port.")], [2])
    assert engine.open(tmp_path, record).rows().tolist() in ([2, 3], [3, 4])


def _files(folder: Path, names: frozenset[str]) -> list[Path]:
    found = [folder / name for name in names]
    inside = [path for one in found if one.is_dir() for path in one.iterdir()]
    return [path for path in (*found, *inside) if path.is_file() and path.suffix != ".lock"]


def test_damage_is_named_and_not_opened(
    engine: LexicalEngine, store: LexicalStore, tmp_path: Path
) -> None:
    files = _files(tmp_path, store.names)
    assert files
    for path in files:
        data = path.read_bytes()
        for harmed in (None, bytes([data[0] ^ 1]) + data[1:]):
            path.unlink()
            if harmed is not None:
                path.write_bytes(harmed)
            assert any(path.name in problem for problem in store.problems())
            with pytest.raises(IndexDamaged, match=path.name):
                engine.open(tmp_path, store.record)
            path.write_bytes(data)


def test_another_engine_is_refused(
    engine: LexicalEngine, other_engines: Engines, tmp_path: Path
) -> None:
    with pytest.raises(IndexDamaged):
        engine.open(tmp_path, other_engines.words.new(tmp_path).record)
    with pytest.raises(IndexDamaged):
        engine.open(tmp_path, {})


def test_a_store_in_memory_has_no_names(engine: LexicalEngine) -> None:
    store = engine.new(None).update([_entry(1, "Ice.")])
    assert (store.record, store.record_while_changing, store.names) == ({}, {}, frozenset())
    assert list(store.problems()) == []


def test_a_folder_that_cannot_be_written_to_is_searched(
    engine: LexicalEngine, store: LexicalStore, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    opened = engine.open(tmp_path, store.record, read_only=True)
    assert opened.rows().tolist() == [2, 3]
    assert sorted(tmp_path.rglob("*")) == before
