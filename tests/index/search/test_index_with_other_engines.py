"""An index with other engines than FAISS and tantivy works from end to end."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.articles.article import Article
from index.articles.passages import Filters
from index.collection import Index
from index.models.embedder import Embedder
from index.search.engines import Engines

TEXTS = {
    "Ice": "The ice froze over the harbour in the night. Nobody sailed.",
    "Ferry": "A ferry sank in the harbour. The captain was saved.",
    "Prices": "Prices of salt rose by a tenth, and prices of fish fell.",
    "Council": "The council voted to close the old bridge for repairs.",
}
QUERIES = ["ice in the harbour", "captain saved", "salt prices", "bridge", "nothing of note"]


@pytest.fixture
def articles(make_article: Callable[..., Article]) -> list[Article]:
    return [make_article(text, title, author=f"Ann {len(title)}") for title, text in TEXTS.items()]


@pytest.fixture
def small_index(
    tmp_path: Path, word_counts: Callable[..., Embedder], small_engines: Engines
) -> Index:
    return Index.open(
        tmp_path / "small", create=True, embedder=word_counts(), engines=small_engines
    )


def _hits(index: Index) -> list[list[tuple[object, ...]]]:
    return [
        [(hit.article.id, hit.score, hit.dense, hit.lexical) for hit in hits]
        for hits in index.search_many(QUERIES, 3)
    ]


def test_it_finds_what_the_built_in_engines_find(
    tmp_path: Path,
    small_index: Index,
    word_counts: Callable[..., Embedder],
    articles: list[Article],
) -> None:
    with Index.open(tmp_path / "usual", create=True, embedder=word_counts()) as usual, small_index:
        for index in (usual, small_index):
            index.add_articles(articles[:2])
            index.add_articles(articles[2:])
        assert small_index.search("captain saved", 1)[0].article.info.title == "Ferry"
        for filters in (Filters(), Filters(author="ann 7"), Filters(author="nobody")):
            found = small_index.search_many(QUERIES, 3, filters)
            expected = usual.search_many(QUERIES, 3, filters)
            for mine, theirs in zip(found, expected, strict=True):
                assert [hit.article.id for hit in mine] == [hit.article.id for hit in theirs]
                assert [hit.score for hit in mine] == pytest.approx([hit.score for hit in theirs])


def test_it_changes_is_opened_again_and_verified(
    small_index: Index,
    word_counts: Callable[..., Embedder],
    small_engines: Engines,
    articles: list[Article],
    make_article: Callable[..., Article],
) -> None:
    folder = small_index.folder
    with small_index as index:
        index.add_articles(articles)
        index.remove([articles[1].id])
        index.add_articles([make_article("Salt is cheap. The ferry sails.", "Prices")])
        before = _hits(index)
        assert index.verify().problems == ()
        assert {path.name.split("-")[0] for path in (folder / "derived").iterdir()} == {
            "array", "entries", "manifest.json"
        }  # fmt: skip
        assert len(list((folder / "derived").iterdir())) == 3  # nothing old is left
    with Index.open(folder, embedder=word_counts(), engines=small_engines) as index:
        assert _hits(index) == before
    shutil.rmtree(folder / "derived")
    with Index.open(folder, embedder=word_counts(), engines=small_engines) as index:
        assert _hits(index) == before
        assert index.verify().ok


@pytest.mark.parametrize("kind", ["array", "entries"])
def test_damage_is_named_and_repaired(
    small_index: Index,
    word_counts: Callable[..., Embedder],
    small_engines: Engines,
    articles: list[Article],
    kind: str,
) -> None:
    folder = small_index.folder
    with small_index as index:
        index.add_articles(articles)
    (path,) = (folder / "derived").glob(f"{kind}-*")
    path.write_bytes(path.read_bytes()[:-1])
    with Index.open(folder, embedder=word_counts(), engines=small_engines) as index:
        report = index.verify()
        assert path.name in report.problems[0]
        assert index.verify(repair=True).ok
        assert index.search("salt", 1)[0].article.info.title == "Prices"


def test_what_other_engines_derived_is_derived_anew(
    small_index: Index,
    word_counts: Callable[..., Embedder],
    small_engines: Engines,
    articles: list[Article],
) -> None:
    folder = small_index.folder
    with small_index as index:
        index.add_articles(articles)
    for engines, key in ((None, "segments"), (small_engines, "array")):
        embedder = word_counts()
        with Index.open(folder, embedder=embedder, engines=engines) as index:
            assert index.search("captain", 1)[0].article.info.title == "Ferry"
            assert index.verify().ok
        assert key in json.loads((folder / "derived" / "manifest.json").read_bytes())
