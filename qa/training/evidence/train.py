"""Trains the evidence reader: ``python -m qa.training.evidence.train --news DIR --out DIR``.

With `--data`, also on public sets (docs/training.md). Goes on from its last checkpoint when
started again with the same `--out`.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import BertConfig

from index.models.weights import read_safetensors
from qa.reading.trained_reader import WEIGHTS
from qa.reading.weights_format import load_reader_state
from qa.training.batches import bucketed, load_tokenizer
from qa.training.evidence import statement_questions
from qa.training.evidence.measure import over_article
from qa.training.evidence.model import EvidenceReader, loss, start_from
from qa.training.evidence.news import (
    GOLD_VOICES,
    TRAINING,
    TUNING,
    NewsSamples,
    part_of,
    read_news,
)
from qa.training.evidence.public import PublicSamples
from qa.training.evidence.rows import Encoder, collate
from qa.training.model import backbone_folder, check_backbone, trained_state
from qa.training.train import Budget, Recipe, Trainer

LOG = logging.getLogger(__name__)

MOST_ROWS = 32
"""Most windows in a batch."""


def first_reader(folder: Path, weights: Path) -> EvidenceReader:
    """Returns a reader that begins with the weights of a reader of spans."""
    reader = EvidenceReader(BertConfig.from_pretrained(str(folder)))
    state = load_reader_state(weights, read_safetensors(folder / "model.safetensors"))
    start_from(reader, {name: torch.from_numpy(array.copy()) for name, array in state.items()})
    return reader


def run(
    trainer: Trainer,
    encoder: Encoder,
    public: PublicSamples | None,
    news: NewsSamples,
    tuning: NewsSamples,
    every: float,
    share: float,
    known: float = 1.0,
) -> None:
    """Trains to the end of the budget; measures every `every` seconds and at the end.

    `share`: of what a round takes of the public sets, how much is read. `known`: the share of the
    first writers' questions that a round reads; of those added since it reads all.
    """
    progress = trainer.progress
    saved = measured = trainer.clock = time.monotonic()
    smooth = 0.0
    while trainer.budget.progress(progress) < 1:
        rng = random.Random(f"{trainer.recipe.seed}/{progress.turn}")
        samples = [
            one
            for a, q in news.questions()
            if news.is_added(a, q) or rng.random() < known
            for one in news.draw(a, q, rng)
        ]
        for number, article in enumerate(news.articles):
            voices = article.gold if rng.random() < GOLD_VOICES else article.found
            samples += statement_questions.draw(article, number, voices, rng)
        count = len(samples)
        samples += public.draw(progress.turn, rng, share) if public else []
        batches = list(
            bucketed([encoder.row(s) for s in samples], trainer.recipe.batch_tokens, rng)
        )
        LOG.info(
            "round %d: %d samples, %d of news, %d batches",
            progress.turn, len(samples), count, len(batches),
        )  # fmt: skip
        trainer.reader.train()
        for rows in batches[progress.batch :]:
            value = trainer.step(collate(rows))
            progress.batch += 1
            smooth = value if not smooth else 0.98 * smooth + 0.02 * value
            if progress.step % 50 == 0:
                LOG.info(
                    "step %d, %.3f done, loss %.3f, %.0f tokens/s",
                    progress.step, trainer.budget.progress(progress), smooth,
                    progress.tokens / max(progress.seconds, 1e-9),
                )  # fmt: skip
            if time.monotonic() - saved > 240:
                trainer.save()
                saved = time.monotonic()
            if time.monotonic() - measured > every:
                report(trainer, encoder, tuning, 150, f"at-{progress.step:06}")
                trainer.reader.train()
                measured = trainer.clock = time.monotonic()
            if trainer.budget.progress(progress) >= 1:
                break
        else:
            progress.turn += 1
            progress.batch = 0
    trainer.save()
    report(trainer, encoder, tuning, 10_000, "final")


def report(trainer: Trainer, encoder: Encoder, tuning: NewsSamples, most: int, name: str) -> None:
    """Writes the averaged weights and their figures on the tuning part."""
    reader = trainer.averaged()
    folder = trainer.out / name
    folder.mkdir(exist_ok=True)
    save_file(trained_state(reader), str(folder / "average.safetensors"))
    figures = over_article(reader, encoder, tuning, most) | {"progress": asdict(trainer.progress)}
    (folder / "report.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    LOG.info("%s: %s", name, json.dumps(figures))


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the public sets; left out, news alone")
    parser.add_argument("--news", type=Path, required=True, nargs="+", help="folders of news")
    parser.add_argument("--share", type=float, default=1.0, help="of the public sets' samples")
    parser.add_argument("--known", type=float, default=1.0, help="of the first writers' questions")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, default=WEIGHTS, help="weights to begin with")
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--tokens", type=int, default=26_000_000)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7, help="another one draws other windows")
    parser.add_argument("--peak", type=float, default=1.5e-4)
    parser.add_argument("--every", type=float, default=1800, help="seconds between figures")
    parser.add_argument("--compile", action="store_true", help="compile the encoder's graph")
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    torch.manual_seed(7)
    folder = backbone_folder()
    check_backbone(folder)
    rows = [row for one in options.news for row in read_news(one)]
    news = NewsSamples(row for row in rows if part_of(row["id"]) == TRAINING)
    tuning = NewsSamples(row for row in rows if part_of(row["id"]) == TUNING)
    LOG.info("%d articles to learn, %d to tune", len(news.articles), len(tuning.articles))
    reader = first_reader(folder, options.start)
    if options.compile:
        reader.encoder.encoder.compile(dynamic=True)
    budget = Budget(options.tokens, options.hours * 3600, options.steps)
    recipe = Recipe(peak=options.peak, seed=options.seed)
    trainer = Trainer(reader, options.out, recipe, budget, loss)
    public = PublicSamples(options.data) if options.data else None
    encoder = Encoder(load_tokenizer(folder))
    run(trainer, encoder, public, news, tuning, options.every, options.share, options.known)


if __name__ == "__main__":
    main()
