"""Segments of vectors: read as they were written, merged now and then, refused when damaged."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.articles.rows import NO_ROWS
from index.errors import IndexDamaged
from index.search.faiss_segments import Segment
from index.search.faiss_store import FaissEngine, FaissStore
from index.search.segments.products import products

DIMENSION = 8


def _codes(count: int, seed: int = 1) -> npt.NDArray[np.float16]:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)


def _grown(folder: Path, *counts: int) -> FaissStore:
    """Rows from 1 on, so many at a time."""
    store = FaissEngine().new(folder, DIMENSION)
    for count in counts:
        store = store.add(np.arange(count) + store.last_row + 1, _codes(count))
    return store


def _sizes(store: FaissStore) -> list[int]:
    return [len(segment.rows) for segment in store.segments]


def test_segment_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows, codes = np.array([3, 7, 8]), _codes(3)
    written = Segment.write(tmp_path / "a.faiss", rows, codes)
    assert written.stamp is not None
    for segment in (written, Segment.open(tmp_path / "a.faiss", written.stamp, DIMENSION)):
        assert segment.rows.tolist() == [3, 7, 8]
        assert segment.vectors(np.arange(3)).tobytes() == codes.tobytes()


def test_empty_segment_is_read_and_searched(tmp_path: Path) -> None:
    empty = np.empty((0, DIMENSION), np.float16)
    stamp = Segment.write(tmp_path / "a.faiss", NO_ROWS, empty).stamp
    assert stamp is not None
    store = FaissStore(
        tmp_path, DIMENSION, [Segment.open(tmp_path / "a.faiss", stamp, DIMENSION)], NO_ROWS
    )
    rows, cosines = store.among(None).nearest(_codes(1)[0].astype(np.float32), 5)
    assert (rows.tolist(), cosines.tolist(), store.rows().tolist()) == ([], [], [])


@pytest.mark.parametrize("harm", ["flip", "cut", "gone", "dimension", "rows"])
def test_segment_that_is_not_as_written_is_refused(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "a.faiss"
    stamp = Segment.write(path, np.arange(5), _codes(5)).stamp
    assert stamp is not None
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


def test_a_small_addition_leaves_large_segments_alone(tmp_path: Path) -> None:
    store = _grown(tmp_path, 200, 30)
    first = store.segments[0]
    assert _sizes(store) == [200, 30]
    store = store.add(np.arange(231, 241), _codes(10))
    assert _sizes(store) == [200, 30, 10]
    store = store.add(np.arange(241, 256), _codes(15))  # merged with the 10, then with the 30
    assert _sizes(store) == [200, 55]
    assert store.segments[0] is first
    assert store.rows().tolist() == list(range(1, 256))


def test_merging_leaves_out_what_was_retired(tmp_path: Path) -> None:
    store = _grown(tmp_path, 100, 20).retire(np.array([5, 101, 120]))
    assert _sizes(store) == [100, 20]
    assert store.record["dead"] == [[5, 5], [101, 101], [120, 120]]
    store = store.add(np.arange(121, 141), _codes(20, seed=3))
    assert _sizes(store) == [100, 38]
    assert store.record["dead"] == [[5, 5]]


def test_everything_is_merged_when_a_quarter_was_retired(tmp_path: Path) -> None:
    store = _grown(tmp_path, 60, 20, 5)
    codes = store.vectors(np.arange(30, 86))[1].tobytes()
    store = store.retire(np.arange(1, 22))
    assert len(store.segments) == 3
    store = store.retire(np.arange(22, 30))
    assert (_sizes(store), store.record["dead"]) == ([56], [])
    assert store.vectors(np.arange(30, 86))[1].tobytes() == codes
    assert _sizes(store.retire(np.arange(100))) == []


def test_damage_to_a_segment_is_not_merged(tmp_path: Path) -> None:
    store = _grown(tmp_path, 20)
    (name,) = store.names
    data = bytearray((tmp_path / name).read_bytes())
    data[-3] ^= 1
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(data)
    with pytest.raises(IndexDamaged, match=name):
        store.add(np.arange(30, 60), _codes(30))


def test_segments_that_are_open_are_not_read_again(tmp_path: Path) -> None:
    store = _grown(tmp_path, 100, 20)
    (tmp_path / store.segments[0].stamp.file).unlink()  # type: ignore[union-attr]
    again = FaissEngine().open(tmp_path, store.record, DIMENSION, store)
    assert again.segments == store.segments
    with pytest.raises(IndexDamaged):
        FaissEngine().open(tmp_path, store.record, DIMENSION)


def test_a_record_names_files_in_its_folder_alone(tmp_path: Path) -> None:
    record = _grown(tmp_path, 3).record
    record["segments"][0]["file"] = "../" + record["segments"][0]["file"]
    with pytest.raises(IndexDamaged):
        FaissEngine().open(tmp_path, record, DIMENSION)


def test_segment_taken_away_between_check_and_opening_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a writer does while a reader opens the generation before; the reader then tries again."""
    path = tmp_path / "a.faiss"
    stamp = Segment.write(path, np.arange(5), _codes(5)).stamp
    assert stamp is not None

    def taken_away(checked: Path, _: object) -> list[str]:
        checked.unlink()
        return []

    monkeypatch.setattr("index.search.faiss_segments.file_problems", taken_away)
    with pytest.raises(IndexDamaged, match=r"a\.faiss"):
        Segment.open(path, stamp, DIMENSION)


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_products_are_the_same_however_many_are_made_at_once(count: int) -> None:
    chance = np.random.default_rng(count)
    vectors = chance.standard_normal((300, 24)).astype(np.float16)
    query, places = chance.standard_normal(24).astype(np.float32), chance.permutation(300)[:count]
    found = products(vectors.__getitem__, places, query)
    one_by_one = [(vectors[at].astype(float) * query.astype(float)).sum() for at in places]
    assert found.tolist() == one_by_one
