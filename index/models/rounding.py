"""Weights and activations in 8 bits. Pure.

Why they are rounded in this way: `index.models.encoder_graph`.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float32]

LARGEST = 127
"""Largest weight in 8 bits."""

LARGEST_OF_7_BITS = 63
"""Largest weight where two products are added in 16 bits: 2 * 255 * 63 < 2 ** 15."""

_ALPHA = 0.7
"""How much of the difficulty goes from the activations to the weights (SmoothQuant)."""


def rounded_matrix(matrix: Array, largest: int = LARGEST) -> tuple[npt.NDArray[np.int8], Array]:
    """Return int8 [in, out] and the float32 [out] that multiply back to `matrix`, nearly."""
    scales = np.maximum(np.abs(matrix).max(axis=0), 1e-12).astype(np.float32) / np.float32(largest)
    return np.clip(np.rint(matrix / scales), -largest, largest).astype(np.int8), scales


def smoothing(least: Array, greatest: Array, matrices: Sequence[Array]) -> Array:
    """Return what each channel of the activations is divided by: max|X|^a / max|W|^(1-a)."""
    activations = np.maximum(np.maximum(-least, greatest), 1e-5)
    weights = np.maximum(np.max([np.abs(matrix).max(axis=1) for matrix in matrices], axis=0), 1e-5)
    factors = activations**_ALPHA / weights ** (1 - _ALPHA)
    return np.asarray(factors / factors.mean(), dtype=np.float32)


def steps_of_bytes(least: Array, greatest: Array) -> tuple[Array, npt.NDArray[np.uint8]]:
    """Return the step of uint8 activations, float32 [], and the integer that stands for 0."""
    low, high = min(0.0, float(least.min())), max(0.0, float(greatest.max()))
    scale = max(high - low, 1e-6) / 255
    zero = np.clip(np.rint(-low / scale), 0, 255)
    return np.array(scale, dtype=np.float32), np.array(zero, dtype=np.uint8)
