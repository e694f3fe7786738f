"""Measures, calibrates and writes a trained reader: ``python -m qa.training.finish``."""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file as load_arrays
from safetensors.torch import load_file
from torch import Tensor

from qa.training.batches import Encoder, load_tokenizer
from qa.training.data import Question, hash_order, load_sets, split_sets
from qa.training.evaluate_reader import (
    Reading,
    auroc,
    by_source,
    em_f1,
    expected_calibration_error,
    fit_calibration,
    read,
)
from qa.training.model import Reader, backbone_folder, check_backbone, reader_from_backbone
from qa.training.quantise import export
from qa.training.train import dev_negatives
from qa.weights_format import load_reader_state

LOG = logging.getLogger(__name__)
KINDS = ("retrieved", "same-article", "near-miss", "cut-out")


def with_weights(folder: Path, state: Mapping[str, Tensor]) -> Reader:
    """Returns a reader with the backbone's embeddings and the weights given."""
    reader = reader_from_backbone(folder)
    reader.load_state_dict({**reader.state_dict(), **state})
    return reader


def int8_reader(folder: Path, path: Path) -> Reader:
    """Returns a reader as the product loads it: from the written file."""
    backbone = load_arrays(str(folder / "model.safetensors"))
    arrays = load_reader_state(path, backbone)
    return with_weights(folder, {name: torch.from_numpy(a) for name, a in arrays.items()})


def refusal(
    said: Sequence[Reading], made: Sequence[Question], refused: Sequence[Reading]
) -> dict[str, dict[str, float]]:
    """Returns AUROC per kind of negative, by the answerability logit, the margin and the score."""
    out: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        rows = [r for q, r in zip(made, refused, strict=True) if q.kind.split("/")[0] == kind]
        out[kind] = {
            "questions": float(len(rows)),
            "answerable": auroc([r.answerable for r in said], [r.answerable for r in rows]),
            "margin": auroc(
                [r.span_score - r.null_score for r in said],
                [r.span_score - r.null_score for r in rows],
            ),
            "score": auroc([r.score for r in said], [r.score for r in rows]),
        }
    return out


def calibration(questions: Sequence[Question], readings: Sequence[Reading]) -> dict[str, float]:
    """Fits temperature and bias on one half of the articles, measures ECE on the other."""
    scores = np.array([r.score for r in readings])
    labels = np.array([float(q.answerable) for q in questions])
    half = np.array([int(hash_order(q.passage.article)[-1], 16) % 2 for q in questions], bool)
    temperature, bias = fit_calibration(scores[half], labels[half])
    probabilities = 1 / (1 + np.exp(-(scores / temperature + bias)))
    return {
        "temperature": temperature,
        "bias": bias,
        "ece": expected_calibration_error(probabilities[~half], labels[~half]),
    }


def finish(data: Path, weights: Path, out: Path, most_negatives: int) -> dict[str, object]:
    """Measures float and int8 weights, calibrates and writes the shipped file; returns figures."""
    folder = backbone_folder()
    check_backbone(folder)
    encoder = Encoder(load_tokenizer(folder))
    dev = [q for split in split_sets(load_sets(data)).values() for q in split.dev]
    made = dev_negatives(dev)
    made = random.Random(0).sample(made, min(len(made), most_negatives))
    state = load_file(str(weights))
    export(state, out)
    reader = int8_reader(folder, out)
    said, refused = read(reader, encoder, dev), read(reader, encoder, made)
    fitted = calibration([*dev, *made], [*said, *refused])
    extra = {key: f"{fitted[key]:.6f}" for key in ("temperature", "bias")}
    export(state, out, extra)
    report: dict[str, object] = {
        "int8": {"all": em_f1(dev, said), "sets": by_source(dev, said)},
        "refusal": refusal(said, made, refused),
        "calibration": fitted,
    }
    out.with_suffix(".json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    LOG.info("%s", json.dumps(report))
    floats = read(with_weights(folder, state), encoder, dev)
    report["float"] = {"all": em_f1(dev, floats), "sets": by_source(dev, floats)}
    out.with_suffix(".json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    LOG.info("float: %s", json.dumps(report["float"]))
    return report


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--run", type=Path, required=True, help="float weights of a run")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--negatives", type=int, default=1600, help="most negatives to measure on")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    finish(options.data, options.run, options.out, options.negatives)


if __name__ == "__main__":
    main()
