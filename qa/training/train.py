"""Trains the reader: ``python -m qa.training.train --data DIR --out DIR --hours H``.

The learning rate follows the run's progress, which is the larger of tokens read over the token
budget and time passed over the time limit, so that it ends at zero on any machine. ``--steps``
replaces both, and makes a run repeatable.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, distributed, nn

from qa.training.batches import Batch, Encoder, bucketed, collate, load_tokenizer
from qa.training.data import Question, Split, load_sets, passages_of, split_sets
from qa.training.evaluate_reader import auroc, by_source, em_f1, read
from qa.training.mixture import round_questions, round_rows
from qa.training.model import (
    ReaderNetwork,
    backbone_folder,
    check_backbone,
    layer_of,
    reader_from_backbone,
    trained_state,
)
from qa.training.negatives import Negatives
from qa.training.quantise import export

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Hyper-parameters.

    Attributes:
        peak: Highest learning rate, of the heads and the top layer.
        layer_decay: Factor of the learning rate from a layer to the one below.
        head_factor: Factor of the learning rate for the heads.
        warm_up: Share of the run in which the learning rate rises.
        fall: Share of the run after which the learning rate falls.
        weight_decay: AdamW's, on matrices only.
        batch_tokens: Most tokens in a batch, of each process.
        answerable_weight: Weight of the answerability loss.
        average: Decay of the moving average of the weights, per step.
        clip: Largest norm of the gradient.
        seed: Seed of everything drawn.
    """

    peak: float = 2e-4
    layer_decay: float = 0.9
    head_factor: float = 3.0
    warm_up: float = 0.05
    fall: float = 0.45
    weight_decay: float = 0.01
    batch_tokens: int = 2048
    answerable_weight: float = 0.5
    average: float = 0.998
    clip: float = 1.0
    seed: int = 7


@dataclass(slots=True)
class Budget:
    """How long a run is; whichever bound is nearest counts, `steps` alone if given."""

    tokens: int
    seconds: float
    steps: int | None = None

    def progress(self, state: Progress) -> float:
        """Returns how much of the run is done, 0 to 1 and above."""
        if self.steps:
            return state.step / self.steps
        return max(state.tokens / self.tokens, state.seconds / self.seconds)


