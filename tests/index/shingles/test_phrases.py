"""Where words stand that follow each other: found in all articles, kept on the disk, kept up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.articles.article import Article
from index.collection import Index
from index.models.embedder import Embedder
from index.shingles.hashing import words_of
from index.shingles.phrases import Place

Make = Callable[..., Article]
LONG = " ".join(f"word{number} stands here" for number in range(200))


@pytest.fixture
def opened(tmp_path: Path, word_counts: Callable[..., Embedder]) -> Iterator[Callable[[], Index]]:
    made: list[Index] = []

    def open_it() -> Index:
        made.append(Index.open(tmp_path / "index", create=True, embedder=word_counts()))
        return made[-1]

    yield open_it
    for one in made:
        one.close()


def found(index: Index, *stretches: str, most: int = 8) -> list[str]:
    places = index.phrases.near([stretches], most)[0]
    articles = index.phrases.articles([place.row for place in places])
    return [articles[place.row].id for place in places]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Café", "the cafe"),
        ("isn't it", "ISN’T it"),
        ("über-all", "Uber all"),
        ("co\u00adop", "coop"),
        ("١٢", "١٢"),
    ],
)
def test_words_written_otherwise_have_the_same_hash(one: str, other: str) -> None:
    both = words_of([one, other])
    assert both.hashes[both.texts == 0].tolist() == both.hashes[both.texts == 1].tolist()


def test_words_have_their_places_in_each_text() -> None:
    words = words_of(["A  b,c", "", "😀 東京 d"])
    assert words.texts.tolist() == [0, 0, 0, 2, 2, 2]
    assert words.starts.tolist() == [0, 3, 5, 2, 3, 5]
    assert len(set(words.hashes.tolist())) == 6


def test_a_long_text_is_hashed_in_pieces_as_in_one() -> None:
    text = "ferry and crane " * 100_000
    words = words_of([text])
    assert len(words.hashes) == 300_000
    assert len(np.unique(words.hashes)) == 3
    assert text[words.starts[-1] :] == "crane "


def test_words_are_found_wherever_they_stand(
    opened: Callable[[], Index], make_article: Make
) -> None:
    index = opened()
    index.add_articles(
        [make_article(LONG, "Long"), make_article("The ferry sank at noon.", "Ferry")]
    )
    ferry, long = (one.id for one in index.articles())
    assert found(index, "the FERRY sank") == [ferry]
    assert found(index, "word17 stands") == [long] * len(found(index, "word17 stands"))
    place = index.phrases.near([["here word150 stands here word151"]], 1)[0][0]
    text = index.article(long).text
    assert "word150 stands" in text[place.start : place.end]
    assert place.share == pytest.approx(1.0)
    assert found(index, "zebra quark nowhere") == []
    assert found(index, "") == []
    assert found(index) == []
    assert found(index, "sank") == [ferry]
    assert found(index, "noon") == [ferry]


def test_stretches_need_not_follow_each_other(
    opened: Callable[[], Index], make_article: Make
) -> None:
    index = opened()
    index.add_articles([make_article("The old ferry sank slowly at noon.", "Ferry")])
    (place,) = index.phrases.near([["the old", "at noon"]], 1)[0]
    assert place.share == pytest.approx(1.0)


def test_all_places_that_have_everything_are_named(
    opened: Callable[[], Index], make_article: Make
) -> None:
    index = opened()
    index.add_articles(make_article(f"We are ready. {n}", f"Day {n}") for n in range(50))
    assert len(found(index, "we are ready", most=3)) == 50
    assert len(found(index, "we are never", most=3)) == 3


def test_it_follows_the_articles_and_is_kept(
    opened: Callable[[], Index], make_article: Make, tmp_path: Path
) -> None:
    index = opened()
    first, second = make_article("A ferry sank.", "One"), make_article("A crane fell.", "Two")
    index.add_articles([first])
    assert found(index, "a ferry") == [first.id]
    index.add_articles([second])
    assert found(index, "crane fell") == [second.id]
    index.remove([first.id])
    assert found(index, "ferry sank") == []
    folder = tmp_path / "index" / "shingles"
    names = {path.name for path in folder.iterdir()}
    again = opened()
    assert found(again, "crane fell") == [second.id]
    assert {path.name for path in folder.iterdir()} == names


@pytest.mark.parametrize("damage", ["list", "cut", "gone", "other"])
def test_what_is_damaged_is_made_again(
    damage: str, opened: Callable[[], Index], make_article: Make, tmp_path: Path
) -> None:
    index = opened()
    article = make_article("A ferry sank.", "One")
    index.add_articles([article])
    assert found(index, "ferry sank") == [article.id]
    folder = tmp_path / "index" / "shingles"
    keys = next(folder.glob("*.keys.npy"))
    if damage == "list":
        (folder / "segments.json").write_text("{", "utf-8")
    elif damage == "cut":
        keys.write_bytes(keys.read_bytes()[:-8])
    elif damage == "gone":
        keys.unlink()
    else:
        (folder / "segments.json").write_text('{"format": 99}', "utf-8")
    assert found(opened(), "ferry sank") == [article.id]


def test_many_changes_are_merged(opened: Callable[[], Index], make_article: Make) -> None:
    index = opened()
    for number in range(12):
        index.add_articles([make_article(f"Pier {number} is shut.", f"Pier {number}")])
        assert len(found(index, "is shut", most=1)) == number + 1
    assert len(index.phrases.current().segments) < 10
    index.remove(index.article_ids()[:6])
    assert len(found(index, "is shut", most=1)) == 6
    assert all(isinstance(one, Place) for one in index.phrases.near([["is shut"]], 1)[0])
