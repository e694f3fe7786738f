"""Segments of vectors: what is written is what is found; what is damaged is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.search.vectors import Dense, Segment, write_segment
from index.store.manifest import from_ranges, to_ranges

DIMENSION = 8
NONE = np.empty(0, np.int64)


def _unit(count: int, seed: int = 1) -> npt.NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def _dense(vectors: npt.NDArray[np.float32], cuts: list[int], dead: list[int]) -> Dense:
    """Rows from 10 on, cut into segments, searched together."""
    rows = np.arange(10, 10 + len(vectors))
    codes = vectors.astype(np.float16)
    parts = [
        Segment.of(some_rows, some_codes)
        for some_rows, some_codes in zip(np.split(rows, cuts), np.split(codes, cuts), strict=True)
    ]
    return Dense(parts, np.array(dead, dtype=np.int64), DIMENSION)


def test_segment_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows, codes = np.array([3, 7, 8]), _unit(3).astype(np.float16)
    stamp = write_segment(tmp_path / "a.faiss", rows, codes)
    segment = Segment.open(tmp_path / "a.faiss", stamp, DIMENSION)
    assert segment.rows.tolist() == [3, 7, 8]
    assert segment.codes.tobytes() == codes.tobytes()


def test_empty_segment_is_read_and_searched(tmp_path: Path) -> None:
    empty = np.empty((0, DIMENSION), np.float16)
    stamp = write_segment(tmp_path / "a.faiss", NONE, empty)
    dense = Dense([Segment.open(tmp_path / "a.faiss", stamp, DIMENSION)], NONE, DIMENSION)
    rows, scores = dense.search(_unit(1)[0], 5, dense.select(None))
    assert (rows.tolist(), scores.tolist()) == ([], [])


@pytest.mark.parametrize("harm", ["flip", "cut", "gone", "dimension", "rows"])
def test_segment_that_is_not_as_written_is_refused(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "a.faiss"
    stamp = write_segment(path, np.arange(5), _unit(5).astype(np.float16))
    dimension = DIMENSION
    if harm == "flip":
        data = bytearray(path.read_bytes())
        data[-3] ^= 1
        path.write_bytes(data)
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    elif harm == "gone":
        path.unlink()
    elif harm == "dimension":
        dimension = 9
    else:
        stamp = replace(stamp, rows=6)
    with pytest.raises(IndexDamaged, match=r"a\.faiss"):
        Segment.open(path, stamp, dimension)


@given(
    count=st.integers(1, 40),
    cuts=st.lists(st.integers(0, 40), max_size=3).map(sorted),
    dead=st.sets(st.integers(10, 50), max_size=10),
    allowed=st.none() | st.sets(st.integers(10, 60), max_size=20),
    k=st.integers(1, 50),
)
def test_search_is_exact_whatever_the_segments(
    count: int, cuts: list[int], dead: set[int], allowed: set[int] | None, k: int
) -> None:
    vectors, query = _unit(count), _unit(1, seed=2)[0]
    dense = _dense(vectors, cuts, sorted(dead))
    chosen = None if allowed is None else np.array(sorted(allowed), dtype=np.int64)
    rows, scores = dense.search(query, k, dense.select(chosen))
    exact = vectors.astype(np.float16).astype(np.float32) @ query
    may = [
        row
        for row in range(10, 10 + count)
        if row not in dead and (allowed is None or row in allowed)
    ]
    expected = sorted((exact[row - 10] for row in may), reverse=True)[:k]
    assert scores == pytest.approx(expected, abs=1e-5)
    assert set(rows.tolist()) <= set(may)
    assert exact[rows - 10] == pytest.approx(scores, abs=1e-5)


def test_cosines_of_rows_it_does_not_hold_are_not_a_number() -> None:
    vectors = _unit(4)
    dense = _dense(vectors, [2], [])
    scores = dense.cosines(vectors[0], np.array([5, 10, 13, 99]))
    assert np.isnan(scores[[0, 3]]).all()
    assert scores[1] == pytest.approx(1, abs=1e-3)
    assert scores[2] == pytest.approx(float(vectors[0] @ vectors[3]), abs=1e-3)


def test_equal_cosines_are_ordered_by_row() -> None:
    same = np.repeat(_unit(1), 6, axis=0)
    dense = _dense(same, [1, 4], [])
    rows, _ = dense.search(same[0], 6, None)
    assert rows.tolist() == [10, 11, 12, 13, 14, 15]


@given(st.sets(st.integers(1, 300)))
def test_ranges_round_trip(rows: set[int]) -> None:
    ascending = np.array(sorted(rows), dtype=np.int64)
    assert from_ranges(to_ranges(ascending)).tolist() == ascending.tolist()


def test_ranges_are_runs() -> None:
    assert to_ranges(np.array([1, 2, 3, 7, 9, 10])) == [[1, 3], [7, 7], [9, 10]]
