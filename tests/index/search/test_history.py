"""The same articles give the same hits and scores, whatever the index went through before."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import retrieval
from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from index.models.embedder import Embedder

Embedders = Callable[..., Embedder]
Content = tuple[str, int, str]
"""Title, number of the author, text."""

SENTENCES = [
    "The ice froze over the harbour in the night.",
    "A ferry sank!",
    "Prices of ice rose by 3.5 % and prices of salt fell.",
    "人民银行宣布了新的政策。",
    "The harbour was closed; the ferry, the captain said, was not.",
    "Nothing.",
]
QUERIES = ["ice in the harbour", "the ferry", "人民银行 prices", "captain", "nothing of note"]
FILTERS = [Filters(), Filters(author="Author 1")]

_CONTENT = st.tuples(
    st.sampled_from(["", "Ice", "The ferry", "Harbour news"]),
    st.integers(0, 2),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=60).map(" ".join),
)
_NAMES = st.sampled_from([f"n{number}" for number in range(12)])
_PUT = st.tuples(st.just("put"), st.dictionaries(_NAMES, _CONTENT, min_size=1, max_size=8))
_REMOVE = st.tuples(
    st.just("remove"), st.dictionaries(_NAMES, st.just(("", 0, "")), min_size=1, max_size=4)
)
STEPS = st.lists(st.one_of(_PUT, _PUT, _REMOVE), min_size=2, max_size=6)


def _article(name: str, content: Content) -> Article:
    title, author, text = content
    return Article(
        info=ArticleInfo(id=name, title=title or None, author=f"Author {author}"), text=text
    )


def answers(index: Index) -> list[tuple[object, ...]]:
    """Everything a reader of the index is told."""
    return [
        (query, hit.rank, hit.score, hit.article, hit.passage, hit.dense, hit.lexical, hit.also_in)
        for query in QUERIES
        for filters in FILTERS
        for hit in index.search(query, 4, filters)
    ]


@contextmanager
def _fresh(model: dict[str, Content], embedder: Embedder) -> Iterator[Index]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(folder, create=True, embedder=embedder) as index,
    ):
        index.add_articles(_article(*item) for item in sorted(model.items()))
        yield index


@pytest.fixture
def few_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small indexes have more passages than a search looks at."""
    monkeypatch.setattr(retrieval, "CANDIDATES", 6)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
@pytest.mark.usefixtures("few_candidates")
def test_hits_do_not_depend_on_history(
    steps: list[tuple[str, dict[str, Content]]], word_counts: Embedders
) -> None:
    model: dict[str, Content] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(folder, create=True, embedder=word_counts()) as index,
    ):
        for action, content in steps:
            if action == "put":
                index.add_articles(_article(*item) for item in content.items())
                model |= content
            else:
                index.remove(name for name in content if name in model)
                model = {name: one for name, one in model.items() if name not in content}
        with _fresh(model, word_counts()) as fresh:
            assert answers(index) == answers(fresh)


def _some_articles() -> dict[str, Content]:
    return {
        f"n{number}": ("Ice" if number % 3 else "", number % 3, " ".join(SENTENCES[number % 5 :]))
        for number in range(20)
    }


@pytest.mark.usefixtures("few_candidates")
def test_what_a_killed_writer_left_does_not_count(tmp_path: Path, word_counts: Embedders) -> None:
    model = _some_articles()
    with _fresh(model, word_counts()) as fresh:
        expected = answers(fresh)
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        index.add_articles(_article(*item) for item in model.items())
        storage = index._storage

        class Killed(Exception):
            """Stands for the end of the process between the derived files and the truth."""

        def killed() -> None:
            raise Killed

        storage.writing, kept = killed, storage.writing  # type: ignore[method-assign,assignment]
        with pytest.raises(Killed):
            index.add_articles([_article("x", ("Ice", 1, "The ice sank the ferry. " * 40))])
        storage.writing = kept  # type: ignore[method-assign]
        view = index._generations.covering(storage.counters.state())
        assert view is not None
        assert view.words.count > index.passage_count
        assert answers(index) == expected


@pytest.mark.usefixtures("few_candidates")
def test_an_index_derived_again_answers_the_same(tmp_path: Path, word_counts: Embedders) -> None:
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        index.add_articles(_article(*item) for item in _some_articles().items())
        index.remove(["n3", "n11", "n12"])
        before = answers(index)
    shutil.rmtree(tmp_path / "index" / "derived")
    with Index.open(tmp_path / "index", embedder=word_counts()) as index:
        assert answers(index) == before
