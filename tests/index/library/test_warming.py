"""A large index is warmed beside its questions, and not after it was closed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.articles.article import Article
from index.collection import Index
from index.models.embedder import Embedder
from index.opened import warming
from index.retrieval import Retriever
from index.search.engines import Engines
from index.search.faiss_store import FaissEngine
from index.search.segments.limits import Limits
from index.search.tantivy_store import TantivyEngine


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was searched for, whoever did."""
    asked: list[str] = []
    search = Retriever.search

    def counted(self: Retriever, query: str, *rest: object) -> object:
        asked.append(query)
        return search(self, query, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Retriever, "search", counted)
    return asked


@pytest.fixture
def articles(make_article: Callable[..., Article]) -> list[Article]:
    """Nine articles."""
    return [
        make_article(f"The ferry of pier {number} was late.", f"Pier {number}")
        for number in range(9)
    ]


@pytest.fixture
def filled(
    tmp_path: Path, word_counts: Callable[..., Embedder], articles: list[Article]
) -> Iterator[Index]:
    """An index of them, which is large."""
    engines = Engines(FaissEngine(Limits(exact=5)), TantivyEngine())
    with Index.open(
        tmp_path / "large", create=True, embedder=word_counts(), engines=engines
    ) as index:
        index.add_articles(articles)
        yield index


def test_a_large_one_is_asked_for_its_own_words(filled: Index, searched: list[str]) -> None:
    before = filled.search("ferry")
    searched.clear()
    filled.warm()
    filled._warming.wait()
    assert len(searched) == warming._SEARCHES
    assert {one.split()[0] for one in searched} == {"The"}
    assert filled.search("ferry") == before


def test_a_small_one_is_not(
    small_index: Index, articles: list[Article], searched: list[str]
) -> None:
    small_index.add_articles(articles)
    small_index.warm()
    small_index._warming.wait()
    assert searched == []


def test_it_ends_with_the_index(
    filled: Index, searched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    list_them = warming.Warming._search

    def closing(self: warming.Warming, *what: int) -> None:
        list_them(self, *what)
        self._background._stopping = True  # as `close` says while this thread goes on

    monkeypatch.setattr(warming.Warming, "_search", closing)
    filled.warm()
    filled._warming.wait()
    assert len(searched) == 1
    filled.close()
    filled.warm()
    filled._warming.wait()
    assert len(searched) == 1
