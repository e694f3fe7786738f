"""Writes trained weights as the shipped file: ``python -m qa.training.evidence.finish``.

Beside it lie the figures of the training's reports and the hash that is checked before loading.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from qa.training.finish import averaged
from qa.training.model import LAYERS, layer_of
from qa.training.quantise import export

AVERAGE = "average/"
"""What stands before the names of averaged weights in a checkpoint."""


def weights_of(path: Path) -> dict[str, Tensor]:
    """Returns the averaged weights of a report's file or of a checkpoint, without embeddings."""
    state = load_file(str(path))
    if any(name.startswith(AVERAGE) for name in state):
        state = {n.removeprefix(AVERAGE): t for n, t in state.items() if n.startswith(AVERAGE)}
    return {n: t for n, t in state.items() if not n.startswith("encoder.embeddings.")}


def shipped_weights(path: Path) -> dict[str, Tensor]:
    """The same of a reader that can be shipped.

    Raises:
        ValueError: If it has more or fewer layers, as a teacher may.
    """
    state = weights_of(path)
    layers = 1 + max(map(layer_of, state))
    if layers != LAYERS:
        raise ValueError(f"{path} has {layers} layers, the shipped reader {LAYERS}")
    return state


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, nargs="+", help="the mean of several")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    options = parser.parse_args(argv)
    states = [shipped_weights(path) for path in options.run]
    export(averaged(states), options.out)
    reports = [path.with_name("report.json") for path in options.run]
    figures = [json.loads(one.read_text("utf-8")) for one in reports if one.is_file()]
    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    text = json.dumps({"sha256": digest, "tuning": figures}, indent=1)
    options.out.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