@dataclass(slots=True)
class Progress:
    """Where a run stands; `batch` counts within the round `turn`."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    turn: int = 0
    batch: int = 0


class Counted(Protocol):
    """A batch that knows how many tokens it has."""

    @property
    def tokens(self) -> int: ...  # noqa: D102


Loss: TypeAlias = Callable[[Any, Any], Tensor]
"""The loss of a model on a batch of the kind it reads."""


def reading_loss(reader: ReaderNetwork, batch: Batch, answerable_weight: float) -> Tensor:
    """Marginal NLL over the gold spans, [CLS] where there is none, plus answerability BCE."""
    start, end, answerable = reader(batch.ids, batch.types, batch.attention, batch.candidates)
    start, end = torch.log_softmax(start, -1), torch.log_softmax(end, -1)
    joint = start.gather(1, batch.golds[..., 0]) + end.gather(1, batch.golds[..., 1])
    span = -torch.logsumexp(joint.masked_fill(~batch.gold_mask, -1e9), -1)
    refusal = torch.nn.functional.binary_cross_entropy_with_logits(
        answerable, batch.answerable, reduction="none"
    )
    total = (span + answerable_weight * refusal) * batch.weights
    return total.sum() / batch.weights.sum()


def parameter_groups(reader: nn.Module, recipe: Recipe) -> list[dict[str, object]]:
    """Groups trained parameters by learning-rate factor and weight decay."""
    top = max(layer_of(name) for name, _ in reader.named_parameters())
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in reader.named_parameters():
        if not parameter.requires_grad:
            continue
        factor = recipe.head_factor
        if layer_of(name) >= 0:
            factor = recipe.layer_decay ** (top - layer_of(name))
        decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
        groups.setdefault((factor, decay), []).append(parameter)
    return [
        {"params": params, "lr": 0.0, "factor": factor, "weight_decay": decay}
        for (factor, decay), params in groups.items()
    ]


def rate(progress: float, recipe: Recipe) -> float:
    """Returns the learning rate: linear warm-up, a plateau, then linear to 1 % of the peak."""
    if progress < recipe.warm_up:
        return recipe.peak * max(progress / recipe.warm_up, 1e-3)
    return recipe.peak * min(1.0, max(0.01, (1 - progress) / (1 - recipe.fall)))


class Trainer:
    """A run that can stop and resume; files are written beside and moved into place."""

    def __init__(
        self,
        reader: Any,  # noqa: ANN401 - a reader of whatever kind
        out: Path,
        recipe: Recipe,
        budget: Budget,
        loss: Loss | None = None,
    ) -> None:
        """Prepares optimiser and average; resumes from `out` if it holds a checkpoint.

        Without a loss, it is that of a reader of spans.
        """
        self.reader, self.out, self.recipe, self.budget = reader, out, recipe, budget
        self.loss = loss or partial(reading_loss, answerable_weight=recipe.answerable_weight)
        started = distributed.is_initialized()
        self.world = distributed.get_world_size() if started else 1
        self.rank = distributed.get_rank() if started else 0
        self.named = {n: p for n, p in reader.named_parameters() if p.requires_grad}
        self.average = {n: p.detach().clone() for n, p in self.named.items()}
        self.optimiser = torch.optim.AdamW(
            parameter_groups(reader, recipe), lr=0.0, betas=(0.9, 0.98), fused=True
        )
        self.device: str = next(iter(self.named.values())).device.type
        self.progress = Progress()
        self.clock = time.monotonic()
        out.mkdir(parents=True, exist_ok=True)
        if (out / "progress.json").exists():
            self.resume()

    def step(self, batch: Counted) -> float:
        """Takes one step and returns the loss."""
        recipe, done = self.recipe, self.budget.progress(self.progress)
        for group in self.optimiser.param_groups:
            group["lr"] = rate(done, recipe) * group["factor"]
        with torch.autocast(self.device, dtype=torch.bfloat16):
            loss = self.loss(self.reader, batch)
        loss.backward()
        now = time.monotonic()
        mean = self.share([float(loss.detach()), float(batch.tokens), now - self.clock])
        self.clock = now
        torch.nn.utils.clip_grad_norm_(list(self.named.values()), recipe.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        keep = min(recipe.average, (1 + self.progress.step) / (10 + self.progress.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.values()), list(self.named.values()), 1 - keep)
        self.progress.step += 1
        self.progress.tokens += round(mean[1] * self.world)
        self.progress.seconds += mean[2]
        return mean[0]

    def share(self, figures: Sequence[float]) -> list[float]:
        """Averages gradients, and the figures given, over the processes of the run."""
        if self.world == 1:
            return list(figures)
        grads = [p.grad for p in self.named.values() if p.grad is not None]
        flat = torch.cat([g.flatten() for g in grads] + [torch.tensor(figures)])
        distributed.all_reduce(flat)
        flat /= self.world
        parts = flat.split([g.numel() for g in grads] + [len(figures)])
        for grad, part in zip(grads, parts, strict=False):
            grad.copy_(part.view_as(grad))
        return [float(x) for x in parts[-1]]

    def optimiser_state(self) -> dict[str, Tensor]:
        """Returns AdamW's moments by parameter name."""
        out: dict[str, Tensor] = {}
        for name, parameter in self.named.items():
            for key, value in self.optimiser.state.get(parameter, {}).items():
                out[f"{key}/{name}"] = value
        return out

    def save(self) -> None:
        """Writes a checkpoint: weights, average, moments and progress."""
        if self.rank:
            return
        tensors = {f"weights/{n}": p.detach() for n, p in self.named.items()}
        tensors |= {f"average/{n}": p for n, p in self.average.items()}
        tensors |= self.optimiser_state()
        metadata = {"progress": json.dumps(asdict(self.progress))}
        save_file(tensors, str(self.out / "state.tmp"), metadata=metadata)
        os.replace(self.out / "state.tmp", self.out / "state.safetensors")
        (self.out / "progress.tmp").write_text(metadata["progress"], encoding="utf-8")
        os.replace(self.out / "progress.tmp", self.out / "progress.json")

    def resume(self) -> None:
        """Reads the checkpoint back."""
        state = load_file(str(self.out / "state.safetensors"))
        self.progress = Progress(**json.loads((self.out / "progress.json").read_text("utf-8")))
        with torch.no_grad():
            for name, parameter in self.named.items():
                parameter.copy_(state[f"weights/{name}"])
                self.average[name].copy_(state[f"average/{name}"])
                kept = {
                    key: state[f"{key}/{name}"].to(parameter.device, copy=True)
                    for key in ("step", "exp_avg", "exp_avg_sq")
                    if f"{key}/{name}" in state
                }
                if kept:
                    self.optimiser.state[parameter] = kept
        LOG.info("resumed at %s", self.progress)

    def averaged(self) -> Any:  # noqa: ANN401 - of the reader's own kind
        """Returns a copy of the reader with the averaged weights."""
        copy = deepcopy(self.reader)
        copy.load_state_dict(self.reader.state_dict() | self.average)
        return copy


