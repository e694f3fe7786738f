"""The reader's weights on disk: int8 matrices with a scale per output channel.

Numpy only; nothing here needs torch. docs/training.md describes the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import load_file

FORMAT = "pullquote-reader-2"
"""Value of the metadata key ``format`` that this module reads."""
SCALE_SUFFIX = ".scale"
"""What is put after a matrix's name to name its scales."""
HEADS = ("span.", "answerable.")

Arrays = Mapping[str, NDArray[np.generic]]


def quantise_matrix(
    matrix: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rounds a matrix to int8, symmetric, a scale per row.

    Args:
        matrix: Weights [outputs, inputs].

    Returns:
        int8 [outputs, inputs] within -127..127 and float32 scales [outputs], with
        ``matrix ≈ int8 * scale[:, None]``.
    """
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-12).astype(np.float32) / np.float32(127)
    rounded = np.clip(np.rint(matrix / scale[:, None]), -127, 127)
    return rounded.astype(np.int8), scale


def dequantise_matrix(rounded: NDArray[np.int8], scale: NDArray[np.float32]) -> NDArray[np.float32]:
    """Returns float32 [outputs, inputs] of int8 weights and their scales [outputs]."""
    return rounded.astype(np.float32) * scale.astype(np.float32)[:, None]


def quantised(state: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.generic]]:
    """Quantises the encoder's matrices; heads and vectors stay float32."""
    out: dict[str, NDArray[np.generic]] = {}
    for name, array in state.items():
        if array.ndim == 2 and not name.startswith(HEADS):
            out[name], out[name + SCALE_SUFFIX] = quantise_matrix(array)
        else:
            out[name] = array.astype(np.float32)
    return out


def dequantised(arrays: Arrays) -> dict[str, NDArray[np.float32]]:
    """Undoes `quantised`; names with the scale's suffix vanish."""
    out: dict[str, NDArray[np.float32]] = {}
    for name, array in arrays.items():
        if name.endswith(SCALE_SUFFIX):
            continue
        if array.dtype == np.int8:
            scale = arrays[name + SCALE_SUFFIX].astype(np.float32)
            out[name] = dequantise_matrix(array.astype(np.int8), scale)
        else:
            out[name] = array.astype(np.float32)
    return out


def read_metadata(path: Path) -> dict[str, str]:
    """Returns the file's metadata.

    Raises:
        ValueError: If the file is not in a format this module reads.
    """
    with safe_open(str(path), framework="numpy") as file:
        metadata = dict(file.metadata() or {})
    if metadata.get("format") != FORMAT:
        raise ValueError(f"{path} has format {metadata.get('format')!r}, expected {FORMAT!r}")
    return metadata


def load_reader_state(path: Path, backbone_state: Arrays) -> dict[str, NDArray[np.float32]]:
    """Returns all of the reader's weights, the embeddings taken from the backbone.

    Args:
        path: The shipped file.
        backbone_state: The backbone's arrays by their names in its own file, of which those
            starting with ``embeddings.`` are used.

    Returns:
        float32 arrays: ``encoder.embeddings.*`` from the backbone, ``encoder.encoder.layer.*``,
        ``span.*`` and ``answerable.*`` from the file.

    Raises:
        ValueError: If the file is not in a format this module reads.
    """
    read_metadata(path)
    state = {
        f"encoder.{name}": array.astype(np.float32)
        for name, array in backbone_state.items()
        if name.startswith("embeddings.") and array.dtype.kind == "f"
    }
    return state | dequantised(load_file(str(path)))
