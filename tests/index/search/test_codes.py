"""Codes in a file: found as they were made, mapped or copied; checked before they are believed."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamaged
from index.search.segments import codes as module
from index.search.segments.codes import Codes, KeptCodes, write_codes
from index.search.segments.layout import Checksums
from index.search.segments.mapped import BLOCK, BlockSums, MappedFile, block_sums

COUNT, DIMENSION = 1001, 48


def _vectors() -> np.ndarray:
    made = np.random.default_rng(4).standard_normal((COUNT, DIMENSION))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)


def _rows() -> np.ndarray:
    return np.arange(COUNT, dtype=np.int64) * 3 + 7


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Checksums]:
    path, vectors = tmp_path_factory.mktemp("codes") / "some.codes", _vectors()
    return path, write_codes(path, _rows(), lambda places: vectors[places], DIMENSION)[1]


def _opened(written: tuple[Path, Checksums]) -> Codes:
    return KeptCodes(*written, DIMENSION, COUNT).codes()


def test_vectors_are_near_themselves(written: tuple[Path, Checksums]) -> None:
    codes, vectors = _opened(written), _vectors().astype(np.float32)
    firsts = [codes.search(vectors[at], 4, None)[0][0] for at in range(0, COUNT, 50)]
    assert firsts == _rows()[::50].tolist()
    last = codes.search(vectors[-1], COUNT - 1, None)[0]
    assert set(last.tolist()) <= set(_rows().tolist())


def test_among_some_only_these_are_found(written: tuple[Path, Checksums]) -> None:
    allowed = np.zeros(4000, bool)
    allowed[_rows()[5:900:9]] = True
    bits = np.packbits(allowed, bitorder="little")
    rows, _ = _opened(written).search(_vectors()[5].astype(np.float32), 50, bits)
    assert rows[0] == _rows()[5]
    assert set(rows.tolist()) <= set(_rows()[5:900:9].tolist())


def test_copied_into_memory_they_give_the_same(
    written: tuple[Path, Checksums], monkeypatch: pytest.MonkeyPatch
) -> None:
    mapped = _opened(written)
    monkeypatch.setattr(module, "_lists_in_file", module._lists_in_memory)
    copied = _opened(written)
    for query in _vectors()[:30].astype(np.float32):
        for one, other in zip(
            mapped.search(query, 60, None), copied.search(query, 60, None), strict=True
        ):
            assert one.tolist() == other.tolist()


@pytest.mark.parametrize("at", [0, 9000, -1])
def test_a_changed_byte_is_found_before_anything_is_parsed(
    written: tuple[Path, Checksums], tmp_path: Path, at: int
) -> None:
    data = bytearray(written[0].read_bytes())
    data[at] ^= 1
    path = tmp_path / "changed.codes"
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="block differs"):
        KeptCodes(path, written[1], DIMENSION, COUNT).codes()


@pytest.mark.parametrize("content", [b"", b"x"])
def test_another_file_in_its_place_is_refused(
    written: tuple[Path, Checksums], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "other.codes"
    path.write_bytes(content)
    with pytest.raises(IndexDamaged):
        KeptCodes(path, written[1], DIMENSION, COUNT).codes()


def test_blocks_have_the_same_sums_however_they_are_written(tmp_path: Path) -> None:
    data = np.random.default_rng(1).integers(0, 256, 2 * BLOCK + 99, np.uint8).tobytes()
    sums = BlockSums()
    edges = [0, 5, BLOCK - 1, BLOCK + 7, 2 * BLOCK, len(data)]
    parts = [data[first:end] for first, end in pairwise(edges)]
    path = tmp_path / "blocks"
    path.write_bytes(b"".join(sums.passing(parts)))
    assert path.read_bytes() == data
    assert len(sums.sums) == 3
    assert sums.sums == block_sums(MappedFile(path).bytes)
