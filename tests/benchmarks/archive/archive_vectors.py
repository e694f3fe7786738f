"""Many vectors made from some real ones, and texts to go with them, for benchmarks of archives."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Passage
from index.models.embedder import Embedder, Progress
from index.models.vectors import Vectors

Halves = npt.NDArray[np.float16]

_CHUNK = 16_384


def real_or_random(path: Path | None, dimension: int = 384) -> Halves:
    """Return the vectors in a file (float16 [n, dimension]); without one, 20,000 random ones."""
    if path is not None:
        return np.load(path, mmap_mode="r")
    vectors = np.random.default_rng(20).standard_normal((20_000, dimension), dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float16)


def grown(real: Halves, size: int) -> Iterator[Halves]:
    """Yield `size` vectors, some thousand at a time: the real ones, then mixtures of two of them.

    A mixture is a real vector with 0.2 to 0.6 of another and a little noise, of unit length: as
    near to its first as passages about one thing are to each other.
    """
    chance = np.random.default_rng(23)
    for at in range(0, size, _CHUNK):
        count = min(_CHUNK, size - at)
        whole = real[at : at + count]
        mixed = count - len(whole)
        if not mixed:
            yield np.ascontiguousarray(whole)
            continue
        first, second = np.sort(chance.integers(0, len(real), (2, mixed)), axis=1)
        order = chance.permutation(mixed)
        share = chance.uniform(0.2, 0.6, (mixed, 1)).astype(np.float32)
        vectors = real[first].astype(np.float32)
        vectors += share * real[second][order].astype(np.float32)
        vectors += 0.02 * chance.standard_normal(vectors.shape, dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        yield np.concatenate([whole, vectors.astype(np.float16)])


class GivenVectors:
    """An embedder that hands out vectors in their order, and those of questions likewise.

    Args:
        passages: their vectors.
        questions: theirs.
        embedder: embeds each question for the time that it takes; None for none.
    """

    name, fingerprint = "given", "1" * 64

    def __init__(
        self, passages: Iterator[Halves], questions: Halves, embedder: Embedder | None = None
    ) -> None:
        self._embedder = embedder
        self.dimension = questions.shape[1]
        self._passages, self._questions = passages, questions
        self._left = np.empty((0, self.dimension), np.float16)
        self._asked = 0

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return float32 [len(texts), dimension]: the next ones."""
        while len(self._left) < len(texts):
            self._left = np.concatenate([self._left, next(self._passages)])
        given, self._left = self._left[: len(texts)], self._left[len(texts) :]
        return given.astype(np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension]: the next ones, from the first on again."""
        if self._embedder is not None:
            self._embedder.embed_questions(texts)
        places = (self._asked + np.arange(len(texts))) % len(self._questions)
        self._asked += len(texts)
        return self._questions[places].astype(np.float32)


def made_articles(count: int, first: int = 0) -> Iterator[Article]:
    """Yield articles of about ten passages of made-up words, as often as words of a language are.

    One in a hundred is by `Rare Author`, every second one in `Half Gazette`; dates go over years.
    """
    for number in range(first, first + count):
        chance = np.random.default_rng([21, number])
        words = chance.zipf(1.3, 500) % 40_000
        text = " ".join(
            f"w{word}." if at % 12 == 11 else f"w{word}" for at, word in enumerate(words)
        )
        day = np.datetime64("2001-01-01") + number % 9000
        info = ArticleInfo(
            id=f"a{number:07}",
            title=f"Title w{chance.integers(40_000)} {number}",
            author="Rare Author" if number % 100 == 50 else f"Author {number % 97}",
            publication="Half Gazette" if number % 2 else f"Gazette {number % 14}",
            date=str(day),
        )
        yield Article(info=info, text=text)


def cut(text: str) -> list[Passage]:
    """Return passages of four sentences, which is quicker than as articles are cut."""
    ends = [found.end() for found in re.finditer(r"(?:[^.]*\. ){4}", text)]
    edges = [0, *(end for end in ends if end < len(text)), len(text)]
    return [
        Passage(number=number, start=start, end=end)
        for number, (start, end) in enumerate(pairwise(edges))
    ]
