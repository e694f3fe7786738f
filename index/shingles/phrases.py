"""Finds where texts stand, or nearly stand, in the articles of an index, by pairs of words."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles.article import Article
from index.shingles.hashing import Places, words_of
from index.shingles.kept import KeptSegments
from index.shingles.segment import Keys, Segment, merged, pair_keys, segment_of, word_keys
from index.store.storage import Storage

Weights: TypeAlias = npt.NDArray[np.float64]

_LOG = logging.getLogger(__name__)

_AT_ONCE = 256
"""Articles read in one go."""
_MOST_SEGMENTS = 8
_MOST_DEAD = 0.3
"""Share of articles that are gone at which segments are written anew."""
_LOOKED_UP = 20_000
"""Places of a text's pairs that are looked at, the rarest pairs first."""
_MOST_PLACES = 2_000
"""Places of a text that are named at all."""
_ROUNDING = 1e-6
_SHORT = 8
"""Words of a short text."""
_LEAST_PAIRS = 4
"""Pairs that are looked at however many places they have."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an article: its row, and code points [start, end); `end` is None at its end.

    `share` is how much of the text asked for was met there, weighted by rarity, in [0, 1].
    """

    row: int
    start: int
    end: int | None
    share: float


@dataclass(frozen=True, slots=True)
class _State:
    generation: int
    segments: tuple[Segment, ...]
    living: Places


