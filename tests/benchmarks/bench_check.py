"""How fast a draft of 200 quotations is checked against many passages; prints a table.

    PYTHONPATH=. python tests/benchmarks/bench_check.py [--passages 100000] [--index FOLDER]

The articles are our own news, and copies of them in which every fifth word is another one, so that
words are as common as they are but no quotation occurs in a copy. The index, which is kept in
FOLDER where one is given, has no vectors worth the name: checking needs none.
"""

import argparse
import json
import lzma
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.articles.article import Article, ArticleInfo, normalise_text
from index.collection import Index
from index.models.embedder import Progress
from index.models.vectors import Vectors
from qa.checking.draft_check import check_draft
from qa.statements.stored import StatementFinder
from qa.training.evidence.news import read_news

ROOT = Path(__file__).parents[2]
QUOTATIONS = ROOT / "tests" / "qa" / "checking" / "data" / "quotations.jsonl.xz"
_WORD = re.compile(r"[^\W\d_]{3,}")


class Nothing:
    """Embeds every text as the same vector."""

    name, fingerprint, dimension = "nothing", "0" * 64, 4

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return np.full((len(texts), 4), 0.5, np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 4), 0.5, np.float32)


def articles() -> Iterator[Article]:
    """Yield the news, then copies of it without end."""
    rows = read_news(ROOT / "qa" / "training" / "news")
    vocabulary = [word for row in rows for word in _WORD.findall(row["text"])]
    rng = random.Random(13)
    copy = 0
    while True:
        for row in rows:
            text = normalise_text(row["text"])
            if copy:
                text = _WORD.sub(
                    lambda m: rng.choice(vocabulary) if rng.random() < 0.2 else m[0], text
                )
            yield Article(info=ArticleInfo(id=f"{row['id']}-{copy}", title=row["title"]), text=text)
        copy += 1


def fill(index: Index, passages: int) -> None:
    """Index articles until there are so many passages."""
    source = articles()
    while index.passage_count < passages:
        index.add_articles(next(source) for _ in range(1_500))


def main() -> None:
    """Make the index, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--index", type=Path)
    asked = parser.parse_args()
    rows = [json.loads(line) for line in lzma.decompress(QUOTATIONS.read_bytes()).splitlines()]
    draft = "\n\n".join(row["draft"] for row in rows[:200])
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.index or Path(temporary)
        with Index.open(folder, create=True, embedder=Nothing()) as index:
            fill(index, asked.passages)
            print(f"{index.article_count} articles, {index.passage_count} passages")
            started = time.process_time()
            index.phrases.current()
            print(f"pairs of words made or read in {time.process_time() - started:.2f} s")
            kept = sum(path.stat().st_size for path in (folder / "shingles").iterdir())
            print(f"pairs of words on the disk: {kept / 1e6:.0f} MB")
            check_draft(draft, index)  # statements of the articles concerned are found once
        print("run | processor s | s | quotations")
        for run in range(3):
            with Index.open(folder, embedder=Nothing(), annotator=StatementFinder()) as index:
                started, clock = time.process_time(), time.perf_counter()
                report = check_draft(draft, index)
                took, wall = time.process_time() - started, time.perf_counter() - clock
                print(f"{run + 1} | {took:.2f} | {wall:.2f} | {len(report.quotations)}")


if __name__ == "__main__":
    main()
