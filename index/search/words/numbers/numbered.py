"""Terms as numbers: which passages have which, without their texts. Pure.

A term of a field is known by a key, 64 bits of a hash of both, so that files of terms can be put
together without the terms themselves. Of a million different terms, two share a key with a chance
of 1 to 37 million; where two of one file do, it is not written.
"""

import itertools
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles.rows import NO_ROWS, Rows, of_runs
from index.search.bm25 import FIELDS

Keys: TypeAlias = npt.NDArray[np.uint64]
"""uint64 [n]: keys of terms."""

Numbers: TypeAlias = npt.NDArray[np.uint32]
"""uint32 [n]: places of terms in a vocabulary."""


@lru_cache(maxsize=4096)
def key_of(field: str, term: str) -> int:
    """Return the key of a term in a field."""
    return _key_of(field, term)


def _key_of(field: str, term: str) -> int:
    text = f"{field}\0{term}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Numbered:
    """The terms of some passages.

    `rows` ascend. `lengths` int64 [rows, fields]: how many terms each field of `FIELDS` has.
    `vocabulary`: keys, ascending. `terms`: of all rows one after the other, the terms of each field
    in turn, as places in the vocabulary.
    """

    rows: Rows
    lengths: npt.NDArray[np.int64]
    vocabulary: Keys
    terms: Numbers

    @property
    def starts(self) -> npt.NDArray[np.int64]:
        """int64 [rows + 1]: where the terms of each row begin, and where all end."""
        return np.concatenate([NO_ROWS, [0], np.cumsum(self.lengths.sum(axis=1))]).astype(np.int64)

    def among(self, places: npt.NDArray[np.intp]) -> "Numbered":
        """Return the passages at some places; the vocabulary stays as it is."""
        starts = self.starts
        which = of_runs(starts[places], starts[places + 1] - 1)
        return Numbered(self.rows[places], self.lengths[places], self.vocabulary, self.terms[which])


class Numbering:
    """Takes the terms of passages, one after the other."""

    def __init__(self) -> None:
        count = itertools.count()
        self._numbers: Mapping[str, dict[str, int]] = {
            field: defaultdict(count.__next__) for field in FIELDS
        }
        self._rows, self._lengths, self._terms = array("q"), array("q"), array("I")

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, row: int, terms: Mapping[str, Sequence[str]]) -> None:
        """Take a passage, of which `terms` are by field."""
        self._rows.append(row)
        for field, numbers in self._numbers.items():
            found = terms[field]
            self._lengths.append(len(found))
            self._terms.extend(map(numbers.__getitem__, found))

    def taken(self) -> Numbered | None:
        """Return what was taken; None where two terms share a key, or a row comes twice."""
        keys = np.empty(sum(map(len, self._numbers.values())), np.uint64)
        for field, numbers in self._numbers.items():
            for term, number in numbers.items():
                keys[number] = _key_of(field, term)
        order = np.argsort(keys)
        places = np.empty(len(keys), np.uint32)
        places[order] = np.arange(len(keys), dtype=np.uint32)
        found = Numbered(
            np.array(self._rows, np.int64),
            np.array(self._lengths, np.int64).reshape(-1, len(FIELDS)),
            keys[order],
            places[np.frombuffer(self._terms, np.uint32)] if self._terms else NO_TERMS,
        )
        if not (found.vocabulary[1:] > found.vocabulary[:-1]).all():
            return None
        return in_order([found])


NO_TERMS: Numbers = np.empty(0, np.uint32)


def in_order(parts: Sequence[Numbered]) -> Numbered:
    """Return the passages of all parts, in the order of their rows; of a row's, the first."""
    vocabulary = parts[0].vocabulary
    for one in parts[1:]:
        vocabulary = np.union1d(vocabulary, one.vocabulary)
    terms = [
        np.searchsorted(vocabulary, one.vocabulary).astype(np.uint32)[one.terms] for one in parts
    ]
    found = Numbered(
        np.concatenate([one.rows for one in parts]),
        np.concatenate([one.lengths for one in parts]),
        vocabulary,
        np.concatenate(terms),
    )
    if (found.rows[1:] > found.rows[:-1]).all():
        return found
    _, places = np.unique(found.rows, return_index=True)
    return found.among(places)
