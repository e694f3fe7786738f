"""Writes pairs to train on: ``python -m qa.training.distillation.pairs --news DIR --out FILE``.

All questions over all windows of their own article, with the speakers that the writer named and
with those that the rules find; the nearest windows of other articles; plain questions about
statements and, with `--data`, public sets, in several draws. The tuning part is beside them.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from qa.reading.windows import Window
from qa.training.batches import load_tokenizer
from qa.training.distillation.arrays import Kind, Pairs, save
from qa.training.distillation.packing import Packer
from qa.training.evidence import statement_questions
from qa.training.evidence.measure import Asked
from qa.training.evidence.news import TRAINING, TUNING, NewsSamples, part_of, read_news
from qa.training.evidence.public import PublicSamples
from qa.training.evidence.rows import Encoder
from qa.training.evidence.samples import Sample
from qa.training.model import backbone_folder

LOG = logging.getLogger(__name__)

OTHER_WINDOWS = 4
"""Windows of other articles that each question is read over."""
STATEMENT_DRAWS = 8
PUBLIC_DRAWS = 7


def add_news(packer: Packer, news: NewsSamples) -> None:
    """Adds every question over every window of its article, and over the nearest of others."""

    @cache
    def read(a: int, number: int, gold: bool) -> Window:
        article = news.articles[a]
        return article.window(number, article.gold if gold else article.found)

    for group, (a, q) in enumerate(news.questions()):
        question = news.articles[a].row["questions"][q]
        asked = question.get("rewrite") or question["question"]
        own = news.nearest(asked, a, len(news.articles[a].stretches), same=True)
        for rank, place in enumerate(own):
            for gold in (True, False):
                sample = news.over(a, q, place, read(*place, gold))
                packer.add(sample, Kind.OWN, group, rank)
        for rank, place in enumerate(news.nearest(asked, a, OTHER_WINDOWS, same=False)):
            window = read(*place, (group + rank) % 2 == 1)
            packer.add(news.over(a, q, place, window), Kind.OTHER, group, rank)


def add_statements(packer: Packer, news: NewsSamples, draws: int) -> None:
    """Adds plain questions about statements; the writer's speakers in every other draw."""
    for turn in range(draws):
        rng = random.Random(f"statements/{turn}")
        for number, article in enumerate(news.articles):
            voices = article.gold if turn % 2 else article.found
            for sample in statement_questions.draw(article, number, voices, rng):
                packer.add(sample, Kind.STATEMENT, number, turn)


def add_public(packer: Packer, draws: Iterable[Iterable[Sample]]) -> None:
    """Adds draws of public sets."""
    for turn, samples in enumerate(draws):
        for sample in samples:
            packer.add(sample, Kind.PUBLIC, rank=turn)
        LOG.info("public sets, draw %d: %d pairs", turn + 1, len(packer))


def tuning_pairs(encoder: Encoder, news: NewsSamples) -> Pairs:
    """Returns every question over every window of its article, as the product would read it."""
    packer = Packer(encoder)
    asked = []
    for group, (a, q) in enumerate(news.questions()):
        article = news.articles[a]
        asked.append(Asked.of(article.row["questions"][q]))
        for number in range(len(article.stretches)):
            sample = news.sample(a, q, (a, number), article.found)
            packer.add(sample, Kind.OWN, group, number)
    return packer.pairs(asked)


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True, nargs="+", help="folders of news")
    parser.add_argument("--data", type=Path, help="folder of the public sets; left out, news alone")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--statements", type=int, default=STATEMENT_DRAWS, help="draws of them")
    parser.add_argument("--draws", type=int, default=PUBLIC_DRAWS, help="draws of public sets")
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    encoder = Encoder(load_tokenizer(backbone_folder()))
    rows = [row for folder in options.news for row in read_news(folder)]
    news = NewsSamples(row for row in rows if part_of(row["id"]) == TRAINING)
    packer = Packer(encoder)
    add_news(packer, news)
    LOG.info("questions of %d articles: %d pairs", len(news.articles), len(packer))
    add_statements(packer, news, options.statements)
    LOG.info("statements: %d pairs", len(packer))
    if options.data:
        public = PublicSamples(options.data)
        turns = range(options.draws)
        add_public(packer, (public.draw(n, random.Random(f"public/{n}")) for n in turns))
    training = packer.pairs()
    tuning = tuning_pairs(encoder, NewsSamples(r for r in rows if part_of(r["id"]) == TUNING))
    save(options.out, {TRAINING: training, TUNING: tuning})
    for name, pairs in ((TRAINING, training), (TUNING, tuning)):
        LOG.info(
            "%s: %d pairs of %d questions and %d windows of %d tokens", name, len(pairs),
            len(pairs.question_ids.lengths), len(pairs.window_ids.lengths),
            int(pairs.window_ids.lengths.sum()),
        )  # fmt: skip


if __name__ == "__main__":
    main()
