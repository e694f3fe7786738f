"""The words of texts as numbers: a hash and a place each, a whole batch of texts at once.

A word is a run of letters and figures without case, accents and apostrophes; each character of a
script that sets no spaces is one. Equal words have equal hashes, on every machine.
"""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

_BREAK, _SKIP, _UNKNOWN = 0, 1, 2
"""What ends a word, what stands in a word and does not count, and what has not been looked up."""
_ALONE = 1 << 30
"""Set where a character is a word by itself."""
_INSIDE = frozenset("'’ʼ‘\u00ad\u200b\u200c\u200d\u2060\u0640")
_UNSPACED = ((0x0E00, 0x0E7F), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF),
             (0x20000, 0x3FFFF))  # fmt: skip
_PRIME = 0x9E3779B97F4A7C15
_AT_ONCE = 1_000_000
"""Characters hashed in one go: what is needed meanwhile takes some 40 bytes for each."""

_MASK = (1 << 64) - 1
_folded = np.full(0x110000, _UNKNOWN, np.uint32)


class Words(NamedTuple):
    """The words of a batch of texts, in order.

    `hashes` and `starts` are [n]; `texts` [n] says of which text each is, and `starts` where it
    begins there, in code points.
    """

    hashes: Hashes
    texts: Places
    starts: Places


def words_of(texts: Sequence[str]) -> Words:
    """Return the words of texts that are normalised (`index.articles.article`)."""
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    ends = np.cumsum(lengths)
    joined = "\n".join([*texts, ""])
    hashes: list[Hashes] = []
    places: list[Places] = []
    first = 0
    while first < len(joined):
        last = _border(joined, min(first + _AT_ONCE, len(joined)))
        found, at = _hashed(joined[first:last])
        hashes.append(found)
        places.append(at + first)
        first = last
    starts = np.concatenate(places) if places else np.zeros(0, np.int64)
    owners = np.searchsorted(ends, starts, side="right")
    befores = ends - lengths
    whole = np.concatenate(hashes) if hashes else np.zeros(0, np.uint64)
    return Words(whole, owners, starts - befores[owners] if len(starts) else starts)


def _border(text: str, last: int) -> int:
    """Return a place near `last` where no word is cut, if there is one."""
    while last < len(text) and not text[last - 1].isspace():
        last += 1
    return last


def _hashed(text: str) -> tuple[Hashes, Places]:
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    values = _folded[codes]
    if (values == _UNKNOWN).any():
        for code in np.unique(codes[values == _UNKNOWN]).tolist():
            _folded[code] = _fold(code)
        values = _folded[codes]
    kept = np.flatnonzero(values != _SKIP)
    values = values[kept]
    is_word = values != _BREAK
    alone = (values & _ALONE) != 0
    before = np.concatenate([[False], is_word[:-1]])
    begins = is_word & (~before | alone | np.concatenate([[False], alone[:-1]]))
    starts = np.flatnonzero(begins)
    if not len(starts):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    powers, inverses = _powers(len(values) + 1)
    # The sum over a word, moved to its beginning: the same wherever the word stands.
    sums = np.concatenate([[np.uint64(0)], np.cumsum(values.astype(np.uint64) * powers[:-1])])
    ends = np.append(starts[1:], len(values))  # breaks after a word add nothing
    found = (sums[ends] - sums[starts]) * inverses[starts]
    return _mixed(found), kept[starts].astype(np.int64)


def _powers(count: int) -> tuple[Hashes, Hashes]:
    global _cached
    if len(_cached[0]) < count:
        more = max(count, 1 << 16)
        inverse = pow(_PRIME, -1, 1 << 64)
        _cached = (_series(_PRIME, more), _series(inverse, more))
    return _cached[0][:count], _cached[1][:count]


def _series(base: int, count: int) -> Hashes:
    factors = np.full(count, base & _MASK, np.uint64)
    factors[0] = 1
    return np.cumprod(factors)


_cached: tuple[Hashes, Hashes] = (np.zeros(0, np.uint64), np.zeros(0, np.uint64))


def _mixed(values: Hashes) -> Hashes:
    """Spread what differs in few bits over all of them (splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _fold(code: int) -> int:
    character = chr(code)
    if character in _INSIDE or unicodedata.combining(character):
        return _SKIP
    plain = [c for c in unicodedata.normalize("NFKD", character.casefold()) if c.isalnum()]
    if not plain:
        return _BREAK
    value = ord(plain[0]) + 16  # apart from the three above
    return value | _ALONE if any(low <= code <= high for low, high in _UNSPACED) else value
