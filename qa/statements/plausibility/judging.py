"""Which of the attributions that the rules found are likely to be some."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.articles.statement import Statement
from qa.statements.plausibility.quoted import LONE
from qa.statements.plausibility.weights import BIAS, WEIGHTS

LEAST = 0.2
"""Probability from which on an attribution, or a quotation without a cue, is taken for one."""
LEAST_OF_SPEAKER = 0.1
"""Probability from which on the speaker of one is named."""

_CERTAIN = frozenset(["cue say", "cue tell", "cue according"])
"""Cues that hardly ever are anything else."""
_SOMEBODY = frozenset(
    f"sort {one}"
    for one in ("name", "body's name", "person", "people", "body", "he", "she", "they")
)
_HEARD = (0, 1, 3, 8)
"""Borders of counts of certain cues in an article."""


class Found(NamedTuple):
    """A statement with the features of its attribution; none where it has no cue of its own."""

    statement: Statement
    features: tuple[str, ...] = ()


def plausible(found: Sequence[Found]) -> list[Statement]:
    """Return the statements that are likely to be some, in the order given.

    Where the speaker is unlikely one, the statement has none.
    """
    seen = SeenIn(found)
    kept: list[Statement] = []
    for one in found:
        statement = one.statement
        if one.features:
            attributed, right = probabilities([*one.features, *seen(statement)])
            if attributed < LEAST:
                continue
            if right < LEAST_OF_SPEAKER:
                statement = statement._replace(speaker=None, speaker_mention=None)
        kept.append(statement)
    return kept


def probabilities(features: Iterable[str]) -> tuple[float, float]:
    """Return how likely this is an attribution, and one with the right speaker."""
    logits = list(BIAS)
    for feature in features:
        for place, weight in enumerate(WEIGHTS.get(feature, ())):
            logits[place] += weight
    attributed, right = (1 / (1 + math.exp(-max(-30.0, min(30.0, one)))) for one in logits)
    return attributed, right


class SeenIn:
    """What the article as a whole tells of each of its attributions."""

    def __init__(self, found: Sequence[Found]) -> None:
        certain = [one for one in found if _is_certain(one.features)]
        self.heard = sum(len(certain) > border for border in _HEARD)
        cues = sum(bool(one.features) and LONE not in one.features for one in found)
        self.share = round(4 * (len(certain) + 1) / (cues + 2))  # a half where nothing is known
        self.speakers = {one.statement.speaker for one in certain}

    def __call__(self, statement: Statement) -> Iterator[str]:
        """Yield what the article tells of one of its statements."""
        yield f"heard {self.heard}"
        yield f"share {self.share}"
        if statement.speaker is not None:
            yield f"says elsewhere {statement.speaker in self.speakers}"


def _is_certain(features: Sequence[str]) -> bool:
    """Whether somebody says something: *she said*, rather than *the label says*."""
    return not _CERTAIN.isdisjoint(features) and not _SOMEBODY.isdisjoint(features)
