"""Collections of a real index: where articles are put, moved to, and found again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.articles.article import Article
from index.collection import Index
from index.errors import UnknownArticle, UsageError
from index.library.named_collections import CollectionChanges
from index.models.embedder import Embedder
from index.salvage import salvage
from index.store.storage import Storage

TEXT = "The cranes of Port Merrow were looked at. Nobody sails before Monday."


def places(index: Index) -> dict[str, tuple[str, ...]]:
    return index.collections.of(index.article_ids())


def counts(index: Index) -> dict[str, int]:
    return {one.name: one.articles for one in index.collections.all()}


@pytest.fixture
def index(small_index: Index, make_article: Callable[..., Article]) -> Index:
    """Three articles, of which `gate` is in `tips`."""
    small_index.add_articles([make_article(TEXT, "Quay", id="quay"), make_article(TEXT + " Ferry.",
                             "Ferry", id="ferry")])  # fmt: skip
    gate = make_article("A gate was left open.", "Gate", id="gate")
    small_index.add_articles([gate], collections=["tips"])
    return small_index


def test_an_article_is_in_default_if_no_other_is_named(index: Index) -> None:
    assert places(index) == {"quay": ("default",), "ferry": ("default",), "gate": ("tips",)}
    assert counts(index) == {"default": 2, "tips": 1}


def test_files_go_where_is_said_also_when_they_are_unchanged_and_stay_there(
    small_index: Index, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"{name} {TEXT}")
    small_index.add([str(folder)], collections=["tips"])
    assert set(places(small_index).values()) == {("tips",)}
    generation = small_index.generation
    report = small_index.add([str(folder)], collections=["tips"])
    assert (report.unchanged, small_index.generation) == (2, generation)
    report = small_index.add([str(folder)], collections=["letters", " tips "])
    assert (report.unchanged, report.updated) == (2, 0)
    assert set(places(small_index).values()) == {("letters", "tips")}
    assert small_index.generation > generation  # what was kept of the state before is outdated
    (folder / "one.txt").write_text("one Another text altogether, of which more than a word is.")
    (folder / "new.txt").write_text("A new one that was never there.")
    small_index.add([str(folder)])
    assert sorted(places(small_index).values()) == [
        ("default",), ("letters", "tips"), ("letters", "tips")
    ]  # fmt: skip


def test_what_is_taken_out_comes_back_where_it_was(
    index: Index, make_article: Callable[..., Article]
) -> None:
    removal, _ = index.removals.remove(["gate"], "Ada")
    with pytest.raises(UsageError, match="had 1 article that can still be brought back"):
        index.collection_changes.remove("tips")
    index.removals.bring_back(removal.token)
    assert places(index)["gate"] == ("tips",)
    index.remove(["gate"])
    index.add_articles([make_article("Another text of the gate.", "Gate", id="gate")])
    assert places(index)["gate"] == ("tips",)
    index.remove(["gate"])
    index.collection_changes.remove("tips")
    index.add_articles([make_article("Another text of the gate.", "Gate", id="gate")])
    assert places(index)["gate"] == ("default",)


def test_articles_are_moved_and_a_collection_is_renamed(index: Index) -> None:
    changes = index.collection_changes
    assert changes.move(["quay", "gate"], ["letters", "tips"]) == 2
    assert changes.move(["quay"], ["tips", "letters"]) == 0  # is there already
    assert places(index)["quay"] == ("letters", "tips")
    assert changes.move_all("tips", ["default"]) == 2
    assert places(index)["gate"] == ("default", "letters")
    changes.rename("letters", "post")
    assert counts(index) == {"default": 3, "post": 2, "tips": 0}
    changes.remove("tips")
    assert counts(index) == {"default": 3, "post": 2}
    assert index.verify().problems == ()


MISTAKES: list[tuple[Callable[[CollectionChanges], object], str]] = [
    (lambda c: c.remove("tips"), "has 1 article. Move them first"),
    (lambda c: c.remove("default"), "put nowhere else"),
    (lambda c: c.remove("nowhere"), "no collection 'nowhere'; there are default, tips"),
    (lambda c: c.remove("n" * 2000), "no collection 'nnn.* …; there are default, tips"),
    (lambda c: c.rename("default", "first"), "keeps its name"),
    (lambda c: c.rename("tips", "default"), "is a collection 'default' already"),
    (lambda c: c.rename("tips", "x" * 2000), "'xxx.*' … cannot name a collection"),
    (lambda c: c.rename("tips", "*"), "stands for all"),
    (lambda c: c.rename("tips", "a\nb"), "printable"),
    (lambda c: c.move(["quay"], []), "into which collection"),
    (lambda c: c.move_all("nowhere", ["tips"]), "there are default, tips"),
]


def test_what_cannot_be_is_said_and_nothing_changes(index: Index) -> None:
    before = places(index), index.generation
    for change, message in MISTAKES:
        with pytest.raises(UsageError, match=message) as problem:
            change(index.collection_changes)
        assert len(str(problem.value)) < 300
    assert (places(index), index.generation) == before


def test_of_unknown_articles_none_is_moved(index: Index) -> None:
    with pytest.raises(UnknownArticle):
        index.collection_changes.move(["quay", "nobody"], ["tips"])
    assert places(index)["quay"] == ("default",)


def test_a_running_server_sees_what_another_process_moved(
    index: Index, word_counts: Callable[..., Embedder]
) -> None:
    public = index.limited_to(["default"])
    assert public.article_count == 2
    with Index.open(index.folder, embedder=word_counts()) as other:
        other.collection_changes.move(["quay"], ["tips"])
    assert public.article_ids() == ["ferry"]
    assert {hit.article.id for hit in public.search("cranes Monday", 9)} == {"ferry"}


def test_salvage_keeps_collections(index: Index, word_counts: Callable[..., Embedder]) -> None:
    index.remove(["ferry"])
    index.close()
    salvage(Storage(index.folder))
    with Index.open(index.folder, embedder=word_counts()) as again:
        assert places(again) == {"quay": ("default",), "gate": ("tips",)}
        assert counts(again) == {"default": 1, "tips": 1}
