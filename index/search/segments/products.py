"""Products of vectors with one, in 64 bits. Pure."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.models.vectors import StoredVectors

Reading: TypeAlias = Callable[[npt.NDArray[np.intp]], StoredVectors]
"""Returns the vectors at some places, float16 [n, dimension]."""

_AT_ONCE = 64
"""Vectors that are read and multiplied together: for large arrays the system is asked for memory
anew each time, which takes five times as long as the products themselves (docs/scale.md)."""


def products(
    read: Reading, places: npt.NDArray[np.intp], query: npt.NDArray[np.floating]
) -> npt.NDArray[np.float64]:
    """Return float64 [n]: of each of the vectors at `places` with `query` [dimension].

    Not by BLAS: its sums come out otherwise in the last digits when other rows stand beside.
    """
    found, exact = np.empty(len(places)), np.asarray(query, dtype=np.float64)
    for at in range(0, len(places), _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        (read(places[some]).astype(np.float64) * exact).sum(axis=1, out=found[some])
    return found
