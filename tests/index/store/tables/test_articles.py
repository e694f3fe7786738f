"""Articles: stored exactly, handed out when they agree with their hash."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles.article import Article
from index.errors import IndexDamaged
from index.store.storage import Storage
from index.store.tables.articles import Known


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    title=st.text(st.characters(codec="utf-8"), max_size=10),
)
def test_any_text_comes_back_as_it_was(
    empty: Storage, make_article: Callable[..., Article], text: str, title: str
) -> None:
    article = make_article(text, title, id="x", author=title[::-1])
    with empty.writing():
        empty.articles.delete([7])
        empty.articles.insert(7, article, "source", "c1")
    assert empty.articles.at([7]) == {7: article}


def test_what_is_there_is_listed_by_identifier(storage: Storage) -> None:
    articles = storage.articles
    assert [(row, info.id) for row, info in articles.infos()] == [(2, "a"), (1, "b")]
    assert (articles.count(), articles.rows(), articles.is_empty()) == (2, [1, 2], False)
    assert (articles.row_of("a"), articles.row_of("c")) == (2, None)
    assert articles.at([2, 9]).keys() == {2}
    assert articles.at([]) == {}
    assert articles.origin(1) == ("/a.txt", "c1")
    assert articles.origin(9) == ("", "")
    assert articles.name_of(2) == ("a", "/b.txt")


def test_what_decides_whether_an_article_is_indexed_again(storage: Storage) -> None:
    hashed = storage.articles.at([1])[1].content_hash
    assert storage.articles.known("b") == Known(1, "/a.txt", hashed, "c1")
    assert storage.articles.of_source("/a.txt") == {"b": Known(1, "/a.txt", hashed, "c1")}
    assert storage.articles.known("nobody") is None
    assert storage.articles.of_source("/\udcff.txt") == {}  # a name that is no valid Unicode


def test_what_hangs_on_an_article_goes_with_it(storage: Storage) -> None:
    storage.articles.delete([1])
    assert storage.articles.rows() == [2]
    assert storage.passages.rows().tolist() == [4]
    assert storage.passages.vectors_of(1) == (b"", b"")


def test_an_empty_storage_has_no_articles(empty: Storage) -> None:
    assert (empty.articles.count(), empty.articles.is_empty()) == (0, True)
    assert (empty.articles.infos(), empty.articles.known("b")) == ([], None)


def test_a_damaged_article_is_left_out_and_remembered_until_it_is_mended(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    text = storage.articles.at([1])[1].text
    connection = storage.database.connection
    connection.execute("UPDATE articles SET text = 'Ice? Salt. 人民.' WHERE row = 1")
    with caplog.at_level(logging.WARNING):
        assert storage.articles.at([1, 2]).keys() == {2}
        storage.articles.at([1])
    assert len(caplog.records) == 1  # said once
    damage = storage.articles.damage_of(1)
    assert damage is not None
    assert "article b" in damage
    assert storage.articles.damaged() == [damage]
    assert storage.database.fault is None  # the others can be used
    connection.execute("UPDATE articles SET text = ? WHERE row = 1", (text,))
    assert storage.articles.damaged() == []
    assert storage.articles.damage_of(1) is None


def test_one_that_cannot_be_read_does_not_take_the_others_along(storage: Storage) -> None:
    connection = storage.database.connection
    connection.execute("UPDATE articles SET text = CAST(x'ff' AS TEXT) WHERE row = 1")
    assert storage.articles.at([1, 2]).keys() == {2}
    assert storage.articles.damage_of(1)
    with pytest.raises(IndexDamaged):
        storage.database.select("SELECT text FROM articles", (frozenset({str}),))


def test_what_was_damaged_in_another_file_is_forgotten(storage: Storage, tmp_path: Path) -> None:
    storage.database.connection.execute("UPDATE articles SET title = 'X' WHERE row = 1")
    assert storage.articles.at([1]) == {}
    assert storage.articles.damage_of(1) is not None
    storage.let_go()
    (tmp_path / "other").mkdir()
    other = Storage(tmp_path / "other")
    other.settings.set("x", 1)
    other.close()
    other.path.replace(storage.path)
    assert storage.articles.rows() == []
    assert storage.articles.damage_of(1) is None
