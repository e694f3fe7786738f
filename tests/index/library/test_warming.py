"""A large index is warmed beside its questions, and not after it was closed."""

from collections.abc import Callable, Iterator

import pytest

from index.articles.article import Article
from index.collection import Index
from index.opened import warming
from index.retrieval import Retriever


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
def filled(small_index: Index, make_article: Callable[..., Article]) -> Iterator[Index]:
    """An index of nine articles."""
    small_index.add_articles(
        make_article(f"The ferry of pier {number} was late.", f"Pier {number}")
        for number in range(9)
    )
    return small_index


def test_a_large_one_is_asked_for_its_own_words(
    filled: Index, searched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "LARGE", 5)
    before = filled.search("ferry")
    searched.clear()
    filled.warm()
    filled._warming.wait()
    assert len(searched) == warming._SEARCHES
    assert {one.split()[0] for one in searched} == {"The"}
    assert filled.search("ferry") == before


def test_a_small_one_is_not(filled: Index, searched: list[str]) -> None:
    filled.warm()
    filled._warming.wait()
    assert searched == []


def test_it_ends_with_the_index(
    filled: Index, searched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "LARGE", 5)
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
