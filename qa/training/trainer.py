"""A run of training: what it learns by, how long it is, and how it stops and goes on.

The learning rate follows the run's progress, which is the larger of tokens read over the token
budget and time passed over the time limit, so that it ends at zero on any machine. A number of
steps replaces both, and makes a run repeatable.
"""

from __future__ import annotations

import json
import logging
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, distributed, nn

from qa.training.model import layer_of

LOG = logging.getLogger(__name__)

SAVED_EVERY = 240
"""Seconds between checkpoints."""


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

Draw: TypeAlias = Callable[[int, random.Random], Sequence[Any]]
"""The batches of a round, from its number and a generator; the same ones whenever it is asked."""

Due: TypeAlias = Callable[["Trainer"], str | None]
"""The name of the report that is due after a step; None where none is."""


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
        loss: Loss,
    ) -> None:
        """Prepares optimiser and average; resumes from `out` if it holds a checkpoint."""
        self.reader, self.out, self.recipe, self.budget = reader, out, recipe, budget
        self.loss = loss
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

    @property
    def done(self) -> float:
        """How much of the run is done, 0 to 1 and above."""
        return self.budget.progress(self.progress)

    def run(
        self,
        draw: Draw,
        collate: Callable[[Any], Counted],
        report: Callable[[str], None],
        due: Due,
    ) -> None:
        """Trains to the end of the budget; writes checkpoints, reports that are due and a last one.

        Args:
            draw: The batches of a round.
            collate: Makes of one of them what the loss reads.
            report: Writes a report of this name; the time that it takes is not counted.
            due: Asked after each step.
        """
        progress, smooth = self.progress, 0.0
        saved = progress.seconds
        self.clock = time.monotonic()
        while self.done < 1:
            rng = random.Random(f"{self.recipe.seed}/{progress.turn}")
            batches = draw(progress.turn, rng)
            LOG.info("round %d: %d batches", progress.turn, len(batches))
            self.reader.train()
            for batch in batches[progress.batch :]:
                value = self.step(collate(batch))
                progress.batch += 1
                smooth = value if not smooth else 0.98 * smooth + 0.02 * value
                self.log_progress(smooth)
                if progress.seconds - saved > SAVED_EVERY:
                    self.save()
                    saved = progress.seconds
                if name := due(self):
                    report(name)
                    self.reader.train()
                    self.clock = time.monotonic()
                if self.done >= 1:
                    break
            else:
                progress.turn += 1
                progress.batch = 0
        self.save()
        report("final")

    def log_progress(self, loss: float) -> None:
        """Says now and then how far the run is."""
        if self.progress.step % 50 == 0:
            LOG.info(
                "step %d, %.3f done, loss %.3f, %d tokens, %.0f tokens/s",
                self.progress.step, self.done, loss, self.progress.tokens,
                self.progress.tokens / max(self.progress.seconds, 1e-9),
            )  # fmt: skip

    def step(self, batch: Counted) -> float:
        """Takes one step and returns the loss."""
        recipe, done = self.recipe, self.done
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

    def report_folder(self, name: str) -> Path:
        """Returns the folder of a report, which is there then."""
        folder = self.out / name
        folder.mkdir(exist_ok=True)
        return folder

    def write_figures(self, folder: Path, figures: Mapping[str, object]) -> None:
        """Writes the figures of a report, and where the run stood."""
        report = {**figures, "progress": asdict(self.progress)}
        (folder / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
        LOG.info("%s: %s", folder.name, json.dumps(report))


class Intervals:
    """Has a report written whenever a run has trained for so many seconds more."""

    def __init__(self, seconds: float, since: float = 0.0) -> None:
        """Counts from `since`, the seconds that the run has trained for already."""
        self.seconds, self.since = seconds, since

    def __call__(self, trainer: Trainer) -> str | None:
        """Returns the name of the report that is due, by its step."""
        if trainer.progress.seconds - self.since <= self.seconds:
            return None
        self.since = trainer.progress.seconds
        return f"at-{trainer.progress.step:06}"


class Marks:
    """Has a report written when certain shares of a run are done."""

    def __init__(self, shares: Sequence[float], done: float = 0.0) -> None:
        """Takes the shares that come after `done`, which is done already."""
        self.left = sorted(share for share in shares if share > done)

    def __call__(self, trainer: Trainer) -> str | None:
        """Returns the name of the report that is due, by the share done."""
        if not self.left or trainer.done < self.left[0]:
            return None
        self.left.pop(0)
        return f"at-{trainer.done:.2f}"
