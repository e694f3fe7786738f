"""Large stores: searched by codes, merged beside additions; nothing is lost where that ends."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from forking import fork
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.models.vectors import StoredVectors
from index.search.faiss_store import FaissEngine, FaissStore
from index.search.segments.limits import Limits

DIMENSION = 32
SMALL = Limits(exact=600, coded=200, inline=80, depth=120, few=40)
ALWAYS_EXACT = Limits(exact=10**9, coded=200, inline=80)


def _never() -> bool:
    return False


def _codes(count: int, seed: int = 1) -> StoredVectors:
    """Vectors about a few subjects, as those of passages are."""
    chance = np.random.default_rng(seed)
    subjects = np.random.default_rng(0).standard_normal((12, DIMENSION))
    vectors = subjects[chance.integers(0, 12, count)] + 0.8 * chance.standard_normal(
        (count, DIMENSION)
    )
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)


def _queries(count: int) -> npt.NDArray[np.float32]:
    return _codes(count, seed=99).astype(np.float32)


def _tended(store: FaissStore) -> FaissStore:
    """Merge until nothing is due."""
    while (found := store.tended(_never)) is not None:
        after = store.adopted(found)
        assert after is not None
        store = after
    return store


def _filled(folder: Path, count: int, limits: Limits = SMALL, at_once: int = 60) -> FaissStore:
    store = FaissEngine(limits).new(folder, DIMENSION)
    codes = _codes(count)
    for at in range(0, count, at_once):
        store = store.add(np.arange(at, min(at + at_once, count)) + 1, codes[at : at + at_once])
        store = _tended(store)
    return store


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> FaissStore:
    """2,000 rows from 1 on, most of them searched by codes."""
    return _filled(tmp_path_factory.mktemp("large"), 2000)


def _sizes(store: FaissStore) -> list[int]:
    return [len(one.rows) for one in store.segments]


def _recall(
    store: FaissStore, k: int, allowed: npt.NDArray[np.int64] | None = None
) -> tuple[float, float]:
    """Return the share of the k nearest that is found, and that of first ones that are first."""
    codes = store.vectors(store.rows())[1].astype(np.float64)
    rows = store.rows()
    may = np.ones(len(rows), bool) if allowed is None else np.isin(rows, allowed)
    search, found, first = store.among(allowed), [], []
    for query in _queries(40):
        exact = np.where(may, codes @ query, -2)
        best = rows[np.argsort(-exact)[:k]]
        got, cosines = search.nearest(query, k)
        found.append(len(np.intersect1d(best, got)) / k)
        first.append(best[0] == got[np.argmax(cosines)])
        assert np.isin(got, rows[may]).all()
    return float(np.mean(found)), float(np.mean(first))


def test_few_segments_hold_many_rows(large: FaissStore) -> None:
    assert sum(_sizes(large)) == 2000
    assert len(large.segments) <= 7
    assert sum(len(one.rows) for one in large.segments if one.beside) > 1500
    assert large.rows().tolist() == list(range(1, 2001))


def test_most_of_the_nearest_are_found_by_codes(large: FaissStore) -> None:
    assert min(_recall(large, 10)) >= 0.97


@pytest.mark.parametrize("share", [0.015, 0.1, 0.5])
def test_most_of_the_nearest_are_found_among_some(large: FaissStore, share: float) -> None:
    chance = np.random.default_rng(3)
    some = np.sort(chance.choice(2000, int(2000 * share), replace=False)).astype(np.int64) + 1
    assert min(_recall(large, 10, some)) >= (1 if share < 0.02 else 0.97)


def test_cosines_are_exact_however_they_were_found(large: FaissStore) -> None:
    query = _queries(1)[0]
    rows, cosines = large.among(None).nearest(query, 20)
    codes = _codes(2000)[rows - 1].astype(np.float64)
    assert cosines.tolist() == (codes * query.astype(np.float64)).sum(axis=1).tolist()
    assert large.cosines(query, rows).tolist() == cosines.tolist()


def test_a_store_that_is_not_large_is_exact(tmp_path: Path) -> None:
    store = _filled(tmp_path, 900, ALWAYS_EXACT)
    assert _recall(store, 15) == (1, 1)
    assert not any(one.beside for one in store.segments)


def test_an_addition_writes_no_more_where_there_is_much(large: FaissStore, tmp_path: Path) -> None:
    for name in large.names:
        (tmp_path / name).write_bytes((large.folder / name).read_bytes())  # type: ignore[operator]
    store = FaissEngine(SMALL).open(tmp_path, json.loads(json.dumps(large.record)), DIMENSION)
    before = set(os.listdir(tmp_path))
    for at in range(12):
        store = store.add(np.arange(20) + 3000 + 20 * at, _codes(20, seed=at))
    new = [path for path in tmp_path.iterdir() if path.name not in before]
    assert max(path.stat().st_size for path in new) < SMALL.inline * (2 * DIMENSION + 8) + 500
    assert sum(_sizes(store)) == 2240


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 150)),
        st.tuples(st.just("retire"), st.integers(1, 60)),
        st.tuples(st.just("tend"), st.integers(0, 2)),
        st.tuples(st.just("open"), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=_STEPS, seed=st.integers(0, 99))
def test_whatever_is_merged_holds_what_was_added(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]], seed: int
) -> None:
    """What is merged stands while others add and retire: `tend` adopts after so many more steps."""
    limits = Limits(exact=10**9, coded=100, inline=60)
    folder, chance = tmp_path_factory.mktemp("steps"), np.random.default_rng(seed)
    store, last = FaissEngine(limits).new(folder, DIMENSION), 0
    model: dict[int, bytes] = {}
    waiting: list[tuple[int, object]] = []
    for number, (step, value) in enumerate(steps):
        for due, found in [one for one in waiting if one[0] <= number]:
            waiting.remove((due, found))
            store = store.adopted(found) or store
        if step == "add":
            codes = _codes(value, seed=seed + number)
            store = store.add(np.arange(value) + last + 1, codes)
            model |= {last + 1 + at: one.tobytes() for at, one in enumerate(codes)}
            last += value
        elif step == "retire" and model:
            gone = chance.choice(sorted(model), min(value, len(model)), replace=False)
            store = store.retire(gone)
            model = {row: one for row, one in model.items() if row not in gone}
        elif step == "tend":
            found = store.tended(_never)
            waiting += [(number + 1 + value, found)] if found else []
        elif step == "open":
            record = json.loads(json.dumps(store.record))
            store = FaissEngine(limits).open(folder, record, DIMENSION)
        assert store.rows().tolist() == sorted(model)
    held, codes = store.vectors(np.arange(last + 5))
    assert np.flatnonzero(held).tolist() == sorted(model)
    assert codes.tobytes() == b"".join(model[row] for row in sorted(model))
    assert list(store.problems()) == []
    if model:
        assert _recall(store, min(5, len(model))) == (1, 1)


def _changed(path: Path, at: int) -> None:
    """Change a byte of a file in a file of its own: one that is mapped stays as it is."""
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    path.unlink()
    path.write_bytes(data)


@pytest.fixture
def copied(large: FaissStore, tmp_path: Path) -> Path:
    """The files of `large`, to be damaged."""
    for name in large.names:
        (tmp_path / name).write_bytes((large.folder / name).read_bytes())  # type: ignore[operator]
    return tmp_path


def _largest(store: FaissStore) -> tuple[str, str, str]:
    stamp = max((one.stamp for one in store.segments if one.stamp), key=lambda one: one.rows)
    assert stamp.beside
    return stamp.file, stamp.beside.codes, stamp.beside.sums


@pytest.mark.parametrize("at", [20, -5])
def test_form_and_row_numbers_are_checked_at_once(large: FaissStore, copied: Path, at: int) -> None:
    _changed(copied / _largest(large)[0], at)
    with pytest.raises(IndexDamaged, match="not as it was written"):
        FaissEngine(SMALL).open(copied, large.record, DIMENSION)


def test_a_vector_is_checked_when_it_is_read(large: FaissStore, copied: Path) -> None:
    path = copied / _largest(large)[0]
    _changed(path, 700 * DIMENSION)
    store = FaissEngine(SMALL).open(copied, large.record, DIMENSION)
    with pytest.raises(IndexDamaged, match="checksum"):
        store.vectors(np.arange(1, 2001))
    assert any(path.name in one for one in store.problems())


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_codes_that_are_damaged_are_done_without(
    large: FaissStore, copied: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = copied / _largest(large)[1]
    if harm == "gone":
        path.unlink()
    else:
        _changed(path, -9)
    store = FaissEngine(SMALL).open(copied, large.record, DIMENSION)
    with caplog.at_level(logging.WARNING):
        assert min(_recall(store, 10)) >= 0.97
    assert [path.name in one.message for one in caplog.records] == [True]
    assert any(path.name in one for one in store.problems())
    again = _tended(store)  # whoever writes makes them again
    assert list(again.problems()) == []
    assert path.name not in again.names


def test_codes_of_a_newer_version_are_done_without(
    large: FaissStore, copied: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record = json.loads(json.dumps(large.record))
    for one in record["segments"]:
        if "beside" in one:
            one["beside"] = {"version": 99, "form": "of a later day"}
    with caplog.at_level(logging.WARNING):
        store = FaissEngine(SMALL).open(copied, record, DIMENSION)
    assert "newer Pullquote" in caplog.text
    assert _recall(store, 10) == (1, 1)
    assert store.rows().tolist() == list(range(1, 2001))


def test_files_beside_lie_in_the_folder_alone(large: FaissStore, copied: Path) -> None:
    record = json.loads(json.dumps(large.record))
    stored = next(one for one in record["segments"] if "beside" in one)
    stored["beside"]["codes"]["file"] = "../" + stored["beside"]["codes"]["file"]
    with pytest.raises(IndexDamaged):
        FaissEngine(SMALL).open(copied, record, DIMENSION)


def test_a_merge_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    store = FaissEngine(SMALL).new(tmp_path, DIMENSION)
    store = store.add(np.arange(300) + 1, _codes(300)).add(np.arange(300) + 400, _codes(300))
    store = store.add(np.arange(70) + 800, _codes(70))
    before = sorted(os.listdir(tmp_path))
    answers = iter([False, True, True])
    assert store.tended(lambda: next(answers)) is None
    assert sorted(os.listdir(tmp_path)) == before


def _end_at(last: int) -> None:
    """End this process when it uses a file once more than `last` times."""
    uses = iter(range(last))

    def end(event: str, _: object) -> None:
        if event in {"open", "os.remove", "os.rename"} and next(uses, None) is None:
            os._exit(7)

    sys.addaudithook(end)


def _crashes(folder: Path) -> Iterator[int]:
    """Merge in a child process that ends at its n-th use of a file, for n from 1 on."""
    for last in range(200):
        child = fork()
        if not child:
            record = json.loads((folder / "record").read_text())
            store = FaissEngine(SMALL).open(folder, record, DIMENSION)
            _end_at(last)
            os._exit(0 if store.tended(_never) else 3)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        yield ended
        if ended == 0:
            return


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_ending_between_any_two_uses_of_files_loses_nothing(tmp_path: Path) -> None:
    store = FaissEngine(SMALL).new(tmp_path, DIMENSION)
    for at, count in enumerate((400, 350, 85)):
        store = store.add(np.arange(count) + 1000 * at + 1, _codes(count, seed=at))
    (tmp_path / "record").write_text(json.dumps(store.record))
    expected = store.vectors(store.rows())[1].tobytes()
    ends = []
    for ended in _crashes(tmp_path):
        ends.append(ended)
        again = FaissEngine(SMALL).open(tmp_path, store.record, DIMENSION)
        assert again.vectors(again.rows())[1].tobytes() == expected
        assert list(again.problems()) == []
    assert ends[-1] == 0
    assert set(ends[:-1]) == {7}
    assert len(ends) > 5
