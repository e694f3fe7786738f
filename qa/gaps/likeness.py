"""Which questions are alike: those of near vectors that do not ask for different things.

Vectors alone take "Who won the election?" and "How many people voted in the election?" for one
question, and the flood of 1997 for that of 2013. So two questions are never alike where each has a
name or a number that the other lacks, or where they ask for things of different sorts (a person, a
day, a place, a number, a reason). Of the groups that are left a question joins the one whose
questions are nearest to it on average, from `NEAR` on; docs/gaps.md has the figures.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from index.errors import PullquoteError
from index.models.vectors import Vectors
from qa.questions.question import Asks
from qa.questions.understanding import understand
from qa.text.words import fold, words

NEAR = 0.80
"""The least mean cosine of a question and the questions of a group that it joins."""


class Features(NamedTuple):
    """What two questions may contradict each other in: the sort of thing asked for, and names."""

    asks: Asks
    names: frozenset[str]

    def contradict(self, other: "Features") -> bool:
        """Whether a question of these features asks for something else than the other."""
        if self.asks is not other.asks and Asks.ANYTHING not in (self.asks, other.asks):
            return True
        return bool(self.names - other.names and other.names - self.names)


def features_of(question: str) -> Features:
    """Return what a question that stands alone is compared by, beside its vector."""
    try:
        understood = understand(question)
    except PullquoteError:  # without a word that can be asked for
        return Features(Asks.ANYTHING, frozenset())
    speakers = understood.speakers if understood.named else ()
    named = (word.text for name in (*understood.names, *speakers) for word in words(name))
    return Features(understood.asks, frozenset(map(fold, named)))


def group_of(
    vector: Vectors,
    features: Features,
    groups: Sequence[int],
    vectors: Vectors,
    features_in: Callable[[int], Iterable[Features]],
) -> int | None:
    """Return the number of the group that a question joins; None where none is near enough.

    Args:
        vector: float32 [dimension], of unit length.
        features: Of the question.
        groups: For each question that is kept, the number of its group.
        vectors: float32 [len(groups), dimension]: theirs.
        features_in: Gives the features of the questions of a group.
    """
    if not groups:
        return None
    numbers, places = np.unique(np.asarray(groups), return_inverse=True)
    means = np.bincount(places, weights=vectors @ vector) / np.bincount(places)
    for place in np.argsort(-means, kind="stable"):
        if means[place] < NEAR:
            return None
        if not any(one.contradict(features) for one in features_in(int(numbers[place]))):
            return int(numbers[place])
    return None
