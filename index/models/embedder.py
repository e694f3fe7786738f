"""The contract of an embedder: texts in, unit vectors out.

`index.models.embedding.open_embedder` opens those that come with Pullquote; `Index.open` takes any
other. An example that places each letter of the alphabet:

>>> import numpy as np
>>> class Letters:
...     name, fingerprint, dimension = "letters", "letters-1", 26
...
...     def embed_passages(self, texts, progress=None):
...         return self.embed_questions(texts)
...
...     def embed_questions(self, texts):
...         counts = [[1e-3 + text.casefold().count(chr(97 + n)) for n in range(26)]
...                   for text in texts]
...         vectors = np.array(counts, np.float32).reshape(len(texts), 26)
...         return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
>>> first, second = Letters().embed_questions(["stone", "Notes"])
>>> round(float(first @ second), 3)
1.0
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from index.models.vectors import Vectors

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (done, total) as long work goes on."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is the cosine of their meanings.

    The same text always gives the same vector, whatever else is embedded with it, and calls may
    come from several threads. A text longer than the model reads is cut, never refused.

    `name` is what the user asked for; `fingerprint` is a hash of the weights and everything else
    that changes the vectors, stored in the index so that another model is refused; `dimension` is
    the length of a vector, at least 1.
    """

    name: str
    fingerprint: str
    dimension: int

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return float32 [len(texts), dimension], rows of unit length in the order given."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension], rows of unit length in the order given."""
        ...