def dev_report(
    reader: ReaderNetwork, encoder: Encoder, questions: Sequence[Question], made: Sequence[Question]
) -> dict[str, object]:
    """Returns EM and F1 per set and refusal AUROC per kind of negative."""
    readings = read(reader, encoder, questions)
    refused = read(reader, encoder, made)
    report: dict[str, object] = {
        "sets": by_source(questions, readings),
        "all": em_f1(questions, readings),
    }
    for kind in ("retrieved", "same-article", "near-miss", "cut-out"):
        for name in ("answerable", "score"):
            said = [float(getattr(r, name)) for r in readings]
            not_said = [
                float(getattr(r, name))
                for q, r in zip(made, refused, strict=True)
                if q.kind.split("/")[0] == kind
            ]
            report[f"auroc/{kind}/{name}"] = round(auroc(said, not_said), 4)
    return report


def dev_negatives(dev: Sequence[Question], seed: int = 0) -> list[Question]:
    """Makes one unanswerable question of each kind from each held-out one, where it can be."""
    made: list[Question] = []
    for source in dict.fromkeys(q.passage.source for q in dev):
        rows = [q for q in dev if q.passage.source == source]
        maker = Negatives(rows)
        for kind in ("retrieved", "same-article", "near-miss", "cut-out"):
            rng = random.Random(f"{seed}/{source}/{kind}")
            made += [n for n in (maker.make(q, kind, rng) for q in rows) if n is not None]
    return made


def run(
    trainer: Trainer, sets: Mapping[str, Split], encoder: Encoder, marks: Sequence[float]
) -> None:
    """Trains to the end of the budget; writes reports at the marks and at the end."""
    train = {name: split.train for name, split in sets.items()}
    makers = {name: Negatives(rows) for name, rows in train.items()}
    dev = [q for split in sets.values() for q in split.dev]
    negatives = dev_negatives(dev)
    progress, saved = trainer.progress, time.monotonic()
    trainer.clock = saved
    left = [m for m in marks if m > trainer.budget.progress(progress)]
    smooth = 0.0
    while trainer.budget.progress(progress) < 1:
        rng = random.Random(f"{trainer.recipe.seed}/{progress.turn}")
        questions = round_questions(train, makers, progress.turn, rng)
        rows_read = round_rows(questions, encoder, rng)
        batches = list(bucketed(rows_read, trainer.recipe.batch_tokens, rng))
        whole = len(batches) // trainer.world * trainer.world
        batches = batches[trainer.rank : whole : trainer.world]
        LOG.info("round %d: %d questions, %d batches", progress.turn, len(questions), len(batches))
        trainer.reader.train()
        for rows in batches[progress.batch :]:
            loss = trainer.step(collate(rows))
            progress.batch += 1
            smooth = loss if not smooth else 0.98 * smooth + 0.02 * loss
            done = trainer.budget.progress(progress)
            if progress.step % 50 == 0:
                speed = progress.tokens / max(progress.seconds, 1e-9)
                LOG.info(
                    "step %d, %.3f done, loss %.3f, %d tokens, %.0f tokens/s",
                    progress.step, done, smooth, progress.tokens, speed,
                )  # fmt: skip
            if time.monotonic() - saved > 300:
                trainer.save()
                saved = time.monotonic()
            if left and done >= left[0]:
                left.pop(0)
                write_report(trainer, encoder, dev[::12], negatives[::40], f"at-{done:.2f}")
                trainer.reader.train()
            if done >= 1:
                break
        else:
            progress.turn += 1
            progress.batch = 0
    trainer.save()
    write_report(trainer, encoder, dev[::4], negatives[::10], "final")


