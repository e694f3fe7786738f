"""Vectors as a model gives them and as they are stored."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged

Vectors: TypeAlias = npt.NDArray[np.float32]
"""float32 [n, dimension]; each row of unit length."""

StoredVectors: TypeAlias = npt.NDArray[np.float16]
"""float16 [n, dimension]: vectors rounded for the index, which moves a cosine by less than 0.0005.
"""


def encode_vectors(vectors: Vectors) -> bytes:
    """Return the stored form: little-endian float16, row after row (docs/index-format.md)."""
    return vectors.astype("<f2").tobytes()


def decode_vectors(data: bytes, dimension: int) -> StoredVectors:
    """Return float16 [n, dimension] of what `encode_vectors` gave.

    Raises:
        IndexDamaged: the length is no multiple of a vector's.
    """
    if dimension <= 0 or len(data) % (2 * dimension):
        raise IndexDamaged(f"{len(data)} bytes are no whole number of {dimension}-vectors")
    return np.frombuffer(data, dtype="<f2").reshape(-1, dimension)
