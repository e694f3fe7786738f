"""An embedder and an annotator that a person can predict."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from index.articles.article import Article
from index.articles.statement import Statement, StatementKind
from index.models.embedder import Progress
from index.models.vectors import Vectors


class WordCounts:
    """Each word adds 1 to one of 64 places, chosen by its CRC-32; then the length becomes 1."""

    def __init__(self, name: str = "word-counts", fingerprint: str = "1" * 64) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = 64
        self.embedded = 0

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += len(texts)
        return self.embed_questions(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        counts = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                counts[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), np.float32)


class Lines:
    """An annotator: every line is a statement of nobody's."""

    fingerprint = "lines-1"

    def annotate(self, article: Article) -> list[Statement]:
        return [
            Statement(start=found.start(), end=found.end(), kind=StatementKind.INDIRECT)
            for found in re.finditer(r"[^\n]+", article.text)
        ]

    telling_rules = "lines-1 told"

    def tell(self, article: Article | None, statements: Sequence[Statement]) -> str:
        return str([(one.start, one.end) for one in statements])
