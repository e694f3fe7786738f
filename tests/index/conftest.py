"""What tests of the index share: a predictable embedder, articles, and small indexes."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.annotations import Annotator
from index.articles.article import Article, ArticleInfo, article_id
from index.collection import Index
from index.models.embedder import Embedder

HERE = Path(__file__).resolve().parent


def _word_counts() -> Any:  # noqa: ANN401 - a module loaded by path, tests being no package
    spec = importlib.util.spec_from_file_location("wordcounts", HERE / "wordcounts.py")
    if spec is None or spec.loader is None:
        raise ImportError("wordcounts.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["wordcounts"] = module
    spec.loader.exec_module(module)
    return module


_MODULE = _word_counts()


@pytest.fixture(scope="session")
def word_counts() -> Callable[..., Embedder]:
    """Make an embedder that counts words."""
    made: Callable[..., Embedder] = _MODULE.WordCounts
    return made


@pytest.fixture(scope="session")
def lines() -> Annotator:
    """An annotator that takes every line for a statement."""
    made: Annotator = _MODULE.Lines()
    return made


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    """Make an article from a text and any metadata; its title names it."""

    def make(text: str, title: str = "Untitled", **info: str) -> Article:
        return Article(
            info=ArticleInfo(id=info.pop("id", article_id(title)), title=title, **info), text=text
        )

    return make


@pytest.fixture
def small_index(tmp_path: Path, word_counts: Callable[..., Embedder]) -> Iterator[Index]:
    """An empty index with the embedder that counts words."""
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        yield index
