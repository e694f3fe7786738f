"""What an article was before it was changed is kept, found again, and checked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.articles.article import Article
from index.collection import Index
from index.errors import UnknownArticle
from index.versions import KEPT

Make = Callable[..., Article]


def test_a_corrected_article_becomes_a_version(small_index: Index, make_article: Make) -> None:
    before = make_article("The toll is two pounds.", "Toll", id="toll", date="2023-05-08")
    after = replace(before, text="The toll is three pounds.")
    small_index.add_articles([before])
    assert small_index.versions.of("toll") == []
    small_index.add_articles([after])
    (version,) = small_index.versions.of("toll")
    assert version.content_hash == before.content_hash
    assert version.replaced.endswith("+00:00")
    assert small_index.version("toll", before.content_hash) == before
    assert small_index.version("toll", before.text_hash[:12]) == before
    assert small_index.version("toll", after.content_hash) == after
    assert small_index.verify().problems == ()
    with pytest.raises(UnknownArticle, match="No version"):
        small_index.version("toll", "0" * 64)
    with pytest.raises(UnknownArticle, match="No version"):
        small_index.version("toll", "")


def test_other_metadata_alone_is_no_version(small_index: Index, make_article: Make) -> None:
    before = make_article("The toll is two pounds.", "Toll", id="toll")
    small_index.add_articles([before])
    small_index.add_articles([make_article(before.text, "The toll", id="toll")])
    assert small_index.versions.of("toll") == []
    assert small_index.versions.find("toll", before.text_hash).replaced is None


def test_a_text_that_comes_back_is_the_present_one(small_index: Index, make_article: Make) -> None:
    one, two = (make_article(text, "Toll", id="toll") for text in ("One pound.", "Two pounds."))
    for article in (one, two, one):
        small_index.add_articles([article])
    assert small_index.versions.find("toll", one.content_hash).replaced is None
    assert [v.content_hash for v in small_index.versions.of("toll")] == [
        two.content_hash, one.content_hash
    ]  # fmt: skip


def test_as_many_are_kept_as_are_wanted(small_index: Index, make_article: Make) -> None:
    small_index.set_setting(KEPT, 2)
    articles = [make_article(f"The toll is {n} pounds.", "Toll", id="toll") for n in range(5)]
    for article in articles:
        small_index.add_articles([article])
    kept = [version.content_hash for version in small_index.versions.of("toll")]
    assert kept == [articles[3].content_hash, articles[2].content_hash]
    small_index.set_setting(KEPT, 0)
    small_index.add_articles([articles[0]])
    assert small_index.versions.of("toll") == []


def test_versions_go_with_their_article(small_index: Index, make_article: Make) -> None:
    small_index.add_articles([make_article("One pound.", "Toll", id="toll")])
    small_index.add_articles([make_article("Two pounds.", "Toll", id="toll")])
    small_index.remove(["toll"])
    assert small_index.versions.of("toll") == []


@pytest.mark.parametrize("damage", ["x'00ff'", "zeroblob(9)", "substr(data, 1, 30)"])
def test_a_damaged_version_is_found_never_shown_and_forgotten(
    small_index: Index, make_article: Make, damage: str
) -> None:
    before = make_article("One pound.", "Toll", id="toll")
    small_index.add_articles([before])
    small_index.add_articles([make_article("Two pounds.", "Toll", id="toll")])
    small_index._storage.database.run(f"UPDATE article_versions SET data = {damage}")
    (problem,) = small_index.verify().problems
    assert problem.startswith("article toll: what it was until")
    with pytest.raises(UnknownArticle):
        small_index.version("toll", before.content_hash)
    assert small_index.verify(repair=True).ok
    assert small_index.versions.of("toll") == []


def test_a_file_that_is_edited_keeps_what_it_said(tmp_path: Path, small_index: Index) -> None:
    path = tmp_path / "toll.txt"
    path.write_text("The toll is two pounds.")
    small_index.add([str(path)])
    (article_id,) = small_index.article_ids()
    stamp = small_index.article(article_id).content_hash
    path.write_text("The toll is three pounds.")
    small_index.add([str(path)])
    assert small_index.version(article_id, stamp).text == "The toll is two pounds."
