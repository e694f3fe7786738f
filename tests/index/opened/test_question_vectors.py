from collections.abc import Sequence

import numpy as np

from index.keeping.store import Kept
from index.models.embedder import Progress
from index.models.vectors import Vectors
from index.opened.question_vectors import QuestionVectors


class Lengths:
    """Embeds a text as its length; remembers what it was asked."""

    name, fingerprint, dimension = "lengths", "lengths-1", 1

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_questions(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text)] for text in texts], np.float32)


def test_a_question_is_embedded_once() -> None:
    embedder = Lengths()
    kept = QuestionVectors(embedder, Kept())
    assert kept.of(["a", "bbb", "a"]).tolist() == [[1], [3], [1]]
    assert kept.of(["bbb", "cc"]).tolist() == [[3], [2]]
    assert embedder.asked == ["a", "bbb", "cc"]
    assert kept.of([]).shape == (0, 1)


def test_the_oldest_are_forgotten() -> None:
    embedder = Lengths()
    kept = QuestionVectors(embedder, Kept(10_000))  # each takes about 1,200 bytes
    kept.of(["first"])
    kept.of([f"question {n}" for n in range(10)])
    kept.of(["first"])
    assert embedder.asked.count("first") == 2
