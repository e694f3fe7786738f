"""The reader's weights rounded to int8 and brought back: how far off, and what is left alone."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from safetensors.numpy import save_file

from qa.reading.weights_format import (
    FORMAT,
    SCALE_SUFFIX,
    dequantise_matrix,
    dequantised,
    load_reader_state,
    quantise_matrix,
    quantised,
    read_metadata,
)

matrices = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, max_side=5),
    elements=st.floats(-1000, 1000, width=32),
)


@settings(max_examples=30)
@given(matrices)
def test_no_weight_is_off_by_more_than_half_a_step_of_its_row(matrix: NDArray[np.float32]) -> None:
    rounded, scale = quantise_matrix(matrix)
    back = dequantise_matrix(rounded, scale)
    assert (back.dtype, scale.dtype, back.shape) == (np.float32, np.float32, matrix.shape)
    largest = np.abs(matrix).max(axis=1)
    assert np.all(np.abs(back - matrix) <= largest[:, None] / 127 * 0.501 + 1e-12)
    # The largest weight of a row uses the whole range, and both signs have the same.
    used = np.abs(rounded.astype(int)).max(axis=1)
    assert np.all(used[largest > 1e-9] == 127)
    assert np.all(used[largest == 0] == 0)
    mirrored, same = quantise_matrix(-matrix)
    assert np.array_equal(mirrored, -rounded)
    assert np.array_equal(same, scale)


@settings(max_examples=30)
@given(matrices)
def test_what_was_rounded_before_is_not_changed_again(matrix: NDArray[np.float32]) -> None:
    once = quantise_matrix(matrix)
    rounded, scale = quantise_matrix(dequantise_matrix(*once))
    assert np.array_equal(rounded, once[0])
    assert scale == pytest.approx(once[1], rel=1e-5)


def test_each_row_has_a_scale_of_its_own() -> None:
    matrix = np.array([[127.0, -63.4], [0.0127, 0.0063]], np.float32)
    rounded, scale = quantise_matrix(matrix)
    assert rounded.tolist() == [[127, -63], [127, 63]]
    assert scale == pytest.approx([1.0, 0.0001])


def test_scales_stand_beside_their_matrices() -> None:
    state = {
        "layer.weight": np.array([[1.0, -2.0]], np.float32),
        "layer.bias": np.array([1.5], np.float64),
        "span.weight": np.array([[0.3, 0.7]], np.float32),
        "answerable.weight": np.array([[0.3]], np.float16),
        "spanner.weight": np.array([[4.0]], np.float32),
    }
    arrays_ = quantised(state)
    scales = {name for name in arrays_ if name.endswith(SCALE_SUFFIX)}
    assert scales == {"layer.weight.scale", "spanner.weight.scale"}
    assert {name for name, array in arrays_.items() if array.dtype == np.int8} == {
        "layer.weight", "spanner.weight",
    }  # fmt: skip
    back = dequantised(arrays_)
    assert back.keys() == state.keys()
    assert {array.dtype for array in back.values()} == {np.dtype(np.float32)}
    assert back["layer.weight"] == pytest.approx(np.array([[1.0, -2.0]]), abs=0.008)
    assert back["layer.bias"].tolist() == [1.5]


def test_scales_may_be_kept_in_half_the_bits() -> None:
    rounded = {"w": np.array([[2]], np.int8), "w.scale": np.array([0.5], np.float16)}
    assert dequantised(rounded)["w"].tolist() == [[1.0]]


def test_a_matrix_without_its_scales_is_refused() -> None:
    with pytest.raises(KeyError, match=r"w\.scale"):
        dequantised({"w": np.ones((1, 1), np.int8)})


def test_the_readers_own_weights_win_over_the_backbones(tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    own = {"encoder.embeddings.norm": np.array([5.0], np.float32)}
    save_file(own, path, metadata={"format": FORMAT})
    backbone = {
        "embeddings.norm": np.array([1.0], np.float32),
        "embeddings.other": np.array([2.0], np.float64),
        "embeddings.position_ids": np.array([3]),
        "pooler.weight": np.array([4.0], np.float32),
    }
    loaded = load_reader_state(path, backbone)
    assert {name: array.tolist() for name, array in loaded.items()} == {
        "encoder.embeddings.norm": [5.0],
        "encoder.embeddings.other": [2.0],
    }
    assert loaded["encoder.embeddings.other"].dtype == np.float32


@pytest.mark.parametrize("metadata", [None, {}, {"format": "pullquote-reader-0"}])
def test_a_file_of_another_format_is_named(tmp_path: Path, metadata: dict[str, str] | None) -> None:
    path = tmp_path / "else.safetensors"
    save_file({"x": np.zeros(1, np.float32)}, path, metadata=metadata)
    for read in (read_metadata, lambda file: load_reader_state(file, {})):
        with pytest.raises(ValueError, match=r"else\.safetensors has format .*expected"):
            read(path)
