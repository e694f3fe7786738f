"""A storage with one model's settings and two articles in it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.articles.article import Article
from index.articles.passages import Passage
from index.store.storage import Prepared, Storage

DIMENSION = 4


@pytest.fixture
def prepare() -> Callable[..., Prepared]:
    """Make an article ready to be stored, cut at some places."""

    def make(article: Article, cuts: Sequence[int] = (), source: str = "/a.txt") -> Prepared:
        edges = [0, *cuts, len(article.text)]
        spans = list(pairwise(edges))
        passages = [
            Passage(number=number, start=start, end=end, heading=f"H{number}")
            for number, (start, end) in enumerate(spans)
        ]
        vectors = np.eye(DIMENSION, dtype=np.float32)[[n % DIMENSION for n in range(len(spans))]]
        return Prepared(
            article=article, source=source, chunking="c1", passages=passages, vectors=vectors
        )

    return make


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Storage]:
    """A storage with nothing in it."""
    storage = Storage(tmp_path)
    yield storage
    storage.close()


@pytest.fixture
def storage(
    empty: Storage, prepare: Callable[..., Prepared], make_article: Callable[..., Article]
) -> Storage:
    """Articles `b` (row 1, passages 1 to 3) and `a` (row 2, passage 4)."""
    ice = make_article("Ice. Salt. 人民.", "Ice", id="b", date="2020-05-01", author="Ann")
    ferry = make_article("A ferry.", "Ferry", id="a")
    with empty.writing():
        empty.settings.set("dimension", DIMENSION)
        empty.insert(1, 1, prepare(ice, (4, 10)))
        empty.insert(2, 4, prepare(ferry, source="/b.txt"))
    return empty
