"""Trains on pairs: ``python -m qa.training.distillation.train --pairs FILE --out DIR``.

A teacher learns from labels, a student from labels and from the mean of teachers. Goes on from its
last checkpoint when started again with the same `--out`.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import torch
from transformers import BertConfig

from qa.reading.trained_reader import WEIGHTS
from qa.training.distillation.arrays import load
from qa.training.distillation.batching import DevicePairs
from qa.training.distillation.figures import over_pairs
from qa.training.distillation.losses import student_loss, teacher_loss
from qa.training.distillation.rounds import Rounds
from qa.training.distillation.weights import network_of, read_weights, write_weights
from qa.training.evidence.news import TRAINING, TUNING
from qa.training.model import LAYERS, backbone_folder, check_backbone
from qa.training.train import Budget, Recipe, Trainer

LOG = logging.getLogger(__name__)

TEACHER, STUDENT = "teacher", "student"
LAYER_DECAY = 0.9
"""Factor of the learning rate from a layer to the one below, in a network of six."""
SAVED_EVERY = 240
"""Seconds between checkpoints."""


def recipe_of(layers: int, peak: float, seed: int, tokens: int) -> Recipe:
    """Returns the recipe of a network; the lowest layer learns as fast, however many there are."""
    decay = LAYER_DECAY ** (LAYERS / layers)
    return Recipe(peak=peak, layer_decay=decay, fall=0.4, batch_tokens=tokens, seed=seed)


def run(
    trainer: Trainer, data: DevicePairs, rounds: Rounds, every: float, write: Callable[[str], None]
) -> None:
    """Trains to the end of the budget; writes a report every `every` seconds and at the end."""
    progress, recipe = trainer.progress, trainer.recipe
    saved = measured = trainer.clock = time.monotonic()
    while trainer.budget.progress(progress) < 1:
        rng = random.Random(f"{recipe.seed}/{progress.turn}")
        batches = rounds.batches(progress.turn + recipe.seed, rng, recipe.batch_tokens)
        LOG.info("round %d: %d batches", progress.turn, len(batches))
        trainer.reader.train()
        for numbers in batches[progress.batch :]:
            value = trainer.step(data.batch(numbers))
            progress.batch += 1
            if progress.step % 100 == 0:
                LOG.info(
                    "step %d, %.3f done, loss %.3f, %.0f tokens/s",
                    progress.step, trainer.budget.progress(progress), value,
                    progress.tokens / max(progress.seconds, 1e-9),
                )  # fmt: skip
            if time.monotonic() - saved > SAVED_EVERY:
                trainer.save()
                saved = time.monotonic()
            if time.monotonic() - measured > every:
                write(f"at-{progress.step:06}")
                measured = trainer.clock = time.monotonic()
            if trainer.budget.progress(progress) >= 1:
                break
        else:
            progress.turn += 1
            progress.batch = 0
    trainer.save()
    write("final")


def report(trainer: Trainer, order: Sequence[int], tuning: DevicePairs, name: str) -> None:
    """Writes the averaged weights and their figures on the tuning part."""
    network = trainer.averaged().eval()
    folder = trainer.out / name
    folder.mkdir(exist_ok=True)
    write_weights(network, order, folder / "average.safetensors")
    figures = over_pairs([network], tuning) | {"progress": asdict(trainer.progress)}
    (folder / "report.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    LOG.info("%s: %s", name, json.dumps(figures))


def parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Returns the command's options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True, help="file of pairs")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--stage", choices=(TEACHER, STUDENT), default=TEACHER)
    parser.add_argument("--start", type=Path, default=WEIGHTS, help="weights to begin with")
    parser.add_argument("--layers", type=_numbers, help="layers of these in order, as 0,0,1,1")
    parser.add_argument("--teachers", type=Path, nargs="+", default=[], help="files of weights")
    parser.add_argument("--dense", action="store_true", help="more windows of each question")
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--tokens", type=int, default=sys.maxsize)
    parser.add_argument("--steps", type=int, help="in place of seconds and tokens")
    parser.add_argument("--peak", type=float, default=1.5e-4, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=16384, help="tokens in a batch")
    parser.add_argument("--every", type=float, default=math.inf, help="seconds between figures")
    parser.add_argument(
        "--device", choices=("cuda", "cpu"), default="cuda" if torch.cuda.is_available() else "cpu"
    )
    options = parser.parse_args(argv)
    if (options.stage == STUDENT) != bool(options.teachers):
        parser.error("a student needs --teachers, and only a student has them")
    if math.isinf(options.seconds) and options.tokens == sys.maxsize and not options.steps:
        parser.error("say how long to train: --seconds, --tokens or --steps")
    return options


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    options = parsed(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.manual_seed(options.seed)
    folder = backbone_folder()
    check_backbone(folder)
    config = BertConfig.from_pretrained(str(folder))
    network, order = network_of(read_weights(options.start, folder), config, options.layers)
    loss: Callable[..., torch.Tensor] = teacher_loss
    tuning = DevicePairs(load(options.pairs, TUNING), options.device)
    if options.stage == STUDENT:
        states = [read_weights(path, folder) for path in options.teachers]
        teachers = [network_of(state, config)[0].to(options.device).eval() for state in states]
        loss = partial(student_loss, teachers=teachers)
        LOG.info("teachers: %s", json.dumps(over_pairs(teachers, tuning)))
    pairs = load(options.pairs, TRAINING)
    recipe = recipe_of(len(order), options.peak, options.seed, options.batch)
    budget = Budget(options.tokens, options.seconds, options.steps)
    trainer = Trainer(network.to(options.device), options.out, recipe, budget, loss)
    run(
        trainer,
        DevicePairs(pairs, options.device),
        Rounds(pairs, dense=options.dense),
        options.every,
        partial(report, trainer, order, tuning),
    )


if __name__ == "__main__":
    main()
