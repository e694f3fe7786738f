from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.keeping.store import OF_A_TEXT, OF_A_VALUE, Kept
from index.models.embedder import Progress
from index.models.vectors import Vectors
from qa.evidence.similarity import Similarity

TWO = Kept(2 * (OF_A_TEXT + OF_A_VALUE + 700))
"""Holds the vectors of two texts of a letter."""


class Counted:
    """Vectors of letters; remembers what it was asked to embed."""

    name, fingerprint, dimension = "counted", "0" * 64, 26

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += texts
        rows = np.array([[text.count(chr(97 + n)) for n in range(26)] for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages([text[::-1] for text in texts])


def test_cosines_are_in_the_order_of_the_texts() -> None:
    similar = Similarity(Counted(), Kept())
    # "ab" and "abb": (1 + 2) / (sqrt(2) * sqrt(5))
    assert similar("ab", ["c", "abb", "ab", "abb"]) == pytest.approx(
        [0, 3 / 10**0.5, 1, 3 / 10**0.5], abs=1e-6
    )
    assert similar("ab", []) == []


def test_each_text_is_embedded_once() -> None:
    embedder = Counted()
    similar = Similarity(embedder, Kept())
    first = similar("abc", ["abc", "b", "b"])
    assert similar("abc", ["b", "abc"]) == [first[1], first[0]]
    assert embedder.embedded == ["cba", "abc", "b"]


def test_what_was_used_longest_ago_is_forgotten() -> None:
    embedder = Counted()
    similar = Similarity(embedder, TWO)
    similar("q", ["a"])
    similar("q", ["b"])  # now "q" and "b" are kept
    similar("q", ["a"])
    assert embedder.embedded == ["q", "a", "b", "a"]


def test_threads_get_the_same_numbers() -> None:
    similar = Similarity(Counted(), TWO)
    texts = ["a", "ab", "abc", "b", "bc"] * 4
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda _: similar("ab", texts), range(50)))
    assert all(row == rows[0] for row in rows)
