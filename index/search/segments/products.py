"""Products of vectors with one, in 64 bits. Pure."""

import numpy as np
import numpy.typing as npt

from index.models.vectors import StoredVectors

_AT_ONCE = 64
"""Vectors whose products are computed together: for large arrays the system is asked for memory
anew each time, which takes five times as long as the products themselves (docs/scale.md)."""


def products(vectors: StoredVectors, query: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Return float64 [n]: of each vector (float16 [n, dimension]) with `query` [dimension].

    Not by BLAS: its sums come out otherwise in the last digits when other rows stand beside.
    """
    found, exact = np.empty(len(vectors)), np.asarray(query, dtype=np.float64)
    for at in range(0, len(vectors), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        (vectors[some].astype(np.float64) * exact).sum(axis=1, out=found[some])
    return found
