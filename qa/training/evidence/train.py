"""Trains the evidence reader: ``python -m qa.training.evidence.train --news DIR --out DIR``.

With `--data`, also on public sets (docs/training.md). Goes on from its last checkpoint when
started again with the same `--out`.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Sequence
from functools import partial
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
from qa.training.evidence.rows import Encoder, Row, collate
from qa.training.model import backbone_folder, check_backbone, trained_state
from qa.training.trainer import Budget, Draw, Intervals, Recipe, Trainer

LOG = logging.getLogger(__name__)

MOST_ROWS = 32
"""Most windows in a batch."""


def first_reader(folder: Path, weights: Path) -> EvidenceReader:
    """Returns a reader that begins with the weights of a reader of spans."""
    reader = EvidenceReader(BertConfig.from_pretrained(str(folder)))
    state = load_reader_state(weights, read_safetensors(folder / "model.safetensors"))
    start_from(reader, {name: torch.from_numpy(array.copy()) for name, array in state.items()})
    return reader


def drawn(
    encoder: Encoder,
    recipe: Recipe,
    public: PublicSamples | None,
    news: NewsSamples,
    share: float,
    known: float = 1.0,
) -> Draw:
    """Returns what draws the batches of a round.

    `share`: of what a round takes of the public sets, how much is read. `known`: the share of the
    first writers' questions that a round reads; of those added since it reads all.
    """

    def draw(turn: int, rng: random.Random) -> list[list[Row]]:
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
        samples += public.draw(turn, rng, share) if public else []
        LOG.info("round %d: %d samples, %d of news", turn, len(samples), count)
        return list(bucketed([encoder.row(s) for s in samples], recipe.batch_tokens, rng))

    return draw


def report(trainer: Trainer, encoder: Encoder, tuning: NewsSamples, name: str) -> None:
    """Writes the averaged weights and their figures on the tuning part; all of it at the end."""
    reader, folder = trainer.averaged(), trainer.report_folder(name)
    save_file(trained_state(reader), str(folder / "average.safetensors"))
    most = 10_000 if name == "final" else 150
    trainer.write_figures(folder, over_article(reader, encoder, tuning, most))


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
    trainer.run(
        drawn(encoder, recipe, public, news, options.share, options.known),
        collate,
        partial(report, trainer, encoder, tuning),
        Intervals(options.every, trainer.progress.seconds),
    )


if __name__ == "__main__":
    main()
