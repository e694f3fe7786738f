"""Articles on their way in, cut and embedded; what is embedded already is not embedded again."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from index.annotations import Annotator, Found
from index.articles.article import Article
from index.articles.details.corrections import Correction
from index.articles.passages import Passage
from index.chunking import partition as chunking
from index.errors import IndexDamaged
from index.indexing.batches.ready import ReadyArticle, embed
from index.kept_vectors import kept_vectors
from index.models.embedder import Embedder, Progress
from index.models.vectors import Vectors, decode_vectors
from index.search.near_copies import signature
from index.store.storage import Prepared, Storage
from index.store.tables.articles import Known
from index.store.tables.removed import Removed
from index.store.tables.sources import SourceStamp
from index.store.tables.subscriptions import Fetch


@dataclass(frozen=True, slots=True)
class Taken:
    """An article on its way in, with the key of its source and what it replaces.

    `removed` is what it was brought back from; `ready` what was made of it elsewhere.
    """

    article: Article
    source: str
    passages: Sequence[Passage]
    known: Known | None
    removed: Removed | None = None
    ready: ReadyArticle | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """An article ready to be stored, with its signature (`index.search.near_copies`).

    `found` is what an annotator found in it; None where none has looked yet.
    """

    prepared: Prepared
    signature: bytes
    found: Found | None


@dataclass(slots=True)
class Batch:
    """Articles on their way in, and the files that are done once they are there.

    `corrections` are what editors said of articles, by identifier, stored with them. `sent` of the
    articles are being made ready in `portions`.
    """

    articles: list[Taken] = field(default_factory=list)
    passages: int = 0
    sent: int = 0
    portions: list[Future[list[Signed]]] = field(default_factory=list)
    stamps: dict[str, SourceStamp] = field(default_factory=dict)
    fetches: list[Fetch] = field(default_factory=list)
    corrections: dict[str, tuple[Correction, ...]] = field(default_factory=dict)

    @property
    def waiting(self) -> Sequence[Taken]:
        """The articles that nobody makes ready yet."""
        return self.articles[self.sent :]

    @property
    def is_ready(self) -> bool:
        """Whether nothing need be waited for."""
        return all(one.done() for one in self.portions)

    @property
    def has_notes(self) -> bool:
        """Whether something is to be stored beside articles."""
        return bool(self.stamps or self.fetches or self.corrections)


@dataclass(frozen=True, slots=True)
class Preparing:
    """What turns articles taken into articles to be stored; the index is not touched any more.

    `kept` are the vectors that are there already, one for each article, None where there are none.
    """

    taken: Sequence[Taken]
    kept: Sequence[Vectors | None]
    embedder: Embedder
    annotator: Annotator | None

    @classmethod
    def of(
        cls,
        storage: Storage,
        embedder: Embedder,
        annotator: Annotator | None,
        taken: Sequence[Taken],
    ) -> Self:
        """Look up what is there already."""
        return cls(taken, [_kept(storage, one) for one in taken], embedder, annotator)

    def __call__(self, progress: Progress | None = None) -> list[Signed]:
        """Look through the articles and embed what is not; `progress` is called on the way."""
        looked = [self._looked(one, progress) for one in self.taken]
        texts = [
            chunking.embedding_text(one.article, passage)
            for one, own in zip(self.taken, self.kept, strict=True)
            for passage in one.passages
            if own is None
        ]
        fresh, first, made = embed(texts, self.embedder, progress), 0, []
        rows = zip(self.taken, self.kept, looked, strict=True)
        for one, own, (signed, found) in rows:
            if own is None:
                own, first = fresh[first : first + len(one.passages)], first + len(one.passages)
            prepared = Prepared(
                article=one.article,
                source=one.source,
                chunking=chunking.FINGERPRINT,
                passages=one.passages,
                vectors=own,
            )
            made.append(Signed(prepared, signed, found))
        return made

    def _looked(self, one: Taken, progress: Progress | None) -> tuple[bytes, Found | None]:
        """Return an article's signature, and what is found in it."""
        if progress:
            progress(0, len(self.taken))
        ready, annotator = one.ready, self.annotator
        signed = ready.signature if ready else signature(one.article.text)
        if ready and ready.rules is not None:
            return signed, (ready.rules, ready.statements)
        if annotator is None:
            return signed, None
        try:
            return signed, (annotator.fingerprint, annotator.annotate(one.article))
        except Exception:
            return signed, None  # looked for again, and said, once the article is safe


def made_with(storage: Storage) -> str:
    """Return what passages and vectors are made with now: how texts are cut, and the model."""
    return f"{chunking.FINGERPRINT} {storage.settings.get('embedding_fingerprint')}"


def _kept(storage: Storage, one: Taken) -> Vectors | None:
    if one.ready is not None:
        return one.ready.vectors
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