def write_report(
    trainer: Trainer,
    encoder: Encoder,
    dev: Sequence[Question],
    negatives: Sequence[Question],
    name: str,
) -> None:
    """Writes the averaged weights, their figures and the last weights."""
    if trainer.rank:
        return
    reader = trainer.averaged()
    folder = trainer.out / name
    folder.mkdir(exist_ok=True)
    save_file(trained_state(reader), str(folder / "average.safetensors"))
    save_file(trained_state(trainer.reader), str(folder / "last.safetensors"))
    export(trained_state(reader), folder / "reader.safetensors")
    report = dev_report(reader, encoder, dev, negatives) | {"progress": asdict(trainer.progress)}
    (folder / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    LOG.info("%s: %s", name, json.dumps(report))


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, weights")
    parser.add_argument("--hours", type=float, default=2.0, help="time limit for the steps")
    parser.add_argument("--tokens", type=int, default=26_000_000, help="token budget")
    parser.add_argument("--steps", type=int, help="steps, instead of hours and tokens")
    parser.add_argument("--threads", type=int, default=1, help="threads of each process")
    parser.add_argument("--processes", type=int, default=1, help="processes that share a step")
    parser.add_argument("--rank", type=int, default=0, help="which of the processes this is")
    parser.add_argument("--port", type=int, default=29511, help="where the processes meet")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--peak", type=float, default=Recipe().peak, help="highest learning rate")
    parser.add_argument("--slice", type=int, help="keep one article in N: for a short trial")
    parser.add_argument("--compile", action="store_true", help="compile the encoder's graph")
    return parser.parse_args(argv)


def sliced(sets: Mapping[str, Split], every: int) -> dict[str, Split]:
    """Keeps the questions of one passage in `every`."""
    out: dict[str, Split] = {}
    for name, split in sets.items():
        parts = []
        for rows in (split.train, split.dev):
            kept = {p.key for p in passages_of(rows)[::every]}
            parts.append([q for q in rows if q.passage.key in kept])
        out[name] = Split(*parts)
    return out


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    options = arguments(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    if options.processes > 1:
        address = f"tcp://127.0.0.1:{options.port}"
        distributed.init_process_group(
            "gloo", init_method=address, rank=options.rank, world_size=options.processes
        )
    torch.manual_seed(options.seed)
    folder = backbone_folder()
    check_backbone(folder)
    sets: Mapping[str, Split] = split_sets(load_sets(options.data))
    if options.slice:
        sets = sliced(sets, options.slice)
    reader = reader_from_backbone(folder)
    if options.compile:
        reader.encoder.encoder.compile(dynamic=True)
    budget = Budget(options.tokens, options.hours * 3600, options.steps)
    recipe = Recipe(peak=options.peak, seed=options.seed)
    trainer = Trainer(reader, options.out, recipe, budget)
    run(trainer, sets, Encoder(load_tokenizer(folder)), marks=(0.4, 0.7))


if __name__ == "__main__":
    main()
