"""Door to rensa: texts that are nearly the same, told by MinHash. Pure.

A text is the set of its runs of five words (Broder, "On the resemblance and containment of
documents", 1997). Of 64 orders of all runs, each text keeps its first ones: the share of orders in
which two texts keep the same is about the share of runs that they share. Sixteen bands of four
numbers find those worth comparing: texts that share half of their runs meet in a band with a
likelihood of .64, those that share 70 % of .99.
"""

import hashlib
from typing import Final

import numpy as np
import rensa

from index.search.duplicates import shingles

_ORDERS, _BANDS = 64, 16
_SEED = 20111

RULES: Final = f"minhash-1:{_ORDERS}:{_BANDS}:{rensa.RMinHash.ALGORITHM_VERSION}"
"""Changes whenever the same text would have another signature."""

ALIKE = 0.4
"""Share of equal numbers from which on two texts are near copies."""

_FEWEST = 20
"""Runs of words below which a text is too short to be anybody's copy."""


def signature(text: str) -> bytes:
    """Return the signature of a text, 256 bytes; empty where the text is too short for one."""
    runs = [" ".join(words) for words in shingles(text)]
    if len(runs) < _FEWEST:
        return b""
    made = rensa.RMinHash(num_perm=_ORDERS, seed=_SEED)
    made.update(runs)
    return np.array(made.digest(), "<u4").tobytes()


def band_keys(signed: bytes) -> list[int]:
    """Return a key of 63 bits for each band; texts with one in common may be near copies."""
    width = len(signed) // _BANDS
    return [
        _key(number, signed[number * width : (number + 1) * width])
        for number in range(_BANDS if signed else 0)
    ]


def _key(number: int, band: bytes) -> int:
    digest = hashlib.blake2b(band, digest_size=8, salt=bytes([number])).digest()
    return int.from_bytes(digest) >> 1  # SQLite's integers have a sign


def resemblance(one: bytes, other: bytes) -> float:
    """Return about which share of their runs of words two texts have in common."""
    if not one or len(one) != len(other):
        return 0.0
    return float(np.mean(np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")))
