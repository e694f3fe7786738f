"""Categories in an index: found, counted, corrected, and kept by indexes of before."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.details.corrections import Change
from index.articles.passages import Filters
from index.collection import Index
from index.correction_sheets import read_sheet
from index.library.listing import Wish
from index.models.embedder import Embedder
from tests.index.older_schema import undo_from

FILED = {"quay": ("Docks & Piers", "Local"), "ferry": ("Local", "Größe"), "fair": ()}


def _article(name: str) -> Article:
    info = ArticleInfo(id=name, title=name.title(), categories=FILED[name])
    return Article(info=info, text=f"The {name} opened on Monday. Everybody in town was there.")


@pytest.fixture
def index(small_index: Index) -> Index:
    small_index.add_articles(map(_article, FILED))
    return small_index


def _ids(index: Index, **wish: object) -> set[str]:
    return {one.info.id for one in index.library.page(Wish(**wish)).articles}  # type: ignore[arg-type]


def test_they_are_stored_and_make_another_article_of_it(index: Index) -> None:
    assert {one: index.article(one).info.categories for one in FILED} == FILED
    assert {info.id: info.categories for info in index.articles()} == FILED
    assert index.add_articles(map(_article, FILED)).unchanged == len(FILED)
    assert index.article("quay").to_json()["categories"] == ["Docks & Piers", "Local"]
    assert "categories" not in index.article("quay").info.to_json()  # the contract's object
    assert index.verify().ok


def test_a_search_looks_only_at_those_of_a_category(index: Index) -> None:
    def found(words: str) -> set[str]:
        hits = index.search("opened", filters=Filters(category=words))
        return {hit.article.id for hit in hits}

    assert found("local") == {"quay", "ferry"}
    assert found("größe") == found("GROSSE") == {"ferry"}
    assert found("nothing") == set()
    assert found("piers docks") == {"quay"}
    assert found("docks local") == set()  # words of two categories are those of neither


def test_the_library_counts_them_and_finds_by_them(index: Index) -> None:
    counted = dict(index.library.counts(Wish()).facets["category"])
    assert counted == {"Local": 2, "Docks & Piers": 1, "Größe": 1, "": 1}
    assert _ids(index, chosen=(("category", ("Local",)),)) == {"quay", "ferry"}
    assert _ids(index, chosen=(("category", ("Größe", "")),)) == {"ferry", "fair"}
    assert _ids(index, search="piers") == {"quay"}
    narrowed = Wish(chosen=(("category", ("Größe",)), ("author", ("",))))
    assert dict(index.library.counts(narrowed).facets["category"])["Local"] == 2
    assert dict(index.library.counts(narrowed).facets["author"]) == {"": 1}
    assert dict(index.library.values("category", "pie", Wish())) == {"Docks & Piers": 1}


def test_without_any_there_is_nothing_to_filter_by(small_index: Index) -> None:
    small_index.add_articles([_article("fair")])
    assert "category" not in small_index.library.counts(Wish()).facets


def test_they_are_corrected_from_a_table_and_taken_back(index: Index, tmp_path: Path) -> None:
    table = tmp_path / "right.csv"
    table.write_text("id,categories\nquay,Harbour; Arts; harbour\nferry,-\nfair," + "x" * 101)
    sheet = read_sheet(table, index.articles())
    assert [one.error for one in sheet.failures] == [
        "categories: a category longer than 100 characters; part them by semicolons"
    ]
    assert index.details.correct(sheet.changes, "ada") == 2
    assert index.article("quay").info.categories == ("Harbour", "Arts")
    assert index.article("ferry").info.categories == ()
    (held,) = index.details.of(index.article("quay")).corrections
    assert (held.value, held.read.value) == ("Harbour; Arts", "Docks & Piers; Local")
    index.add_articles([_article("quay")])  # what is read again is corrected again
    assert index.article("quay").info.categories == ("Harbour", "Arts")
    assert _ids(index, chosen=(("category", ("Arts",)),)) == {"quay"}
    index.details.correct([Change(article="quay", as_read=["categories"])], "ada")
    assert index.article("quay").info.categories == FILED["quay"]


def test_what_is_removed_comes_back_with_them(index: Index) -> None:
    removal, _ = index.removals.remove(["quay"], "ada")
    assert "Docks & Piers" not in dict(index.library.counts(Wish()).facets["category"])
    index.removals.bring_back(removal.token, 10)
    assert index.article("quay").info.categories == FILED["quay"]
    assert _ids(index, chosen=(("category", ("Docks & Piers",)),)) == {"quay"}


def test_an_index_of_before_opens_and_takes_them_when_read_again(
    index: Index, word_counts: Callable[..., Embedder]
) -> None:
    folder, plain = index.folder, _article("fair")
    index.close()
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute("DELETE FROM articles WHERE id <> 'fair'")
    connection.close()
    undo_from(folder / "articles.sqlite", "categories_of_articles")
    embedder = word_counts()
    with Index.open(folder, embedder=embedder) as opened:
        assert opened.add_articles([plain]).unchanged == 1
        assert opened.article("fair") == plain
        assert _ids(opened) == {"fair"}
        filed = replace(plain, info=replace(plain.info, categories=("Fairs",)))
        assert opened.add_articles([filed]).updated == 1
        assert opened.versions.of("fair") == []
        assert embedder.embedded == 0  # type: ignore[attr-defined]
        assert opened.add_articles([_article("quay")]).added == 1
        assert dict(opened.library.counts(Wish()).facets["category"])["Local"] == 1
