"""A segment: the pairs of words of some articles, sorted, as two arrays that never change.

An article is cut into blocks of words. A key is 20 bits of the first word's hash, 16 of the pair's
and 28 for the number of the block, so that the keys of one word and those of one pair each lie
together. What is found may be false by chance, and is compared with the text by whoever asks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.articles.article import Article
from index.shingles.hashing import Hashes, Places, words_of

BLOCK = 128
"""Words of a block."""
MOST_BLOCKS = 1 << 28

_FACTOR = np.uint64(0xD6E8FEB86659FD93)
_BATCH = 1_000_000
"""Characters of articles that are cut together."""

Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Segment:
    """Pairs of words and where they are.

    `keys` is [n], ascending; `blocks` is int64 [m, 2]: the row of an article and the code point at
    which the block begins, ascending; `rows` are all articles looked at, with words or without.
    """

    keys: Keys
    blocks: Places
    rows: Places

    def ranges(self, low: Keys, high: Keys) -> tuple[Places, Places]:
        """Return for keys without a block, `low` to `high`, where theirs begin and end."""
        return np.searchsorted(self.keys, low), np.searchsorted(self.keys, high)

    def blocks_at(self, first: int, last: int) -> Places:
        """Return the numbers of the blocks that the keys [first, last) name."""
        return (self.keys[first:last] & np.uint64(MOST_BLOCKS - 1)).astype(np.int64)


def pair_keys(hashes: Hashes) -> tuple[Keys, Keys]:
    """Return [n - 1] lowest keys of the pairs of neighbours, and the keys just above theirs."""
    low = _pairs(hashes[:-1], hashes[1:])
    return low, low + np.uint64(MOST_BLOCKS)


def word_keys(hashes: Hashes) -> tuple[Keys, Keys]:
    """Return the same for single words, whatever follows them."""
    low = (hashes >> np.uint64(44)) << np.uint64(44)
    return low, low + np.uint64(1 << 44)


def segment_of(articles: Iterable[tuple[int, Article]], rows: Sequence[int]) -> Segment:
    """Return a segment of articles by row number, ascending.

    Args:
        articles: those that can be read.
        rows: of all, those that cannot be read among them.
    """
    keys: list[Keys] = []
    blocks: list[Places] = []
    known = 0
    for batch in _batches(articles):
        found, places = _cut(batch, known)
        keys.append(found)
        blocks.append(places)
        known += len(places)
    return Segment(
        np.sort(np.concatenate(keys)) if keys else np.zeros(0, np.uint64),
        np.concatenate(blocks) if blocks else np.zeros((0, 2), np.int64),
        np.array(sorted(rows), np.int64),
    )


def merged(segments: Sequence[Segment], living: Places) -> Segment:
    """Return one segment of the articles of several that are still there."""
    keys: list[Keys] = []
    blocks: list[Places] = []
    known = 0
    for one in segments:
        stays = np.isin(one.blocks[:, 0], living)
        renumbered = np.cumsum(stays) - 1 + known
        own = (one.keys & np.uint64(MOST_BLOCKS - 1)).astype(np.int64)
        kept = stays[own]
        heads = one.keys[kept] & ~np.uint64(MOST_BLOCKS - 1)
        keys.append(heads | renumbered[own[kept]].astype(np.uint64))
        blocks.append(one.blocks[stays])
        known += int(stays.sum())
    rows = np.intersect1d(np.concatenate([one.rows for one in segments]), living)
    return Segment(np.sort(np.concatenate(keys)), np.concatenate(blocks), rows)


def _pairs(first: Hashes, second: Hashes) -> Keys:
    both = (first * _FACTOR + second) * _FACTOR
    head = (first >> np.uint64(44)) << np.uint64(44)
    return head | ((both >> np.uint64(48)) << np.uint64(28))


def _batches(articles: Iterable[tuple[int, Article]]) -> Iterable[list[tuple[int, str]]]:
    batch: list[tuple[int, str]] = []
    size = 0
    for row, article in articles:
        batch.append((row, article.text))
        size += len(article.text)
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _cut(batch: Sequence[tuple[int, str]], known: int) -> tuple[Keys, Places]:
    words = words_of([text for _, text in batch])
    if not len(words.hashes):
        return np.zeros(0, np.uint64), np.zeros((0, 2), np.int64)
    firsts = np.searchsorted(words.texts, np.arange(len(batch)))
    numbers = np.arange(len(words.hashes)) - firsts[words.texts]  # of a word in its text
    begins = numbers % BLOCK == 0
    owners = np.cumsum(begins) - 1 + known
    rows = np.array([row for row, _ in batch], np.int64)
    blocks = np.stack([rows[words.texts[begins]], words.starts[begins]], axis=1)
    # The last word of a text is followed by none: its pair is with nothing.
    after = np.append(words.hashes[1:], np.uint64(0))
    after[np.append(words.texts[1:] != words.texts[:-1], True)] = 0
    return np.unique(_pairs(words.hashes, after) | owners.astype(np.uint64)), blocks
