"""Fits what tells attributions: ``python -m qa.training.attributions NEWS POLNEAR PAGES``.

Candidates are what the rules find. Right ones are marked in the training part of the news (NEWS,
a folder) and in half A of PolNeAR (POLNEAR, its development part), whose other candidates are
wrong; candidates on pages of the web (PAGES, a folder) were judged by hand
(`attribution_labels.json`: of each page start, end, start of the cue, verdict). Writes
`qa/statements/plausibility/weights.py`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from index.articles.article import normalise_text
from qa.people.matching import same_person
from qa.statements.finding import find_candidates
from qa.statements.listing import read_articles
from qa.statements.plausibility.judging import LEAST, LEAST_OF_SPEAKER, Found, SeenIn
from qa.training.data import hash_order
from qa.training.evidence.news import TRAINING, Row, part_of, read_news

LABELS = Path(__file__).parent / "attribution_labels.json"
PLACE = Path(__file__).parents[1] / "statements" / "plausibility" / "weights.py"
RAREST = 6
"""Examples that a feature must occur in."""
RIDGE = 3.0
COUNTS = {"news": 0.15, "polnear": 1.0, "web": 2.0}
"""How much an example of each origin counts: of the news only right ones are known, and many."""
ALIKE = 0.5
STEPS, RATE = 400, 0.05
HELD_OUT = 4
"""Of the pages, every how many-th is kept to tell how it goes."""


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate, whether it is an attribution, and whether one with the right speaker."""

    features: tuple[str, ...]
    attributed: bool
    right: bool
    origin: str
    article: str


Verdict: TypeAlias = tuple[bool, bool]
"""Whether something is an attribution, and one with the right speaker."""
Judge: TypeAlias = Callable[[Found], Verdict | None]
Model: TypeAlias = tuple[float, dict[str, float]]


def examples(text: str, origin: str, article: str, judge: Judge) -> Iterator[Example]:
    """Yields the candidates of an article that can be judged."""
    found = find_candidates(text)
    seen = SeenIn(found)
    for one in found:
        verdict = judge(one) if one.features else None
        if verdict is not None:
            features = (*one.features, *seen(one.statement))
            yield Example(features, *verdict, origin, article)


def of_news(row: Row) -> Iterator[Example]:
    """Yields the candidates that a writer marked, right where the speaker is his."""
    text = normalise_text(str(row["text"]))
    golds: list[tuple[int, int, str]] = []
    for one in row["statements"]:
        start = text.find(one["text"])
        if start >= 0 and one.get("speaker"):
            golds.append((start, start + len(one["text"]), str(one["speaker"])))

    def judge(found: Found) -> Verdict | None:
        here = (found.statement.start, found.statement.end)
        best = max(golds, key=lambda gold: _alike(here, gold[:2]), default=None)
        if best is None or _alike(here, best[:2]) < ALIKE or found.statement.speaker is None:
            return None
        return True, same_person(found.statement.speaker, best[2])

    yield from examples(text, "news", str(row["id"]), judge)


def _alike(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Returns shared over joint characters of two spans."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def of_polnear(row: Mapping[str, Any]) -> Iterator[Example]:
    """Yields all candidates of an article in which every attribution is marked."""

    def judge(found: Found) -> Verdict | None:
        one = found.statement
        size = one.end - one.start
        fitting = [
            gold
            for gold in row["quotes"]
            if 2 * _shared((one.start, one.end), gold["content_spans"]) >= size
        ]
        if not fitting:
            return False, False
        speakers = [tuple(span) for gold in fitting for span in gold["speaker_spans"]]
        if one.speaker_mention is None or not speakers:
            return True, True
        return True, _shared(one.speaker_mention, speakers) > 0

    yield from examples(str(row["article"]), "polnear", str(row["id"]), judge)


def _shared(one: tuple[int, int], spans: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(one[1], end) - max(one[0], start)) for start, end in spans)


def of_page(path: Path, verdicts: Sequence[Sequence[int | None]]) -> Iterator[Example]:
    """Yields the candidates of a page that were judged."""
    right = {(start, cue): bool(verdict) for start, _, cue, verdict in verdicts}

    def judge(found: Found) -> Verdict | None:
        cue = found.statement.cue
        verdict = right.get((found.statement.start, cue[0] if cue else None))
        return None if verdict is None else (verdict, verdict)

    for article in read_articles([str(path)])[0]:
        yield from examples(article.text, "web", path.name, judge)


