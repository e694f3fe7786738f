"""Trains on pairs: ``python -m qa.training.distillation.train --pairs FILE --out DIR``.

A teacher learns from labels, a student from labels and from the mean of teachers. Goes on from its
last checkpoint when started again with the same `--out`.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import sys
from collections.abc import Callable, Sequence
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
from qa.training.trainer import Budget, Intervals, Recipe, Trainer

LOG = logging.getLogger(__name__)

TEACHER, STUDENT = "teacher", "student"
LAYER_DECAY = 0.9
"""Factor of the learning rate from a layer to the one below, in a network of six."""


def recipe_of(layers: int, peak: float, seed: int, tokens: int) -> Recipe:
    """Returns the recipe of a network; the lowest layer learns as fast, however many there are."""
    decay = LAYER_DECAY ** (LAYERS / layers)
    return Recipe(peak=peak, layer_decay=decay, fall=0.4, batch_tokens=tokens, seed=seed)


def report(trainer: Trainer, order: Sequence[int], tuning: DevicePairs, name: str) -> None:
    """Writes the averaged weights and their figures on the tuning part."""
    network, folder = trainer.averaged().eval(), trainer.report_folder(name)
    write_weights(network, order, folder / "average.safetensors")
    trainer.write_figures(folder, over_pairs([network], tuning))


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
    rounds = Rounds(pairs, dense=options.dense)
    trainer.run(
        lambda turn, rng: rounds.batches(turn + recipe.seed, rng, recipe.batch_tokens),
        DevicePairs(pairs, options.device).batch,
        partial(report, trainer, order, tuning),
        Intervals(options.every, trainer.progress.seconds),
    )


if __name__ == "__main__":
    main()
