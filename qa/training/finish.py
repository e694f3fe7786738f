"""Measures, calibrates and writes a trained reader: ``python -m qa.training.finish``."""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file as load_arrays
from safetensors.torch import load_file
from torch import Tensor

from qa.reading.weights_format import load_reader_state
from qa.training.batches import Encoder, load_tokenizer
from qa.training.data import Question, hash_order, load_sets, passages_of, split_sets
from qa.training.evaluate_reader import (
    SpanReading,
    auroc,
    by_source,
    em_f1,
    expected_calibration_error,
    fit_calibration,
    read,
)
from qa.training.model import ReaderNetwork, backbone_folder, check_backbone, reader_from_backbone
from qa.training.negatives import Bm25
from qa.training.quantise import export
from qa.training.train import dev_negatives

LOG = logging.getLogger(__name__)
KINDS = ("retrieved", "same-article", "near-miss", "cut-out")


def with_weights(folder: Path, state: Mapping[str, Tensor]) -> ReaderNetwork:
    """Returns a reader with the backbone's embeddings and the weights given."""
    reader = reader_from_backbone(folder)
    reader.load_state_dict({**reader.state_dict(), **state})
    return reader


def int8_reader(folder: Path, path: Path) -> ReaderNetwork:
    """Returns a reader as the product loads it: from the written file."""
    backbone = load_arrays(str(folder / "model.safetensors"))
    arrays = load_reader_state(path, backbone)
    return with_weights(folder, {name: torch.from_numpy(a) for name, a in arrays.items()})


def refusal(
    said: Sequence[SpanReading], made: Sequence[Question], refused: Sequence[SpanReading]
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


def calibration(questions: Sequence[Question], readings: Sequence[SpanReading]) -> dict[str, float]:
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


def best_first(
    reader: ReaderNetwork, encoder: Encoder, dev: Sequence[Question], count: int, depth: int = 10
) -> dict[str, float]:
    """Reranks passages found by BM25 and counts how often the question's own comes first.

    Args:
        reader: What scores.
        encoder: Tokenises.
        dev: Questions whose passages are searched.
        count: How many questions to ask.
        depth: How many passages are reranked; the question's own is added where not found.

    Returns:
        Share of questions with their own passage first, by the score, by the answerability logit
        and by BM25.
    """
    passages = passages_of(dev)
    search = Bm25([p.text for p in passages])
    asked = sorted(dev, key=lambda q: hash_order(q.key))[:count]
    first = {"score": 0.0, "answerable": 0.0, "bm25": 0.0}
    for question in asked:
        found = [passages[row] for row in search.best(question.text, depth)]
        first["bm25"] += bool(found) and found[0].key == question.passage.key
        if question.passage not in found:
            found.append(question.passage)
        readings = read(reader, encoder, [replace(question, passage=p, spans=()) for p in found])
        own = found.index(question.passage)
        for name in ("score", "answerable"):
            values = [getattr(reading, name) for reading in readings]
            first[name] += values[own] == max(values)
    return {name: value / max(len(asked), 1) for name, value in first.items()}


def averaged(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """Returns the mean of several weights of one run or of runs from one start.

    Wortsman et al., "Model soups", ICML 2022, arXiv:2203.05482.
    """
    return {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}


def finish(
    data: Path, weights: Sequence[Path], out: Path, most_negatives: int
) -> dict[str, object]:
    """Measures float and int8 weights, calibrates and writes the shipped file; returns figures.

    Of several files of weights the mean is taken.
    """
    folder = backbone_folder()
    check_backbone(folder)
    encoder = Encoder(load_tokenizer(folder))
    dev = [q for split in split_sets(load_sets(data)).values() for q in split.dev]
    made = dev_negatives(dev)
    made = random.Random(0).sample(made, min(len(made), most_negatives))
    state = averaged([load_file(str(file)) for file in weights])
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
    write_report(out, report)
    floats = read(with_weights(folder, state), encoder, dev)
    report["float"] = {"all": em_f1(dev, floats), "sets": by_source(dev, floats)}
    write_report(out, report)
    wiki = [q for q in dev if q.passage.source == "new_wiki"]
    report["best_first"] = best_first(reader, encoder, wiki, 150)
    write_report(out, report)
    return report


def write_report(weights: Path, report: Mapping[str, object]) -> None:
    """Writes the figures beside the weights, with the hash that is checked before loading them."""
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    text = json.dumps({"sha256": digest, **report}, indent=1)
    weights.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    LOG.info("%s", text)


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument(
        "--run", type=Path, required=True, nargs="+", help="float weights; the mean of several"
    )
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--negatives", type=int, default=1600, help="most negatives to measure on")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    finish(options.data, options.run, options.out, options.negatives)


if __name__ == "__main__":
    main()
