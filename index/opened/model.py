"""The model that an index was made with, and whether what embeds here is that model."""

import secrets
import threading
from collections.abc import Sequence
from pathlib import Path

from index.chunking import partition as chunking
from index.errors import IndexMismatch
from index.models.embedder import Embedder
from index.models.embedding import open_embedder
from index.models.vectors import Vectors
from index.opened.question_vectors import QuestionVectors
from index.store.storage import Storage


class IndexModel:
    """What embeds passages and questions of one index; opened and checked on first use."""

    def __init__(
        self, folder: Path, storage: Storage, name: str | None, embedder: Embedder | None
    ) -> None:
        self._folder = folder
        self._storage = storage
        self._name = name
        self._embedder = embedder
        self._checked = False
        self._questions: QuestionVectors | None = None
        self._lock = threading.Lock()

    def check_name(self) -> None:
        """Look whether the index was made with the model of the name that was asked for.

        Raises:
            IndexMismatch: it was made with another.
        """
        made_with = self._storage.settings.get("embedding_model")
        asked = self._embedder.name if self._embedder else self._name
        if made_with and asked and asked != made_with:
            raise IndexMismatch(_mismatch(self._folder, made_with, asked))
        self._name = self._name or made_with

    def for_reading(self) -> Embedder:
        """Return what embeds questions; raises like `check_name`, also for other weights."""
        with self._lock:
            if self._embedder is None:
                name = self._name or self._storage.settings.get("embedding_model")
                self._embedder = open_embedder(name)
            if not self._checked:
                self._check(self._embedder)
                self._checked = True
            return self._embedder

    def for_writing(self) -> Embedder:
        """Return what embeds passages; a new index remembers it."""
        embedder = self.for_reading()
        settings = self._storage.settings
        if settings.get("dimension") is None:
            with self._storage.writing():
                settings.set("index_id", secrets.token_hex(16))
                settings.set("embedding_model", embedder.name)
                settings.set("embedding_fingerprint", embedder.fingerprint)
                settings.set("dimension", embedder.dimension)
        if settings.get("chunking") != chunking.FINGERPRINT:
            with self._storage.writing():
                settings.set("chunking", chunking.FINGERPRINT)
        return embedder

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension]: the vectors of questions, kept for a while."""
        embedder = self.for_reading()
        with self._lock:
            if self._questions is None:
                self._questions = QuestionVectors(embedder)
            kept = self._questions
        return kept.of(texts)

    def _check(self, embedder: Embedder) -> None:
        stored = self._storage.settings.get("embedding_fingerprint")
        if stored is None:
            self._storage.settings.check()
            return
        dimension = self._storage.settings.get("dimension")
        if (embedder.fingerprint, embedder.dimension) != (stored, dimension):
            made_with = self._storage.settings.get("embedding_model")
            asked = embedder.name
            if asked == made_with:
                asked = f"{asked} with other weights ({embedder.fingerprint[:12]})"
                made_with = f"{made_with} ({stored[:12]})"
            raise IndexMismatch(_mismatch(self._folder, made_with, asked))


def _mismatch(folder: Path, made_with: str, asked: str) -> str:
    return (
        f"The index at {folder} was made with the embedding model {made_with}, not with {asked}. "
        f"Use it with --embedding-model {made_with.split(' (')[0]}, or index the articles again "
        f"into another folder with --index."
    )
