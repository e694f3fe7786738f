"""Which pairs a round reads, and how they are put together into batches."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from qa.training.batches import of_like_length
from qa.training.distillation.arrays import Kind, Pairs


@dataclass(slots=True)
class Group:
    """The pairs of one question of the news, by their numbers.

    Attributes:
        holding: With the evidence.
        empty: Without, nearest window first; of each window its pairs, one each way of naming
            speakers.
        other: Over windows of other articles.
    """

    holding: list[int] = field(default_factory=list)
    empty: list[list[int]] = field(default_factory=list)
    other: list[int] = field(default_factory=list)

    def draw(self, rng: random.Random, dense: bool) -> Iterator[int]:
        """Yields what a round reads of the question; more of it if `dense`."""
        count = 1 + (rng.random() < 0.5) + dense
        yield from rng.sample(self.holding, min(count, len(self.holding)))
        near, far = (1 if self.holding else 2), self.empty[2:]
        yield from (rng.choice(window) for window in self.empty[:near])
        if far and rng.random() < (0.6 if dense else 0.3):
            yield rng.choice(rng.choice(far))
        if self.other and rng.random() < (0.7 if dense else 0.35):
            yield rng.choice(self.other)


class Rounds:
    """Draws the pairs of each round."""

    def __init__(self, pairs: Pairs, *, dense: bool = False) -> None:
        """Sorts pairs by question and draw."""
        self.dense, self.length = dense, pairs.length
        self.groups = _groups(pairs)
        self._draws = [_draws(pairs, kind) for kind in (Kind.STATEMENT, Kind.PUBLIC)]

    def draw(self, turn: int, rng: random.Random) -> list[int]:
        """Returns the numbers of a round's pairs: of each question some, and a draw of the rest."""
        drawn = [number for group in self.groups for number in group.draw(rng, self.dense)]
        for draws in self._draws:
            drawn += draws[turn % len(draws)] if draws else []
        return drawn

    def batches(self, turn: int, rng: random.Random, tokens: int) -> list[list[int]]:
        """Returns a round's pairs in batches of at most `tokens` tokens and of like length."""
        drawn = self.draw(turn, rng)
        lengths = self.length.tolist()
        return list(of_like_length(drawn, lengths.__getitem__, tokens, rng, most=len(drawn)))


def _groups(pairs: Pairs) -> list[Group]:
    groups: dict[int, Group] = {}
    windows: dict[tuple[int, int], list[int]] = {}
    news = np.flatnonzero(pairs.kind <= Kind.OTHER)
    for number in news[np.lexsort((pairs.rank[news], pairs.group[news]))].tolist():
        name, rank = int(pairs.group[number]), int(pairs.rank[number])
        group = groups.setdefault(name, Group())
        if pairs.kind[number] == Kind.OTHER:
            group.other.append(number)
        elif pairs.answerable[number]:
            group.holding.append(number)
        elif (name, rank) in windows:
            windows[name, rank].append(number)
        else:
            windows[name, rank] = [number]
            group.empty.append(windows[name, rank])
    return list(groups.values())


def _draws(pairs: Pairs, kind: Kind) -> list[list[int]]:
    """Returns the pairs of each draw of a kind."""
    which = pairs.kind == kind
    turns = int(pairs.rank[which].max(initial=-1)) + 1
    return [np.flatnonzero(which & (pairs.rank == turn)).tolist() for turn in range(turns)]
