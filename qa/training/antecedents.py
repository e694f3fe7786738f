"""Fits whom pronouns and roles mean: ``python -m qa.training.antecedents qa/training/news``.

Reads the training part of the news, takes from each pronoun that speaks, and each quotation without
a speaker of its own, who may be meant and who is by the writer, fits a softmax over the candidates
and nobody, and writes `qa/people/antecedent_weights.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.articles.article import Span, normalise_text
from index.articles.statement import Statement
from qa.people.antecedents import NOBODY, Asked, Candidate, likeliest
from qa.people.cast import Person
from qa.people.matching import same_person
from qa.statements.finding import find_statements
from qa.training.evidence.news import TRAINING, Row, part_of, read_news

ALIKE = 0.5
"""Shared over joint characters from which on a statement found is one that the writer marked."""
LEAST = 0.4
"""Probability from which on somebody is meant: another's name is worse than none."""
LEAST_OF_ROLE = 0.6
"""The same for a role, which can keep the article's words."""
LEAST_OF_QUOTATION = 0.75
"""The same for a quotation that stands alone, of which few were marked: titles stand so, too."""
STEPS, RATE, DECAY = 500, 0.1, 2.0
PLACE = Path(__file__).parents[1] / "people" / "antecedent_weights.py"


@dataclass(frozen=True, slots=True)
class Example:
    """Who may be meant, and which candidates are by the writer: none where nobody mentioned is."""

    asked: Asked
    candidates: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]


def examples_of(row: Row) -> Iterator[Example]:
    """Yields the decisions of one article whose right answer is known."""
    text = normalise_text(str(row["text"]))
    seen: dict[int, tuple[Asked, tuple[Candidate, ...]]] = {}

    def choose(asked: Asked, candidates: Sequence[Candidate], at: int) -> Person | None:
        seen[at] = (asked, tuple(candidates))
        return likeliest(asked, candidates, at)

    golds = list(_marked(row, text))
    for statement in find_statements(text, choose=choose):
        at = statement.speaker_mention[0] if statement.speaker_mention else statement.start
        name = _speaker(statement, golds)
        if name and at in seen:
            asked, candidates = seen.pop(at)
            named = [place for place, one in enumerate(candidates) if _is(one, name)]
            yield Example(asked, tuple(one.features for one in candidates), tuple(named))


def _is(candidate: Candidate, name: str) -> bool:
    return same_person(candidate.person.name, name)


def _marked(row: Row, text: str) -> Iterator[tuple[Span, str]]:
    for one in row["statements"]:
        start = text.find(one["text"])
        if start >= 0 and one.get("speaker"):
            yield (start, start + len(one["text"])), str(one["speaker"])


def _speaker(found: Statement, golds: Sequence[tuple[Span, str]]) -> str | None:
    def alike(span: Span) -> float:
        shared = min(found.end, span[1]) - max(found.start, span[0])
        return shared / (max(found.end, span[1]) - min(found.start, span[0]))

    best = max(golds, key=lambda gold: alike(gold[0]), default=None)
    return best[1] if best is not None and alike(best[0]) >= ALIKE else None


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Fits the weights of features by gradient ascent (Adam) on the likelihood, with L2."""
    names = sorted({f for one in examples for features in one.candidates for f in features})
    places = {name: place for place, name in enumerate([NOBODY, *names])}
    rows: list[tuple[int, ...]] = []
    owner: list[int] = []
    right: list[bool] = []
    for number, one in enumerate(examples):
        for place, features in enumerate(((NOBODY,), *one.candidates)):
            rows.append(tuple(places[f] for f in features))
            owner.append(number)
            right.append(place - 1 in one.right if place else not one.right)
    matrix = np.zeros((len(rows), len(places)), dtype=np.float64)
    for place, columns in enumerate(rows):
        matrix[place, list(columns)] = 1.0
    weights = _ascent(matrix, np.array(owner), np.array(right), len(examples))
    return {name: round(float(weights[place]), 3) for name, place in places.items()}


def _ascent(matrix: np.ndarray, owner: np.ndarray, right: np.ndarray, count: int) -> np.ndarray:
    weights = np.zeros(matrix.shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = matrix @ weights
        high = np.full(count, -np.inf)
        np.maximum.at(high, owner, scores)
        odds = np.exp(scores - high[owner])
        every = np.bincount(owner, odds, count)
        those = np.bincount(owner, odds * right, count)
        gradient = matrix.T @ (odds * right / those[owner] - odds / every[owner]) - DECAY * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        change = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights += RATE * change
    return weights


def source(weights: Mapping[str, Mapping[str, float]]) -> str:
    """Returns the module that holds the weights."""
    lines = [
        '"""What features weigh (`antecedents`); written by `qa.training.antecedents`."""',
        "",
        "LEAST = {",
        *(f'    "{asked}": {_least(asked)},' for asked in weights),
        "}",
        '"""Probability from which on somebody is meant."""',
        "WEIGHTS: dict[str, dict[str, float]] = {",
    ]
    for asked, told in weights.items():
        lines += [f'    "{asked}": {{', *(f'        "{f}": {w},' for f, w in sorted(told.items()))]
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


def _least(asked: str) -> float:
    told = {Asked.QUOTATION: LEAST_OF_QUOTATION, Asked.HOLDER: LEAST_OF_ROLE}
    return {**told, Asked.BODY: LEAST_OF_ROLE}.get(Asked(asked), LEAST)


def main() -> None:
    """Fits and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    options = parser.parse_args()
    rows = [row for row in read_news(options.news) if part_of(str(row["id"])) == TRAINING]
    examples = [one for row in rows for one in examples_of(row)]
    found: dict[str, dict[str, float]] = {}
    for asked in Asked:
        mine = [one for one in examples if one.asked is asked]
        found[asked.value] = fit(mine)
        nobody = sum(not one.right for one in mine)
        sys.stdout.write(f"{asked.value}: {len(mine)}, of which nobody is meant {nobody}\n")
    PLACE.write_text(source(found), "utf-8")


if __name__ == "__main__":
    main()
