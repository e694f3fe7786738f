"""Everything stored is read again, and what is derived is compared with the truth."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.articles.article import Article
from index.articles.passages import Passage
from index.errors import IndexDamaged
from index.store.generations import Generations
from index.store.storage import Storage, decode_vectors

_TOLERANCE = 5e-3
"""How far from 1 a vector's length may be; rounding to float16 moves it by less than 1e-3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What a verification found. `repaired` names what was made again from the truth."""

    ok: bool
    problems: tuple[str, ...]
    repaired: tuple[str, ...]
    articles: int
    passages: int

    def to_json(self) -> dict[str, object]:
        """Return the report for programs."""
        return {
            "ok": self.ok,
            "problems": list(self.problems),
            "repaired": list(self.repaired),
            "articles": self.articles,
            "passages": self.passages,
        }


def verify(storage: Storage, generations: Generations, *, repair: bool = False) -> VerifyReport:
    """Check the truth against its own hashes and what is derived against the truth.

    Args:
        storage: the truth.
        generations: what is derived.
        repair: make what is derived again where it is wrong. The truth is never changed.

    `ok` says how things stand afterwards.
    """
    problems = storage.integrity_problems()
    if not problems:
        problems += truth_problems(storage)
    sound = not problems
    # An index that was never written to may have nothing derived yet.
    derived = list(generations.problems()) if sound and storage.state().generation else []
    repaired: list[str] = []
    if derived and repair:
        with generations.writer():
            generations.rebuild()
        repaired, derived = derived, list(generations.problems())
    problems += derived
    articles, passages = storage.counts() if sound else (0, 0)
    return VerifyReport(
        ok=not problems,
        problems=tuple(problems),
        repaired=tuple(repaired),
        articles=articles,
        passages=passages,
    )


def truth_problems(storage: Storage) -> Iterator[str]:
    """Say what in the truth disagrees with its own offsets, hashes and settings."""
    dimension = storage.setting("dimension") or 0
    with storage.reading():
        for row in storage.article_rows():
            article = storage.articles_at([row])[row]
            name = f"article {article.id}"
            if storage.content_hash(row) != article.content_hash:
                yield f"{name}: its text or metadata differ from the content hash"
            passages = [place.passage for place in storage.places_of(row)]
            yield from (f"{name}: {what}" for what in partition_problems(article, passages))
            data, digest = storage.vectors_of(row)
            yield from (
                f"{name}: {what}"
                for what in _vector_problems(data, digest, dimension, len(passages))
            )


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


def _vector_problems(data: bytes, digest: bytes, dimension: int, count: int) -> Iterator[str]:
    if hashlib.sha256(data).digest() != digest:
        yield "its vectors differ from their SHA-256"
        return
    if not count and not data:
        return
    try:
        vectors = decode_vectors(data, dimension).astype(np.float32)
    except IndexDamaged as error:
        yield str(error)
        return
    if len(vectors) != count:
        yield f"it has {len(vectors)} vectors for {count} passages"
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(lengths - 1) < _TOLERANCE):
        yield "a vector is not of unit length"
