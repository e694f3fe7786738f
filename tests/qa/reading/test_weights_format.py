from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from qa.reading.weights_format import (
    FORMAT,
    dequantised,
    load_reader_state,
    quantise_matrix,
    quantised,
    read_metadata,
)


def state(seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {
        "encoder.encoder.layer.0.output.dense.weight": rng.normal(size=(8, 16)).astype(np.float32),
        "encoder.encoder.layer.0.output.dense.bias": rng.normal(size=8).astype(np.float32),
        "span.weight": rng.normal(size=(2, 8)).astype(np.float32),
        "answerable.weight": rng.normal(size=(1, 8)).astype(np.float32),
    }


def test_a_matrix_comes_back_within_half_a_step() -> None:
    matrix = np.random.default_rng(1).normal(size=(5, 7)).astype(np.float32)
    rounded, scale = quantise_matrix(matrix)
    assert rounded.dtype == np.int8
    assert scale.shape == (5,)
    error = np.abs(rounded * scale[:, None] - matrix)
    assert np.all(error <= scale[:, None] * 0.5001)


def test_a_row_of_zeros_stays_zero() -> None:
    rounded, scale = quantise_matrix(np.zeros((2, 3), dtype=np.float32))
    assert not rounded.any()
    assert np.isfinite(scale).all()


def test_heads_and_vectors_are_not_quantised() -> None:
    before = state()
    arrays = quantised(before)
    after = dequantised(arrays)
    assert after.keys() == before.keys()
    for name in ("span.weight", "answerable.weight", "encoder.encoder.layer.0.output.dense.bias"):
        np.testing.assert_array_equal(after[name], before[name])
    assert arrays["encoder.encoder.layer.0.output.dense.weight"].dtype == np.int8


def test_loading_adds_the_backbones_embeddings(tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    save_file(quantised(state()), str(path), metadata={"format": FORMAT, "max_length": "384"})
    backbone = {
        "embeddings.word_embeddings.weight": np.ones((4, 8), dtype=np.float16),
        "embeddings.position_ids": np.arange(4),
        "encoder.layer.0.output.dense.weight": np.ones((8, 16), dtype=np.float32),
    }
    loaded = load_reader_state(path, backbone)
    assert loaded.keys() == state().keys() | {"encoder.embeddings.word_embeddings.weight"}
    assert all(array.dtype == np.float32 for array in loaded.values())
    assert read_metadata(path)["max_length"] == "384"


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    save_file({"x": np.zeros(1, dtype=np.float32)}, str(path), metadata={"format": "else"})
    with pytest.raises(ValueError, match="format"):
        load_reader_state(path, {})
