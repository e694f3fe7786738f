"""The contract of vector stores, which FAISS and a plain array fulfil alike."""

import doctest
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.rows import NO_ROWS
from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search import vector_store
from index.search.engines import Engines
from index.search.vector_store import VectorEngine, VectorStore

DIMENSION = 6
QUERY = np.array([0.1, 0.7, 0.1, 0.5, 0.1, 0.4795832], np.float32)


@pytest.fixture(scope="module")
def engine(engines: Engines) -> VectorEngine:
    return engines.vectors


def _codes(count: int, seed: int = 1) -> StoredVectors:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)


def _rows(*rows: int) -> npt.NDArray[np.int64]:
    return np.array(rows, np.int64)


@pytest.fixture
def store(engine: VectorEngine, tmp_path: Path) -> VectorStore:
    """Rows 3, 5 and 8, of which 5 is retired, then rows 9 to 12."""
    first = engine.new(tmp_path, DIMENSION).add(_rows(3, 5, 8), _codes(3))
    return first.retire(_rows(5)).add(np.arange(9, 13), _codes(4, seed=2))


def test_the_example_is_true(engine: VectorEngine, tmp_path: Path) -> None:
    example = doctest.DocTestFinder().find(
        vector_store, "contract", globs={"engine": engine, "folder": tmp_path, "np": np}
    )[0]
    assert doctest.DocTestRunner().run(example).failed == 0
    assert len(example.examples) > 5


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 12)),
        st.tuples(st.just("retire"), st.sets(st.integers(0, 40), max_size=12)),
        st.tuples(st.just("open"), st.booleans()),
    ),
    max_size=8,
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=_STEPS,
    allowed=st.none() | st.sets(st.integers(0, 60), max_size=20),
    k=st.integers(1, 12),
    kept=st.booleans(),
)
def test_it_holds_what_was_added_and_not_retired(
    engine: VectorEngine,
    steps: list[tuple[str, object]],
    allowed: set[int] | None,
    k: int,
    kept: bool,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) if kept else None
        store, model = _after(engine, folder, steps)
        expected = {
            row: float(code.astype(np.float64) @ QUERY.astype(np.float64))
            for row, code in model.items()
        }
        assert store.rows().tolist() == sorted(model)
        assert (store.count, store.dimension) == (len(model), DIMENSION)
        held, codes = store.vectors(np.arange(60))
        assert np.flatnonzero(held).tolist() == sorted(model)
        assert codes.tobytes() == b"".join(model[row].tobytes() for row in sorted(model))
        cosines = store.cosines(QUERY, np.arange(60))
        assert np.flatnonzero(~np.isnan(cosines)).tolist() == sorted(model)
        assert cosines[sorted(model)] == pytest.approx([expected[row] for row in sorted(model)])
        some = None if allowed is None else _rows(*sorted(allowed))
        _check_nearest(store, some, k, expected)


