"""How well alike questions are put together, by the least mean cosine; prints a table.

    PYTHONPATH=. python tests/benchmarks/gaps/bench_gaps.py

The questions are our own (`tests/qa/gaps/data`), taken in ten orders, since they join one after the
other. Pairs are counted: of those put together how many belong together, and of those that belong
together how many are.
"""

import json
import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from statistics import fmean

from index.models.embedding import open_embedder
from index.models.vectors import Vectors
from qa.gaps import likeness
from qa.gaps.likeness import Features, features_of, group_of
from qa.questions.question import Asks

DATA = Path(__file__).parents[2] / "qa" / "gaps" / "data" / "likeness.jsonl"
_ALIKE = Features(Asks.ANYTHING, frozenset())


def grouped(vectors: Vectors, features: Sequence[Features]) -> list[int]:
    """Return the number of the group of each question, put together one after the other."""
    groups: list[int] = []

    def features_in(group: int) -> Iterator[Features]:
        return (features[at] for at, other in enumerate(groups) if other == group)

    for place, one in enumerate(features):
        found = group_of(vectors[place], one, groups, vectors[:place], features_in)
        groups.append(place if found is None else found)
    return groups


def main() -> None:
    """Measure, print."""
    rows = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    vectors = open_embedder(None).embed_questions([row["question"] for row in rows])
    features = [features_of(row["question"]) for row in rows]
    print(f"{len(rows)} questions, {len({row['gap'] for row in rows})} gaps")
    print("rules | cosine | precision | recall")
    for rules in (False, True):
        for near in (0.70, 0.76, 0.78, 0.80, 0.82, 0.84):
            likeness.NEAR = near
            found = []
            for seed in range(10):
                order = random.Random(seed).sample(range(len(rows)), len(rows))
                used = [features[at] if rules else _ALIKE for at in order]
                groups = grouped(vectors[order], used)
                pairs = list(combinations(range(len(rows)), 2))
                together = {(a, b) for a, b in pairs if groups[a] == groups[b]}
                named = [rows[at]["gap"] for at in order]
                right = {(a, b) for a, b in pairs if named[a] == named[b]}
                both = len(together & right)
                found.append((both / len(together), both / len(right)))
            precision, recall = (fmean(values) for values in zip(*found, strict=True))
            print(f"{'yes' if rules else 'no'} | {near:.2f} | {precision:.2f} | {recall:.2f}")


if __name__ == "__main__":
    main()
