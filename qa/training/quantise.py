"""Writes the trained weights as the shipped file (see docs/training.md, "Weights file")."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from safetensors.numpy import save_file
from torch import Tensor

from qa.reading.weights_format import FORMAT, quantised
from qa.training.batches import MAX_LENGTH
from qa.training.model import BACKBONE_SHA256


def export(state: Mapping[str, Tensor], path: Path, extra: Mapping[str, str] | None = None) -> None:
    """Quantises and writes the state of a trained reader.

    Args:
        state: What `qa.training.model.trained_state` returns.
        path: File to write.
        extra: Metadata beside format, backbone and lengths, such as the calibration.
    """
    arrays = {name: tensor.detach().float().cpu().numpy() for name, tensor in state.items()}
    metadata = {
        "format": FORMAT,
        "backbone": "all-MiniLM-L6-v2",
        "backbone_sha256": BACKBONE_SHA256,
        "max_length": str(MAX_LENGTH),
        "temperature": "1.0",
        "bias": "0.0",
    } | dict(extra or {})
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(quantised(arrays), str(path), metadata=metadata)