def _after(
    engine: VectorEngine, folder: Path | None, steps: list[tuple[str, object]]
) -> tuple[VectorStore, dict[int, npt.NDArray[np.float16]]]:
    """Carry out the steps on a store and on a dictionary."""
    store, model, last = engine.new(folder, DIMENSION), {}, 0
    for number, (action, value) in enumerate(steps):
        if action == "add":
            assert isinstance(value, int)
            rows = last + 1 + np.arange(value)
            codes = np.repeat(_codes(max(value // 2, 1), seed=number), 2, axis=0)
            codes = np.resize(codes, (value, DIMENSION))  # some of them are equal
            store, last = store.add(rows, codes), last + value
            model |= dict(zip(rows.tolist(), codes, strict=True))
        elif action == "retire":
            assert isinstance(value, set)
            store = store.retire(_rows(*value))
            model = {row: code for row, code in model.items() if row not in value}
        elif folder is not None:
            record = json.loads(json.dumps(store.record))
            store = engine.open(folder, record, DIMENSION, store if value else None)
    return store, model


def _check_nearest(
    store: VectorStore,
    allowed: npt.NDArray[np.int64] | None,
    k: int,
    expected: dict[int, float],
) -> None:
    rows, cosines = store.among(allowed).nearest(QUERY, k)
    may = {
        row: cosine
        for row, cosine in expected.items()
        if allowed is None or row in allowed.tolist()
    }
    least = sorted(may.values(), reverse=True)[:k][-1:]
    assert sorted(rows.tolist()) == sorted(row for row in may if [may[row] + 1e-12] >= least)
    assert cosines.tolist() == store.cosines(QUERY, rows).tolist()


def test_a_store_stays_as_it_is_when_another_is_made_of_it(
    engine: VectorEngine, tmp_path: Path
) -> None:
    before = engine.new(tmp_path, DIMENSION).add(_rows(1, 2), _codes(2))
    search, record = before.among(None), before.record
    found = [part.tolist() for part in search.nearest(QUERY, 5)]
    before.add(_rows(3, 4), _codes(2, seed=5)).retire(_rows(1, 2, 3))
    assert before.rows().tolist() == [1, 2]
    assert [part.tolist() for part in search.nearest(QUERY, 5)] == found
    again = engine.open(tmp_path, record, DIMENSION)  # nothing is removed by a store
    assert again.rows().tolist() == [1, 2]


def test_cosines_among_rows(store: VectorStore) -> None:
    rows = _rows(12, 3, 9)
    codes = np.stack([store.vectors(_rows(row))[1][0] for row in rows]).astype(np.float64)
    assert store.mutual_cosines(rows) == pytest.approx(codes @ codes.T, abs=1e-5)
    assert store.mutual_cosines(NO_ROWS).shape == (0, 0)


def test_nothing_is_found_among_no_rows(store: VectorStore) -> None:
    rows, cosines = store.among(NO_ROWS).nearest(QUERY, 3)
    assert (rows.tolist(), cosines.tolist()) == ([], [])


@pytest.mark.parametrize(
    ("rows", "vectors"),
    [
        (_rows(20, 21), _codes(1)),
        (_rows(20), _codes(1).astype(np.float32)),
        (_rows(20), _codes(1)[:, 1:]),
        (_rows(21, 20), _codes(2)),
        (_rows(20, 20), _codes(2)),
        (_rows(12), _codes(1)),
        (_rows(5), _codes(1)),
    ],
)
def test_what_does_not_fit_is_refused(
    store: VectorStore, rows: npt.NDArray[np.int64], vectors: StoredVectors
) -> None:
    with pytest.raises(ValueError, match=r"."):
        store.add(rows, vectors)
    assert store.count == 6


def test_names_are_all_that_a_state_needs(
    engine: VectorEngine, store: VectorStore, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in store.names:
        shutil.copy(tmp_path / name, other)
    assert engine.open(other, store.record, DIMENSION).rows().tolist() == [3, 8, 9, 10, 11, 12]
    assert list(store.problems()) == []


def test_a_store_in_memory_has_no_names(engine: VectorEngine) -> None:
    store = engine.new(None, DIMENSION).add(_rows(1), _codes(1))
    assert (store.record, store.names, list(store.problems())) == ({}, frozenset(), [])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [Path.unlink, _flip])
def test_damage_is_named_and_not_opened(
    engine: VectorEngine, store: VectorStore, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    for name in store.names:
        path = tmp_path / name
        # Put in place like another file: one that is mapped into memory may not shrink.
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
        harm(path)
        assert any(name in problem for problem in store.problems())
        with pytest.raises(IndexDamaged, match=name):
            engine.open(tmp_path, store.record, DIMENSION)
        path.write_bytes(data)


def test_another_dimension_or_engine_is_refused(
    engine: VectorEngine, store: VectorStore, other_engines: Engines, tmp_path: Path
) -> None:
    with pytest.raises(IndexDamaged):
        engine.open(tmp_path, store.record, DIMENSION + 1)
    other = other_engines.vectors.new(tmp_path, DIMENSION)
    with pytest.raises(IndexDamaged):
        engine.open(tmp_path, other.record, DIMENSION)
    with pytest.raises(IndexDamaged):
        engine.open(tmp_path, {}, DIMENSION)
