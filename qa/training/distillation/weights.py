"""Weights read and written, and layers put in another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor
from transformers import BertConfig

from index.models.weights import read_safetensors
from qa.reading.weights_format import FORMAT, load_reader_state
from qa.training.distillation.network import DROPOUT, Network
from qa.training.evidence.finish import weights_of
from qa.training.model import LAYER, layer_of, trained_state

ORDER = "layers"
"""Metadata key of the order of layers that a network began with."""


def read_weights(path: Path, backbone: Path) -> dict[str, Tensor]:
    """Returns weights with the embeddings of the backbone in the folder `backbone`.

    Args:
        path: A shipped file, or weights that a run wrote.
        backbone: Folder of the backbone.
    """
    embeddings = read_safetensors(backbone / "model.safetensors")
    with safe_open(str(path), framework="numpy") as file:
        shipped = (file.metadata() or {}).get("format") == FORMAT
    if shipped:
        state = load_reader_state(path, embeddings)
        return {name: torch.from_numpy(array) for name, array in state.items()}
    return weights_of(path) | {
        f"encoder.{name}": torch.from_numpy(array.astype(np.float32))
        for name, array in embeddings.items()
        if name.startswith("embeddings.") and array.dtype.kind == "f"
    }


def in_order(state: Mapping[str, Tensor], order: Sequence[int]) -> dict[str, Tensor]:
    """Returns weights whose layer n is the layer `order[n]` of those given.

    Raises:
        ValueError: If they have no such layer.
    """
    count = 1 + max(map(layer_of, state))
    if not order or not all(0 <= layer < count for layer in order):
        raise ValueError(f"layers {list(order)} of weights that have {count}")
    out = {name: tensor for name, tensor in state.items() if layer_of(name) < 0}
    for n, source in enumerate(order):
        prefix = f"{LAYER}{source}."
        for name, tensor in state.items():
            if name.startswith(prefix):
                out[f"{LAYER}{n}.{name.removeprefix(prefix)}"] = tensor
    return out


def network_of(
    state: Mapping[str, Tensor], config: BertConfig, order: Sequence[int] | None = None
) -> tuple[Network, tuple[int, ...]]:
    """Returns a network that begins with these weights, and the order of their layers in it.

    Without an order, it is that of the weights.
    """
    order = tuple(order or range(1 + max(map(layer_of, state))))
    network = Network(config, len(order), DROPOUT)
    network.load_state_dict(in_order(state, order))
    return network, order


def write_weights(network: Network, order: Sequence[int], path: Path) -> None:
    """Writes what is trained of a network; the order of its layers is in the metadata."""
    metadata = {ORDER: ",".join(map(str, order))}
    save_file(trained_state(network), str(path), metadata=metadata)
