"""What in the truth disagrees with its own offsets and hashes, article by article."""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from index.articles.article import Article
from index.articles.passages import Passage
from index.errors import IndexDamaged
from index.models.vectors import decode_vectors
from index.store.storage import Storage

_TOLERANCE = 5e-3
"""How far from 1 a vector's length may be; rounding to float16 moves it by less than 1e-3."""


def partition_problems(article: Article, passages: Sequence[Passage]) -> Iterator[str]:
    """Say where passages fail to partition the text."""
    at = 0
    for number, passage in enumerate(passages):
        if passage.number != number:
            yield f"passage {passage.number} stands where {number} should"
        if passage.start != at or passage.end <= passage.start:
            yield f"passage {number} spans {passage.start}:{passage.end} after {at}"
        at = passage.end
    if at != len(article.text):
        yield f"its passages end at {at}, its text at {len(article.text)}"


def stored_vectors(
    storage: Storage, row: int, dimension: int, count: int
) -> npt.NDArray[np.float16]:
    """Return the vectors of an article, float16 [count, dimension].

    Raises:
        IndexDamaged: they are not as they were stored, or not as many.
    """
    data, digest = storage.passages.vectors_of(row)
    if hashlib.sha256(data).digest() != digest:
        raise IndexDamaged("its vectors differ from their SHA-256")
    vectors = decode_vectors(data, dimension)
    if len(vectors) != count:
        raise IndexDamaged(f"it has {len(vectors)} vectors for {count} passages")
    return vectors


def passage_problems(storage: Storage, row: int, article: Article) -> list[str]:
    """Say what is wrong with the passages of an article and their vectors; the text is sound."""
    try:
        passages = [place.passage for place in storage.passages.of(row)]
        found = list(partition_problems(article, passages))
        if not passages:
            return found
        vectors = stored_vectors(storage, row, storage.settings.dimension(), len(passages))
    except IndexDamaged as damage:
        return [str(damage)]
    lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
    if not np.all(np.abs(lengths - 1) < _TOLERANCE):
        found.append("a vector is not of unit length")
    return found


def is_sound(storage: Storage, row: int, dimension: int) -> bool:
    """Tell whether an article, its passages and its vectors are as they were stored.

    Quicker than `passage_problems`: it says nothing else.
    """
    article = storage.articles.at([row]).get(row)
    if article is None:
        return False
    try:
        spans = storage.passages.spans_of(row)
        data, digest = storage.passages.vectors_of(row)
    except IndexDamaged:
        return False
    edges = [0, *(end for _, _, end in spans)]
    partition = all(
        (number, start) == (at, edges[at]) and start < end
        for at, (number, start, end) in enumerate(spans)
    )
    return (
        partition
        and edges[-1] == len(article.text)
        and (dimension > 0 or not spans)
        and len(data) == 2 * dimension * len(spans)
        and hashlib.sha256(data).digest() == digest
    )
