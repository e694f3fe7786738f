"""Articles taken out and brought back, with versions, vectors and files, over a real index."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from index.errors import UnknownArticle
from index.library.removals import KEPT_DAYS, expires
from index.models.embedder import Embedder


class WordCounts(Embedder, Protocol):
    embedded: int


TEXT = "The cranes of Port Merrow were looked at. Nobody sails before Monday."


def article(name: str, text: str = TEXT) -> Article:
    return Article(info=ArticleInfo(id=name, title=name.title(), date="2024-05-06"), text=text)


def found(index: Index) -> set[str]:
    return {hit.article.id for hit in index.search("cranes Monday", 10)}


def test_what_was_removed_comes_back_with_its_versions_and_needs_no_model(
    tmp_path: Path, word_counts: Callable[..., WordCounts]
) -> None:
    embedder = word_counts()
    small_index = Index.open(tmp_path / "index", create=True, embedder=embedder)
    small_index.add_articles(
        [
            article("quay", "What it said before."),
            article("ferry", "On Monday the cranes of a ferry went elsewhere."),
        ]
    )
    small_index.add_articles([article("quay")])
    before = small_index.article("quay")
    removal, gone = small_index.removals.remove(["quay", "nobody", "quay"], "Ada")
    assert gone == ("quay",)
    assert (removal.articles, removal.editor) == (1, "Ada")
    assert small_index.article_ids() == ["ferry"]
    assert found(small_index) == {"ferry"}
    (listed,) = small_index.removals.all()
    assert (listed.titles, listed.articles) == (("Quay",), 1)
    assert expires(listed) > listed.at
    assert small_index.versions.of("quay")  # a quote of then can still be shown
    embedded = embedder.embedded
    back = small_index.removals.bring_back(removal.token)
    assert (back.articles, back.there, back.left) == (("quay",), (), 0)
    assert embedder.embedded == embedded
    assert small_index.article("quay") == before
    assert found(small_index) == {"quay", "ferry"}
    assert len(small_index.versions.of("quay")) == 1
    assert small_index.removals.all() == []
    assert small_index.verify().ok
    small_index.close()


def test_a_removal_goes_on_and_is_brought_back_in_slices(small_index: Index) -> None:
    names = [f"a{number}" for number in range(7)]
    small_index.add_articles([article(name, f"{TEXT} {name}") for name in names])
    first, _ = small_index.removals.remove(names[:3], "Ada")
    second, gone = small_index.removals.remove(names[3:5], "Ada", first.token)
    assert second.token == first.token
    assert (second.articles, gone) == (5, ("a3", "a4"))
    other, _ = small_index.removals.remove(names[5:], "Ben", first.token)  # not Ben's
    assert other.token != first.token
    assert [one.articles for one in small_index.removals.all()] == [2, 5]
    back = small_index.removals.bring_back(first.token, 3)
    assert (back.articles, back.left) == (("a0", "a1", "a2"), 2)
    back = small_index.removals.bring_back(first.token, 3)
    assert (back.articles, back.left) == (("a3", "a4"), 0)
    with pytest.raises(UnknownArticle):
        small_index.removals.bring_back(first.token)
    assert small_index.article_count == 5


def test_what_is_there_again_is_left_as_it_is(small_index: Index) -> None:
    small_index.add_articles([article("quay")])
    removal, _ = small_index.removals.remove(["quay"], "Ada")
    small_index.add_articles([article("quay", "Another text by now.")])
    back = small_index.removals.bring_back(removal.token)
    assert (back.articles, back.there) == ((), ("quay",))
    assert small_index.article("quay").text == "Another text by now."
    assert small_index.removals.all() == []


def test_erasing_leaves_nothing_and_removing_for_good_neither(small_index: Index) -> None:
    small_index.add_articles([article("quay", "Before."), article("ferry", "Before.")])
    small_index.add_articles([article("quay"), article("ferry")])
    removal, _ = small_index.removals.remove(["quay"], "Ada")
    assert small_index.removals.forget(removal.token) == 1
    assert small_index.versions.of("quay") == []
    with pytest.raises(UnknownArticle):
        small_index.removals.bring_back(removal.token)
    with pytest.raises(UnknownArticle):
        small_index.removals.forget(removal.token)
    small_index.removals.remove(["ferry"], "Ada")
    small_index.add_articles([article("ferry")])
    small_index.remove(["ferry"])
    assert small_index.removals.all() == []
    assert small_index.versions.of("ferry") == []


def test_what_was_removed_long_ago_is_erased(small_index: Index) -> None:
    small_index.add_articles([article("quay"), article("ferry", f"{TEXT} Today.")])
    removal, _ = small_index.removals.remove(["quay"], "Ada")
    with sqlite3.connect(small_index.folder / "articles.sqlite") as database:
        database.execute("UPDATE removed_articles SET removed_at = '2020-01-01T00:00:00+00:00'")
    assert KEPT_DAYS < 1000
    assert small_index.removals.all() == []
    with pytest.raises(UnknownArticle):
        small_index.removals.bring_back(removal.token)
    assert small_index.removals.sweep() == 1
    assert small_index.removals.sweep() == 0


def test_nothing_of_what_is_asked_for_is_an_error(small_index: Index) -> None:
    small_index.add_articles([article("quay")])
    with pytest.raises(UnknownArticle, match="nobody"):
        small_index.removals.remove(["nobody"], "Ada")
    assert small_index.removals.all() == []


def test_a_damaged_removal_is_told_of_and_does_no_harm(small_index: Index) -> None:
    small_index.add_articles([article("quay"), article("ferry", f"{TEXT} Today.")])
    removal, _ = small_index.removals.remove(["quay", "ferry"], "Ada")
    with sqlite3.connect(small_index.folder / "articles.sqlite") as database:
        database.execute("UPDATE removed_articles SET data = x'00' WHERE article = 'quay'")
        database.execute("UPDATE removed_articles SET vectors = x'00' WHERE article = 'ferry'")
    assert any("removed article quay" in one for one in small_index.verify().problems)
    back = small_index.removals.bring_back(removal.token)
    assert (back.articles, back.lost) == (("ferry",), ("quay",))
    assert found(small_index) == {"ferry"}
    assert small_index.verify().ok
