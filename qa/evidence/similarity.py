"""How near texts are to a question in meaning."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias, cast

import numpy as np

from index.keeping.store import KEPT, MISSING, Kept
from index.models.embedder import Embedder
from index.models.vectors import Vectors
from qa.evidence.candidate import Candidate

MOST_COMPARED = 12
"""Sentences that are compared: each costs about a millisecond."""

_Embed: TypeAlias = Callable[[Sequence[str]], Vectors]


class Similarity:
    """Cosines between questions and texts. Safe to call from many threads.

    Vectors are kept, because the statements of an article are compared with every question that
    finds it; a text's vector does not depend on the others, so that nothing changes by it.
    """

    def __init__(self, embedder: Embedder, kept: Kept = KEPT) -> None:
        self._embedder, self._kept = embedder, kept

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
        what = (kind, self._embedder.fingerprint)
        known = {text: self._kept.get(text, what) for text in texts}
        missing = [text for text, vector in known.items() if vector is MISSING]
        for text, vector in zip(missing, embed(missing) if missing else (), strict=True):
            known[text] = vector.copy()  # a row would hold all of the batch
            self._kept.put(text, what, known[text])
        return [cast(Vectors, known[text]) for text in texts]
