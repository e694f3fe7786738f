"""Trains the reader: ``python -m qa.training.train --data DIR --out DIR --hours H``.

Goes on from its last checkpoint when started again with the same `--out`.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, distributed

from qa.training.batches import Batch, Encoder, Row, bucketed, collate, load_tokenizer
from qa.training.data import Question, Split, load_sets, passages_of, split_sets
from qa.training.evaluate_reader import auroc, by_source, em_f1, read
from qa.training.mixture import round_questions, round_rows
from qa.training.model import (
    ReaderNetwork,
    backbone_folder,
    check_backbone,
    reader_from_backbone,
    trained_state,
)
from qa.training.negatives import Negatives
from qa.training.quantise import export
from qa.training.trainer import Budget, Marks, Recipe, Trainer


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

    def draw(turn: int, rng: random.Random) -> list[list[Row]]:
        rows = round_rows(round_questions(train, makers, turn, rng), encoder, rng)
        batches = list(bucketed(rows, trainer.recipe.batch_tokens, rng))
        whole = len(batches) // trainer.world * trainer.world
        return batches[trainer.rank : whole : trainer.world]

    def report(name: str) -> None:
        asked, refused = (4, 10) if name == "final" else (12, 40)
        write_report(trainer, encoder, dev[::asked], negatives[::refused], name)

    trainer.run(draw, collate, report, Marks(marks, trainer.done))


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
    reader, folder = trainer.averaged(), trainer.report_folder(name)
    save_file(trained_state(reader), str(folder / "average.safetensors"))
    save_file(trained_state(trainer.reader), str(folder / "last.safetensors"))
    export(trained_state(reader), folder / "reader.safetensors")
    trainer.write_figures(folder, dev_report(reader, encoder, dev, negatives))


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
    loss = partial(reading_loss, answerable_weight=recipe.answerable_weight)
    trainer = Trainer(reader, options.out, recipe, budget, loss)
    run(trainer, sets, Encoder(load_tokenizer(folder)), marks=(0.4, 0.7))


if __name__ == "__main__":
    main()