def fit(found: Sequence[Example], right: Sequence[bool]) -> Model:
    """Fits bias and weights by gradient ascent (Adam) on the likelihood, with L2."""
    often = Counter(feature for one in found for feature in set(one.features))
    names = sorted(feature for feature, count in often.items() if count >= RAREST)
    places = {name: place for place, name in enumerate(names)}
    columns = [[places[f] for f in set(one.features) if f in places] for one in found]
    flat = np.array([place for row in columns for place in row])
    owner = np.repeat(np.arange(len(found)), [len(row) for row in columns])
    counts = np.array([COUNTS[one.origin] for one in found])
    labels = np.array(right, dtype=np.float64)
    weights, bias = np.zeros(len(names)), 0.0
    mean, square = np.zeros(len(names) + 1), np.zeros(len(names) + 1)
    for step in range(1, STEPS + 1):
        logits = np.bincount(owner, weights[flat], len(found)) + bias
        miss = counts * (labels - 1 / (1 + np.exp(-np.clip(logits, -30, 30))))
        slope = np.bincount(flat, miss[owner], len(names)) - RIDGE * weights
        gradient = np.append(slope, miss.sum())
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        change = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights += RATE * change[:-1]
        bias += RATE * float(change[-1])
    rounded = {name: round(float(weights[place]), 2) for name, place in places.items()}
    return round(bias, 2), {name: weight for name, weight in rounded.items() if weight}


def gathered(news: Path, polnear: Path, pages: Path) -> list[Example]:
    """Returns the examples of all origins."""
    found = [
        one
        for row in read_news(news)
        if part_of(str(row["id"])) == TRAINING
        for one in of_news(row)
    ]
    for line in polnear.read_text("utf-8").splitlines()[::2]:
        found += of_polnear(json.loads(line))
    labels = json.loads(LABELS.read_text("utf-8"))
    for name in sorted(labels):
        found += of_page(pages / name, labels[name])
    return found


def probability(features: Sequence[str], model: Model) -> float:
    """Returns what a model says of a candidate."""
    return float(1 / (1 + np.exp(-model[0] - sum(model[1].get(f, 0.0) for f in set(features)))))


def told(found: Sequence[Example], attributed: Model, right: Model) -> str:
    """Returns how many of each origin are right among all, and among those that are kept."""
    lines = []
    for origin in COUNTS:
        mine = [one for one in found if one.origin == origin]
        kept = [
            one
            for one in mine
            if probability(one.features, attributed) >= LEAST
            and probability(one.features, right) >= LEAST_OF_SPEAKER
        ]
        before = sum(one.right for one in mine)
        after = sum(one.right for one in kept)
        lines.append(
            f"{origin}: right {before} of {len(mine)}, with a speaker kept {after} of {len(kept)}"
        )
    return "\n".join(lines) + "\n"


def source(attributed: Model, right: Model) -> str:
    """Returns the module that holds the weights."""
    names = sorted(attributed[1].keys() | right[1].keys())
    lines = [
        '"""What features weigh (`plausibility`); written by `qa.training.attributions`.',
        "",
        "Of each feature: what it tells of an attribution, and what of its speaker.",
        '"""',
        "",
        f"BIAS = ({attributed[0]}, {right[0]})",
        "WEIGHTS: dict[str, tuple[float, float]] = {",
        *(
            f"    {json.dumps(name, ensure_ascii=False)}: "
            f"({attributed[1].get(name, 0.0)}, {right[1].get(name, 0.0)}),"
            for name in names
        ),
        "}",
    ]
    return "\n".join([*lines, ""])


def both(found: Sequence[Example]) -> tuple[Model, Model]:
    """Fits what tells attributions, and what tells those with the right speaker."""
    return fit(found, [one.attributed for one in found]), fit(found, [one.right for one in found])


def main() -> None:
    """Fits without the pages held out, tells how it goes on them, fits on all, and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("pages", type=Path)
    options = parser.parse_args()
    found = gathered(options.news, options.polnear, options.pages)
    kept = {
        name
        for number, name in enumerate(sorted({one.article for one in found}, key=hash_order))
        if number % HELD_OUT == 0
    }
    tried = both([one for one in found if one.article not in kept])
    sys.stdout.write(told([one for one in found if one.article in kept], *tried))
    fitted = both(found)
    PLACE.write_text(source(*fitted), "utf-8")
    sys.stdout.write(f"{len(found)} examples, {len(fitted[0][1])} features\n")


if __name__ == "__main__":
    main()