class Phrases:
    """The pairs of words of one index, kept up with its articles. Safe to share among threads."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._kept = KeptSegments(storage.folder)
        self._lock = threading.Lock()
        self._state: _State | None = None

    def near(self, texts: Sequence[Sequence[str]], most: int) -> list[list[Place]]:
        """Return for each text the places that share most of its pairs of words, best first.

        There are at most `most`, and beyond them those that share all pairs. A short text is looked
        for by its single words, too, so that a change in each pair does not hide it.

        Args:
            texts: each as the stretches in which its words follow each other.
            most: places of a text.
        """
        state = self.current()
        words = words_of([stretch for text in texts for stretch in text])
        parts = np.cumsum([0, *(len(text) for text in texts)])
        borders = np.searchsorted(words.texts, np.arange(int(parts[-1]) + 1))
        return [
            _places(state, *_keys(words.hashes, borders[first : last + 1].tolist()), most)
            for first, last in pairwise(parts.tolist())
        ]

    def articles(self, rows: Sequence[int]) -> dict[int, Article]:
        """Return the articles of these rows; those gone or damaged are left out."""
        found: dict[int, Article] = {}
        for some in _portions(rows):
            found |= self._storage.articles.at(some)
        return found

    def current(self) -> _State:
        """Return the pairs of the articles as they are now, looking through those that are new."""
        with self._lock:
            with self._storage.reading():
                generation = self._storage.counters.state().generation
                if self._state is not None and self._state.generation == generation:
                    return self._state
                living = np.array(self._storage.articles.rows(), np.int64)
                self._state = self._brought_up(generation, living)
            return self._state

    def _brought_up(self, generation: int, living: Places) -> _State:
        identity = self._storage.settings.get("index_id")
        known = self._kept.load(identity)
        covered = np.concatenate([one.rows for _, one in known] or [np.zeros(0, np.int64)])
        missing = np.setdiff1d(living, covered)
        changed: list[tuple[str | None, Segment]] = [*known]
        if len(missing):
            changed.append((None, segment_of(self._read(missing.tolist()), missing.tolist())))
        dead = len(np.setdiff1d(covered, living))
        # How rare a pair is must not depend on articles that are not seen here.
        most_dead = 0.0 if self._storage.limited else _MOST_DEAD
        if len(changed) > _MOST_SEGMENTS or dead > most_dead * max(len(covered), 1):
            changed = [(None, merged([one for _, one in changed], living))]
        if any(name is None for name, _ in changed):
            self._keep(changed, identity)
        return _State(generation, tuple(one for _, one in changed), living)

    def _read(self, rows: Sequence[int]) -> Iterator[tuple[int, Article]]:
        for some in _portions(rows):
            yield from sorted(self._storage.articles.at(some).items())

    def _keep(self, segments: Sequence[tuple[str | None, Segment]], identity: str | None) -> None:
        if self._storage.read_only:
            return
        try:
            names = [name or self._kept.write(one) for name, one in segments]
            self._kept.publish(names, identity)
        except OSError as error:  # they are in memory, and are made again next time
            _LOG.info("The pairs of words of %s are not kept: %s", self._storage.folder, error)


def _portions(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE))


def _keys(hashes: Keys, borders: Sequence[int]) -> tuple[Keys, Keys]:
    """Return the keys of a text: of pairs in each stretch, and of the words of a short one."""
    found = [pair_keys(hashes[first:last]) for first, last in pairwise(borders)]
    if borders[-1] - borders[0] <= _SHORT:
        found.append(word_keys(hashes[borders[0] : borders[-1]]))
    return np.concatenate([low for low, _ in found]), np.concatenate([high for _, high in found])


def _places(state: _State, low: Keys, high: Keys, most: int) -> list[Place]:
    if not len(low):
        return []
    keys = np.unique(np.stack([low, high], axis=1), axis=0)
    low, high = keys[:, 0], keys[:, 1]
    ranges = [one.ranges(low, high) for one in state.segments]
    counts = sum((last - first for first, last in ranges), np.zeros(len(low), np.int64))
    blocks = sum(len(one.blocks) for one in state.segments)
    weights = np.log2(1.0 + blocks / (1.0 + counts))
    order = np.argsort(counts, kind="stable")
    seen = np.cumsum(counts[order])
    used = order[(seen <= _LOOKED_UP) | (np.arange(len(order)) < _LEAST_PAIRS)]
    whole = float(weights[used].sum())
    found = [
        place
        for one, (first, last) in zip(state.segments, ranges, strict=True)
        for place in _in_segment(one, _Looked(first, last, weights, used), state.living, most)
    ]
    found.sort(key=lambda one: (-one.share, one.row, one.start))
    best = found[:most] + [one for one in found[most:] if one.share > whole - _ROUNDING]
    return [Place(one.row, one.start, one.end, min(1.0, one.share / whole)) for one in best]


class _Looked(NamedTuple):
    """Pairs that are looked for in a segment: where their keys begin and end, what each counts."""

    first: Places
    last: Places
    weights: Weights
    used: Places


def _in_segment(segment: Segment, looked: _Looked, living: Places, most: int) -> Iterator[Place]:
    """Yield the best blocks, and all that hold all pairs; each with what the next one adds."""
    parts = [segment.blocks_at(int(looked.first[at]), int(looked.last[at])) for at in looked.used]
    blocks = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    if not len(blocks):
        return
    rows, starts = segment.blocks[:, 0], segment.blocks[:, 1]
    values = np.repeat(looked.weights[looked.used], [len(part) for part in parts])
    names, inverse = np.unique(blocks, return_inverse=True)
    shares = np.bincount(inverse, values)
    goes_on = np.zeros(len(names), bool)
    goes_on[:-1] = (names[1:] == names[:-1] + 1) & (rows[names[1:]] == rows[names[:-1]])
    shares = shares + np.where(goes_on, np.append(shares[1:], 0.0), 0.0)
    shares[~np.isin(rows[names], living)] = 0.0
    least = 0.0
    if len(names) > most:
        whole = float(looked.weights[looked.used].sum()) - _ROUNDING
        least = min(float(np.partition(shares, -most)[-most]), whole)
    for at in np.flatnonzero((shares >= least) & (shares > 0.0)).tolist()[:_MOST_PLACES]:
        block = int(names[at])
        after = block + 2 < len(rows) and rows[block + 2] == rows[block]
        end = int(starts[block + 2]) if after else None
        yield Place(int(rows[block]), int(starts[block]), end, float(shares[at]))
