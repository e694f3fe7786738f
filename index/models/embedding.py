"""The seam of the embedder: texts in, unit vectors out.

`open_embedder` chooses what stands behind it; nothing heavy is loaded before that.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from index.errors import ModelError, UsageError
from index.models.weights import BACKBONE_SHA256, backbone_folder

_LOG = logging.getLogger(__name__)

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


DEFAULT_NAME = "all-MiniLM-L6-v2"
"""What the built-in embedder is called."""

LIMIT = 256
"""Tokens of a text that the built-in embedder reads, [CLS] and [SEP] counted; the rest is left out.
"""

DIMENSION = 384
"""Length of the built-in embedder's vectors."""

FINGERPRINT = hashlib.sha256(
    f"{BACKBONE_SHA256} limit={LIMIT} pooling=mean unit-length".encode()
).hexdigest()
"""Names the built-in embedder's vectors: the weights and what is done with them.

Not the precision: vectors computed in 8 and in 32 bits lie within a cosine of 0.99 of each other,
nearer than any two passages worth telling apart, and an index may move between machines.
"""

_DEFAULT_NAMES = {"default", DEFAULT_NAME, f"sentence-transformers/{DEFAULT_NAME}"}


def open_embedder(
    name: str | None = None, *, engine: Literal["auto", "onnx", "torch"] = "auto"
) -> Embedder:
    """Return an embedder, ready to use.

    Args:
        name: None for the built-in model; else the folder or hub name of a sentence-transformers
            model, which runs in torch. A hub name must be on this machine already.
        engine: How the built-in model runs: `onnx` compiled, `torch` in 32 bits as a reference;
            `auto` compiled, and in torch where compiling fails.

    Raises:
        ModelError: Its files are missing, damaged, or of a kind that is not loaded.
        UsageError: `engine` is `onnx` for a model that runs only in torch.
    """
    if name is not None and name not in _DEFAULT_NAMES:
        if engine == "onnx":
            raise UsageError(f"Only the built-in model is compiled; open {name} with torch.")
        from index.models.torch_models import TorchEmbedder

        return TorchEmbedder.open(name)
    backbone_folder()  # weights that are damaged are so in torch too: say it before loading that
    if engine != "torch":
        try:
            return _compiled()
        except (ModelError, ImportError) as error:
            if engine == "onnx":
                raise
            _LOG.warning("The built-in model runs in torch, which is slower: %s", error)
    from index.models.torch_models import TorchEmbedder

    return TorchEmbedder.built_in()


def _compiled() -> Embedder:
    from index.models.compiled_embedder import CompiledEmbedder

    return CompiledEmbedder.open()
