"""An embedder whose vectors cost nothing, for benchmarks of what comes after it."""

from collections.abc import Sequence

import numpy as np

from index.models.embedder import Progress
from index.models.vectors import Vectors


class RandomVectors:
    """Unit vectors in random directions, under the name and dimension of any embedder."""

    def __init__(
        self, name: str = "random", fingerprint: str = "0" * 64, dimension: int = 384
    ) -> None:
        self.name, self.fingerprint, self.dimension = name, fingerprint, dimension
        self._chance = np.random.default_rng(20)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return float32 [len(texts), dimension]."""
        vectors = self._chance.standard_normal((len(texts), self.dimension), dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    embed_questions = embed_passages
