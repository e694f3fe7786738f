"""Articles on their way in, cut and embedded; what is embedded already is not embedded again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.articles.article import Article
from index.articles.passages import Passage
from index.chunking import partition as chunking
from index.errors import IndexDamaged
from index.kept_vectors import kept_vectors
from index.models.embedder import Embedder
from index.models.vectors import Vectors, decode_vectors
from index.store.storage import Prepared, Storage
from index.store.tables.articles import Known
from index.store.tables.removed import Removed
from index.store.tables.sources import SourceStamp
from index.store.tables.subscriptions import Fetch

_EMBEDDED_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Taken:
    """An article on its way in, with the key of its source and what it replaces.

    `removed` is what it was brought back from.
    """

    article: Article
    source: str
    passages: list[Passage]
    known: Known | None
    removed: Removed | None = None


@dataclass(slots=True)
class Batch:
    """Articles on their way in, and the files that are done once they are there."""

    articles: list[Taken] = field(default_factory=list)
    passages: int = 0
    stamps: dict[str, SourceStamp] = field(default_factory=dict)
    fetches: list[Fetch] = field(default_factory=list)


def prepared(
    storage: Storage, embedder: Callable[[], Embedder], taken: Sequence[Taken]
) -> list[Prepared]:
    """Return articles ready to be stored. `embedder` is called once."""
    vectors = _embed(storage, embedder(), taken)
    found, first = [], 0
    for one in taken:
        own = vectors[first : first + len(one.passages)]
        first += len(one.passages)
        found.append(
            Prepared(
                article=one.article,
                source=one.source,
                chunking=chunking.FINGERPRINT,
                passages=one.passages,
                vectors=own,
            )
        )
    return found


def made_with(storage: Storage) -> str:
    """Return what passages and vectors are made with now: how texts are cut, and the model."""
    return f"{chunking.FINGERPRINT} {storage.settings.get('embedding_fingerprint')}"


def _embed(storage: Storage, embedder: Embedder, taken: Sequence[Taken]) -> Vectors:
    kept = [_kept(storage, one) for one in taken]
    texts = [
        chunking.embedding_text(one.article, passage)
        for one, own in zip(taken, kept, strict=True)
        for passage in one.passages
        if own is None
    ]
    # In slices: the tokens of a whole book at once would need gigabytes.
    slices = range(0, len(texts), _EMBEDDED_AT_ONCE)
    none = np.empty((0, embedder.dimension), np.float32)
    fresh = np.concatenate(
        [none, *(embedder.embed_passages(texts[at : at + _EMBEDDED_AT_ONCE]) for at in slices)]
    )
    vectors, first = [none], 0
    for one, own in zip(taken, kept, strict=True):
        size = 0 if own is not None else len(one.passages)
        vectors.append(fresh[first : first + size] if own is None else own)
        first += size
    return np.concatenate(vectors)


def _kept(storage: Storage, one: Taken) -> Vectors | None:
    if one.removed is not None:
        return _brought_back(storage, one.removed, len(one.passages))
    if one.known is None:
        return None
    return kept_vectors(storage, one.known.row, one.article, one.passages)


def _brought_back(storage: Storage, removed: Removed, count: int) -> Vectors | None:
    if removed.vectors is None or removed.made_with != made_with(storage):
        return None
    try:
        vectors = decode_vectors(removed.vectors, storage.settings.dimension())
    except IndexDamaged:
        return None
    return vectors.astype(np.float32) if len(vectors) == count else None
