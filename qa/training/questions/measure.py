"""Measures how kinds are told: ``python -m qa.training.questions.measure --news DIR``.

Prints, for the tuning part of the news and of our own questions, the share of kinds that rules
alone tell right and that rules and head do, and which kind is taken for which.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from index.models.embedding import open_embedder
from qa.answers import Kind
from qa.questions.head.question_head import built_in_head
from qa.questions.understanding import understand
from qa.training.evidence.news import TUNING, read_news
from qa.training.questions.data import Asked, confusion, of_news, our_own


def by_rules(asked: Sequence[Asked]) -> list[Kind]:
    """Returns the kinds that rules alone tell."""
    return [understand(one.text).kind for one in asked]


def by_head(asked: Sequence[Asked]) -> list[Kind]:
    """Returns the kinds that rules tell where they are certain, and the head otherwise."""
    texts = [" ".join(one.text.split()) for one in asked]
    kinds = built_in_head().kinds(texts, open_embedder().embed_questions(texts))
    return [
        understand(text, kinds=chances).kind for text, chances in zip(texts, kinds, strict=True)
    ]


def report(name: str, asked: Sequence[Asked], told: Sequence[Kind]) -> None:
    """Prints the share that is right and the table of kinds."""
    gold = [one.kind for one in asked]
    right = sum(one is other for one, other in zip(gold, told, strict=True))
    print(f"\n{name}: {right / max(1, len(gold)):.3f} of {len(gold):,} right\n")  # noqa: T201
    print("| is, told | " + " | ".join(Kind) + " |")  # noqa: T201
    print("|---" * (len(Kind) + 1) + "|")  # noqa: T201
    counts = confusion(gold, told)
    for kind in Kind:
        row = " | ".join(str(counts[kind, other]) for other in Kind)
        print(f"| {kind} | {row} |")  # noqa: T201


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True)
    options = parser.parse_args(argv)
    for name, asked in (
        ("News", of_news(read_news(options.news), TUNING)),
        ("Our own", our_own(TUNING)),
    ):
        report(f"{name}, rules alone", asked, by_rules(asked))
        report(f"{name}, rules and head", asked, by_head(asked))


if __name__ == "__main__":
    main()
