"""Words of passages as sparse vectors: their inner product with a question's is BM25. Pure.

Each term of each field is a dimension, named by a hash of both. In a passage it counts what BM25
makes of how often it occurs there and how long the passage is; in a question, its inverse document
frequency. The mean lengths that go into the former change with every article. Those of the time at
which a collection was made stand in for them, so that nothing need be written again, and how far a
score can be off is known (`reach`): what a search finds is a superset of the best, and its scores
are computed again from exact counts.

Two terms may share a dimension (there are four thousand million): that only makes a passage look
better.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np

from index.keeping.found import kept_by_word
from index.search.analysis import analysed
from index.search.bm25 import FIELDS, Term, saturation
from index.search.lexical_store import Entry

Weights: TypeAlias = dict[int, float]
"""A sparse vector: dimensions and what they count, above 0."""

Averages: TypeAlias = Mapping[str, float]
"""The mean number of terms in each of `FIELDS`."""

_NOTHING = 0
"""A dimension that no term has: of passages without any, for which there must be one."""

_DIMENSIONS = 2**32 - 3

_ROUNDING = 1e-4
"""How far sums of 32 bits may be off, as a share."""

_DRIFT = 1.5


@kept_by_word
def dimension(field: str, term: str) -> int:
    """Return the dimension of a term, from 1 to 2**32 - 3."""
    digest = hashlib.blake2b(f"{field}\0{term}".encode(), digest_size=8).digest()
    return 1 + int.from_bytes(digest) % _DIMENSIONS


def passage_weights(entry: Entry, averages: Averages) -> Weights:
    """Return the sparse vector of a passage; numbers of 32 bits, as they are kept."""
    found: Weights = {}
    for field, terms in analysed(entry).items():
        if not terms:
            continue
        counts = Counter(terms)
        values = saturation(list(counts.values()), len(terms), averages[field])
        for term, value in zip(counts, values.tolist(), strict=True):
            at = dimension(field, term)
            found[at] = found.get(at, 0.0) + value
    return {at: float(np.float32(value)) for at, value in found.items()} or {_NOTHING: 1.0}


def question_weights(terms: Iterable[Term]) -> Weights:
    """Return the sparse vector of the terms of a question."""
    found: Weights = {}
    for term in terms:
        at = dimension(term.field, term.text)
        found[at] = found.get(at, 0.0) + term.weight
    return found


def reach(terms: Iterable[Term], averages: Averages, assumed: Averages) -> float:
    """Return by what factor an exact score may be above an inner product, at most.

    A mean length that was taken too small makes scores too small, by no more than the ratio.
    """
    fields = {term.field for term in terms}
    ratios = [averages[field] / assumed[field] for field in fields]
    return max([1.0, *ratios]) * (1 + _ROUNDING)


def assumed_from(averages: Averages) -> dict[str, float]:
    """Return the mean lengths that a new collection takes, from those of its passages."""
    return {field: max(round(averages[field], 3), 1.0) for field in FIELDS}


def drifted(averages: Averages, assumed: Averages) -> bool:
    """Tell whether passages are so much longer or shorter now that searches look at too many."""
    now = assumed_from(averages)
    ratios = [now[field] / assumed[field] for field in FIELDS]
    return any(not 1 / _DRIFT <= ratio <= _DRIFT for ratio in ratios)
