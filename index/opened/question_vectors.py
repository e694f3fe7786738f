"""The vectors of questions, kept for a while: many use them, and each is made once."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from index.keeping.store import KEPT, MISSING, Kept
from index.models.embedder import Embedder
from index.models.vectors import Vectors


class QuestionVectors:
    """Embeds questions with one embedder. Safe to share among threads."""

    def __init__(self, embedder: Embedder, kept: Kept = KEPT) -> None:
        self.embedder, self._kept = embedder, kept

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension], rows of unit length in the order given."""
        what = ("question", self.embedder.fingerprint)
        known = {text: self._kept.get(text, what) for text in texts}
        missing = [text for text, vector in known.items() if vector is MISSING]
        if missing:
            for text, vector in zip(missing, self.embedder.embed_questions(missing), strict=True):
                known[text] = vector.copy()  # a row would hold all of the batch
                self._kept.put(text, what, known[text])
        rows = np.empty((len(texts), self.embedder.dimension), np.float32)
        for place, text in enumerate(texts):
            rows[place] = cast(Vectors, known[text])
        return rows
