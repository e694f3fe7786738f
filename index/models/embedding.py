"""Opens an embedder; nothing heavy is loaded before it is known which."""

import logging
from typing import Literal

from index.errors import ModelError, UsageError
from index.models.built_in import DEFAULT_NAME
from index.models.embedder import Embedder
from index.models.weights import backbone_folder

_LOG = logging.getLogger(__name__)

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
