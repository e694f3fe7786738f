"""The seam of the embedder: texts in, unit vectors out.

`open_embedder` chooses what stands behind it.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = npt.NDArray[np.float32]
"""float32 [n, dimension]; each row of unit length."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (done, total) as long work goes on."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is the cosine of their meanings.

    `name` is what the user asked for; `fingerprint` is a hash of the weights and everything else
    that changes the vectors, stored in the index so that another model is refused.
    """

    name: str
    fingerprint: str
    dimension: int

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return float32 [len(texts), dimension], rows in the order given."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension], rows in the order given."""
        ...
