"""By which words of a query its best passages are found, and what the others can add. Pure.

MaxScore (Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995): where a few
very common words together cannot make a passage as good as one that is known, passages are found by
the other words alone. All words still count for the scores.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.search.bm25 import Term, most

_COMMON = 10_000
"""Passages with a word from which on it saves time not to look for it."""

_SHARES = (0.15, 0.02)
"""What the words that are left out may add to a score together, as shares of the weight of the
heaviest word: the best passages' scores are about as much as that (docs/scale.md)."""

_ROUNDING = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Parted:
    """The places of the words that passages are found by, and the most that the others can add."""

    kept: tuple[int, ...]
    rest: float


def partings(terms: Sequence[Term], frequencies: Sequence[int]) -> Iterator[Parted]:
    """Yield ways to part the words of a query, those that leave out most first.

    Args:
        terms: of the query.
        frequencies: how many passages have each.
    """
    heaviest = max(one.weight for one in terms)
    order = sorted(range(len(terms)), key=lambda at: -frequencies[at])
    tried = 0
    for share in _SHARES:
        rest, left_out = 0.0, 0
        for at in order:
            added = most(terms[at])
            if frequencies[at] < _COMMON or rest + added > share * heaviest:
                break
            rest, left_out = rest + added, left_out + 1
        if left_out not in (0, tried):
            yield Parted(tuple(sorted(order[left_out:])), rest * _ROUNDING)
        tried = left_out
