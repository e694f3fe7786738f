"""What is damaged is found; what is derived is made again without embedding."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.articles.article import Article
from index.articles.passages import Passage
from index.collection import Index
from index.models.embedder import Embedder
from index.verification import partition_problems

Damage = Callable[[Path], None]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(data)


def _derived(folder: Path, pattern: str) -> Path:
    return max((folder / "derived").glob(pattern), key=lambda path: path.stat().st_size)


def _flip_vectors(folder: Path) -> None:
    _flip(_derived(folder, "vectors-*.faiss"))


def _truncate_vectors(folder: Path) -> None:
    path = _derived(folder, "vectors-*.faiss")
    path.write_bytes(path.read_bytes()[:-100])


def _lose_vectors(folder: Path) -> None:
    _derived(folder, "vectors-*.faiss").unlink()


def _flip_words(folder: Path) -> None:
    _flip(_derived(folder, "words-*/*.idx"))


def _lose_words(folder: Path) -> None:
    shutil.rmtree(next((folder / "derived").glob("words-*")))


def _flip_manifest(folder: Path) -> None:
    _flip(folder / "derived" / "manifest.json")


def _lose_everything_derived(folder: Path) -> None:
    shutil.rmtree(folder / "derived")


def _put_a_file_in_place_of_the_folder(folder: Path) -> None:
    shutil.rmtree(folder / "derived")
    (folder / "derived").write_text("derived")


def _put_a_dangling_link_in_place_of_the_folder(folder: Path) -> None:
    shutil.rmtree(folder / "derived")
    (folder / "derived").symlink_to(folder / "nowhere")


def _put_a_folder_in_place_of_the_manifest(folder: Path) -> None:
    manifest = folder / "derived" / "manifest.json"
    manifest.unlink()
    (manifest / "inside").mkdir(parents=True)


DAMAGES = [
    _flip_vectors, _truncate_vectors, _lose_vectors, _flip_words, _lose_words, _flip_manifest,
    _lose_everything_derived, _put_a_file_in_place_of_the_folder,
    _put_a_dangling_link_in_place_of_the_folder, _put_a_folder_in_place_of_the_manifest,
]  # fmt: skip


@pytest.fixture(scope="module")
def template(
    tmp_path_factory: pytest.TempPathFactory,
    word_counts: Callable[..., Embedder],
    make_article: Callable[..., Article],
) -> Path:
    """An index of eleven ships, added in several generations, one removed."""
    folder = tmp_path_factory.mktemp("template") / "index"
    ships = [make_article(f"Ship {n} sails north. " * 30, f"T{n}") for n in range(12)]
    with Index.open(folder, create=True, embedder=word_counts()) as index:
        for few in (ships[:7], ships[7:11], ships[11:]):
            index.add_articles(few)
        index.remove([ships[0].id])
        assert index.verify().ok
    return folder


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return shutil.copytree(template, tmp_path / "filled")


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_what_is_derived_is_named_and_repaired(
    filled: Path, word_counts: Callable[..., Embedder], damage: Damage
) -> None:
    damage(filled)
    embedder = word_counts()
    with Index.open(filled, embedder=embedder) as index:
        report = index.verify()
        assert not report.ok
        assert "derived" in report.problems[0]
        repaired = index.verify(repair=True)
        assert (repaired.ok, repaired.repaired) == (True, report.problems)
        assert index.verify().ok
        assert index.search("ship 5 north", 1)[0].article.info.title == "T5"
        assert embedder.embedded == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("damage", DAMAGES)
def test_search_and_add_mend_what_is_derived_by_themselves(
    filled: Path,
    word_counts: Callable[..., Embedder],
    make_article: Callable[..., Article],
    damage: Damage,
) -> None:
    damage(filled)
    with Index.open(filled, embedder=word_counts()) as index:
        assert index.search("ship 5 north", 1)[0].article.info.title == "T5"
    damage(filled)
    with Index.open(filled, embedder=word_counts()) as index:
        index.add_articles([make_article("A zeppelin flies.", "New")])
        assert index.search("zeppelin", 1)[0].article.info.title == "New"
        assert index.verify().ok


def test_search_works_in_a_folder_that_cannot_be_repaired(
    filled: Path, word_counts: Callable[..., Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    _flip_vectors(filled)
    with Index.open(filled, embedder=word_counts()) as index:

        def refuse() -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(index._generations, "reconcile", refuse)
        assert index.search("ship 5 north", 1)[0].article.info.title == "T5"


def test_derived_files_of_another_index_are_refused(
    filled: Path,
    tmp_path: Path,
    word_counts: Callable[..., Embedder],
    make_article: Callable[..., Article],
) -> None:
    other = tmp_path / "other"
    with Index.open(other, create=True, embedder=word_counts()) as index:
        index.add_articles([make_article("Other words.", "Other")])
    shutil.rmtree(other / "derived")
    shutil.copytree(filled / "derived", other / "derived")
    with Index.open(other, embedder=word_counts()) as index:
        assert "another index" in index.verify().problems[0]
        assert [hit.article.info.title for hit in index.search("words")] == ["Other"]


def test_truth_restored_from_an_older_copy_is_followed(
    filled: Path, word_counts: Callable[..., Embedder], make_article: Callable[..., Article]
) -> None:
    copy = (filled / "articles.sqlite").read_bytes()
    with Index.open(filled, embedder=word_counts()) as index:
        index.add_articles([make_article("A zeppelin flies.", "New")])
        index.remove([index.search("ship 5", 1)[0].article.id])
    for name in ("articles.sqlite-wal", "articles.sqlite-shm"):
        (filled / name).unlink(missing_ok=True)
    (filled / "articles.sqlite").write_bytes(copy)
    with Index.open(filled, embedder=word_counts()) as index:
        assert index.search("ship 5 north", 1)[0].article.info.title == "T5"
        assert all(hit.article.info.title != "New" for hit in index.search("zeppelin"))
        index.verify(repair=True)
        assert index.verify().ok


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE articles SET text = text || '!' WHERE row = 3", "differ from the content hash"),
        ("UPDATE articles SET title = 'Forged' WHERE row = 3", "differ from the content hash"),
    ],
)
def test_damage_to_a_text_is_named_and_left_alone(
    filled: Path, word_counts: Callable[..., Embedder], change: str, said: str
) -> None:
    with Index.open(filled, embedder=word_counts()) as index:
        index._storage.database.connection.execute(change)
        report = index.verify(repair=True)
        assert not report.ok
        assert any(said in problem for problem in report.problems)
        assert report.repaired == ()
        assert report.to_json()["ok"] is False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('UPDATE passages SET "end" = "end" - 1 WHERE article = 3', "its passages end at"),
        ("UPDATE passages SET number = number + 1 WHERE article = 3", "stands where 0 should"),
        ("UPDATE vectors SET data = zeroblob(length(data)) WHERE article = 3", "their SHA-256"),
        ("DELETE FROM vectors WHERE article = 3", "vectors"),
    ],
)
def test_damage_to_what_was_made_of_a_text_is_named_and_made_again(
    filled: Path, word_counts: Callable[..., Embedder], change: str, said: str
) -> None:
    with Index.open(filled, embedder=word_counts()) as index:
        index._storage.database.connection.execute(change)
        report = index.verify()
        assert (report.ok, report.repaired) == (False, ())
        assert any(said in problem for problem in report.problems)
        repaired = index.verify(repair=True)
        assert (repaired.ok, repaired.repaired) == (True, report.problems)


def test_partition_problems_name_gaps_overlaps_and_ends(
    make_article: Callable[..., Article],
) -> None:
    article = make_article("0123456789")
    whole = [Passage(number=0, start=0, end=4), Passage(number=1, start=4, end=10)]
    assert list(partition_problems(article, whole)) == []
    gap = [whole[0], Passage(number=1, start=5, end=10)]
    assert list(partition_problems(article, gap)) == ["passage 1 spans 5:10 after 4"]
    assert list(partition_problems(article, whole[:1])) == ["its passages end at 4, its text at 10"]


def test_an_index_interrupted_before_anything_was_stored_is_sound(
    small_index: Index, make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(texts: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(small_index.embedder, "embed_passages", interrupted)
    with pytest.raises(KeyboardInterrupt):
        small_index.add_articles([make_article("Some words.")])
    report = small_index.verify()
    assert report.problems == ()
    assert (report.articles, report.passages) == (0, 0)
