"""How near texts are to a question in meaning."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from index.models.embedder import Embedder
from index.models.vectors import Vectors
from qa.evidence.candidate import Candidate

MOST_COMPARED = 12
"""Sentences that are compared: each costs about a millisecond."""

_KEPT = 8192
"""Vectors kept, each of 1.5 kB with the built-in embedder."""

_Embed: TypeAlias = Callable[[Sequence[str]], Vectors]


class Similarity:
    """Cosines between questions and texts. Safe to call from many threads.

    Vectors are kept, because the statements of an article are compared with every question that
    finds it; a text's vector does not depend on the others, so that nothing changes by it.
    """

    def __init__(self, embedder: Embedder, kept: int = _KEPT) -> None:
        self._embedder, self._most = embedder, kept
        self._kept: OrderedDict[tuple[str, str], Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def compared(self, question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the candidates, the likeliest of them with their cosine with a question.

        Those are compared that have the most evidence and, of those asked about, as many again.
        """
        order = sorted(candidates, key=lambda one: -one.read.evidence)
        chosen = [*order[:MOST_COMPARED], *[one for one in order if one.asked][:MOST_COMPARED]]
        chosen = [one for one in dict.fromkeys(chosen) if one.text.strip()]
        cosines = self(question, [one.text for one in chosen])
        known = dict(zip(chosen, cosines, strict=True))
        return [replace(one, cosine=known.get(one)) for one in candidates]

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the cosine of each of `texts` with `question`."""
        if not texts:
            return []
        (asked,) = self._vectors("question", [question], self._embedder.embed_questions)
        found = self._vectors("text", texts, self._embedder.embed_passages)
        return [float(value) for value in np.stack(found) @ asked]

    def _vectors(self, kind: str, texts: Sequence[str], embed: _Embed) -> list[Vectors]:
        """Return the vector, float32 [dimension], of each text."""
        with self._lock:
            known = {text: self._kept[kind, text] for text in texts if (kind, text) in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known |= dict(zip(missing, embed(missing), strict=True))
        with self._lock:
            for text in texts:
                self._kept[kind, text] = known[text]
                self._kept.move_to_end((kind, text))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return [known[text] for text in texts]
