"""Door to `torch` and `sentence_transformers`: embedding models of any kind, from local files."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sentence_transformers
import torch
import transformers
from safetensors import SafetensorError

from index.errors import ModelError
from index.models.built_in import DEFAULT_NAME, FINGERPRINT
from index.models.cores import instructions, usable_cores
from index.models.embedder import Progress
from index.models.vectors import Vectors
from index.models.weights import backbone_folder, check_model_folder, folder_sha256, local_folder

LOADING_ERRORS = (
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    TypeError,
    ImportError,
    SafetensorError,
)
"""What the libraries raise for files that they cannot load."""

_PORTION = 256
"""Texts embedded between two reports of progress."""

_ROWS = 32
"""Texts in a batch."""


class TorchEmbedder:
    """A sentence-transformers model; see `index.models.embedder.Embedder`.

    Questions and passages get the model's own prompts where it defines them.
    """

    def __init__(self, name: str, fingerprint: str, model: Any) -> None:  # noqa: ANN401
        self.name, self.fingerprint, self._model = name, fingerprint, model
        self.dimension = int(model.get_embedding_dimension() or 0)

    @classmethod
    def open(cls, name: str) -> "TorchEmbedder":
        """Open a model by folder or by the hub name of one that is on this machine.

        Nothing is fetched. Weights are read from safetensors, code that comes with a model is not
        run, and bfloat16 is computed in where the processor has it.

        Raises:
            ModelError: It is not here, or is of a kind that is not loaded.
        """
        folder = local_folder(name)
        check_model_folder(folder, published=not Path(name).expanduser().is_dir())
        _use_cores()
        precision = torch.bfloat16 if _has_bfloat16() else torch.float32
        return cls(name, _fingerprint(folder), _load(folder, precision))

    @classmethod
    def built_in(cls) -> "TorchEmbedder":
        """Open the built-in model in 32 bits.

        Raises:
            ModelError: Its weights are missing or damaged.
        """
        _use_cores()
        return cls(DEFAULT_NAME, FINGERPRINT, _load(backbone_folder(), torch.float32))

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return float32 [len(texts), dimension] of unit length, rows in the order given."""
        order = sorted(range(len(texts)), key=lambda row: (-len(texts[row]), row))
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(order), _PORTION):
            rows = order[start : start + _PORTION]
            vectors[rows] = self._encoded(self._model.encode_document, [texts[i] for i in rows])
            if progress:
                progress(start + len(rows), len(texts))
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension] of unit length, rows in the order given."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        # One by one: a question's vector must not depend on who else is asking.
        return np.vstack([self._encoded(self._model.encode_query, [text]) for text in texts])

    def _encoded(self, encode: Any, texts: list[str]) -> Vectors:  # noqa: ANN401
        tensors = encode(
            texts,
            batch_size=_ROWS,
            convert_to_numpy=False,
            convert_to_tensor=True,
            show_progress_bar=False,
        )
        vectors = tensors.float().cpu().numpy()
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def _load(folder: Path, precision: torch.dtype) -> Any:  # noqa: ANN401
    transformers.utils.logging.disable_progress_bar()
    try:
        model = sentence_transformers.SentenceTransformer(
            str(folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True, "dtype": precision},
        )
    except LOADING_ERRORS as error:
        raise ModelError(f"The model in {folder} cannot be loaded: {error}") from error
    return model.eval()


def _fingerprint(folder: Path) -> str:
    return hashlib.sha256(f"{folder_sha256(folder)} unit-length".encode()).hexdigest()


def _has_bfloat16() -> bool:
    """Return whether the processor computes in bfloat16; without, it would be slower."""
    return not instructions().isdisjoint({"avx512_bf16", "amx_bf16"})


def _use_cores() -> None:
    # The libraries' own default counts the machine's cores, not those this process may use.
    torch.set_num_threads(usable_cores())
