"""The vectors of questions, kept for a while: many use them, and each is made once."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from index.models.embedder import Embedder
from index.models.vectors import Vectors

KEPT = 256
"""Questions whose vectors are kept, 1.5 kB each with the built-in embedder."""


class QuestionVectors:
    """Embeds questions with one embedder. Safe to share among threads."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Vectors] = OrderedDict()

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension], rows of unit length in the order given."""
        with self._lock:
            found = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found |= dict(zip(missing, self.embedder.embed_questions(missing), strict=True))
        with self._lock:
            for text in texts:
                self._kept[text] = found[text]
                self._kept.move_to_end(text)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        rows = np.empty((len(texts), self.embedder.dimension), np.float32)
        for place, text in enumerate(texts):
            rows[place] = found[text]
        return rows
