"""What editors decide on speakers is kept, seen at once, taken back, and saved from damage."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from damaged_pages import overwrite_page_of
from older_schema import undo_from

from index.articles.article import Article
from index.collection import Index
from index.errors import IndexDamaged, UsageError
from index.library import speaker_decisions
from index.models.embedder import Embedder
from index.store.tables.speaker_decisions import SpeakerDecision

ONE = SpeakerDecision(
    sort="same", key="ada-1", name="Ada <b>", other="holt-2", other_name="Holt 😀", editor="eve",
    at="2026-01-01T00:00:00+00:00",
)  # fmt: skip
OTHER = replace(ONE, sort="apart", other="", spellings=("Ада", 'A"'), articles=("ferry",),
                rests_on=("ferry",))  # fmt: skip


def test_a_decision_comes_back_as_it_was_made(small_index: Index) -> None:
    kept = small_index.speaker_decisions
    assert kept.all() == []
    assert [kept.add(ONE), kept.add(OTHER)] == [1, 2]
    assert kept.all() == [replace(ONE, number=1), replace(OTHER, number=2)]
    assert kept.all()[1].to_json()["spellings"] == ["Ада", 'A"']


def test_another_reader_sees_it_at_once(
    small_index: Index, word_counts: Callable[..., Embedder]
) -> None:
    with Index.open(small_index.folder, embedder=word_counts()) as other:
        number = small_index.speaker_decisions.add(ONE)
        assert [one.number for one in other.speaker_decisions.all()] == [number]
        other.speaker_decisions.remove(number)
    assert small_index.speaker_decisions.all() == []


def test_who_may_not_see_an_article_sees_no_decision_that_rests_on_it(
    small_index: Index, make_article: Callable[..., Article]
) -> None:
    for name, collection in (("ferry", "default"), ("quay", "letters"), ("tip", "tips")):
        small_index.add_articles([make_article(name, id=name)], collections=[collection])
    kept = small_index.speaker_decisions
    rests = (("ferry",), ("ferry", "quay"), ("ferry", "tip"), (), ("ferry", "gone"))
    made = [kept.add(replace(ONE, rests_on=articles)) for articles in rests]

    def seen(*collections: str) -> list[int]:
        limited = small_index.limited_to(collections).speaker_decisions
        return [made.index(one.number) for one in limited.all()]

    assert seen("default") == [0]
    assert seen("default", "letters") == [0, 1]
    assert seen("tips") == []
    assert [one.number for one in kept.all()] == made
    small_index.collection_changes.move(["quay"], ["default"])
    assert seen("default") == [0, 1]
    kept.remove(made[0])
    assert seen("default") == [1]
    small_index.remove(["quay"])
    assert seen("default", "letters") == []


def test_what_rests_on_too_much_or_cannot_be_read_is_seen_by_who_sees_everything(
    small_index: Index, make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_index.add_articles([make_article(name, id=name) for name in ("ferry", "quay")])
    kept, limited = small_index.speaker_decisions, small_index.limited_to(["default"])
    monkeypatch.setattr(speaker_decisions, "MOST_ARTICLES", 1)
    kept.add(replace(ONE, rests_on=("ferry", "quay")))
    assert len(kept.all()) == 1
    assert limited.speaker_decisions.all() == []
    number = kept.add(replace(ONE, rests_on=("ferry",)))
    assert [one.number for one in limited.speaker_decisions.all()] == [number]
    with closing(sqlite3.connect(small_index.folder / "articles.sqlite")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE speaker_decisions SET rests_on = '[\"ferry\"'")
        connection.commit()
    small_index.add_articles([make_article("A new one.", id="new")])  # what was read is read again
    assert limited.speaker_decisions.all() == []


def test_what_is_taken_back_is_gone_and_its_number_is_not_used_again(small_index: Index) -> None:
    kept = small_index.speaker_decisions
    kept.add(ONE)
    kept.remove(1)
    with pytest.raises(UsageError, match="There is no decision 1 on speakers"):
        kept.remove(1)
    assert kept.add(ONE) == 2


def test_there_are_not_too_many(small_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaker_decisions, "MOST", 1)
    small_index.speaker_decisions.add(ONE)
    with pytest.raises(UsageError, match="already; take some back first"):
        small_index.speaker_decisions.add(ONE)


def test_an_index_from_before_gets_the_table(
    small_index: Index, word_counts: Callable[..., Embedder]
) -> None:
    path = small_index.folder / "articles.sqlite"
    small_index.articles()
    small_index.close()
    undo_from(path, "decisions_on_speakers")
    with Index.open(small_index.folder, embedder=word_counts()) as index:
        assert index.speaker_decisions.add(ONE) == 1


def test_decisions_of_before_rest_on_nothing_that_is_known(
    small_index: Index, word_counts: Callable[..., Embedder]
) -> None:
    small_index.speaker_decisions.add(replace(ONE, rests_on=("ferry",)))
    small_index.close()
    undo_from(small_index.folder / "articles.sqlite", "articles_of_decisions")
    with Index.open(small_index.folder, embedder=word_counts()) as index:
        assert index.speaker_decisions.all() == [replace(ONE, number=1)]
        assert index.limited_to(["default"]).speaker_decisions.all() == []


def test_decisions_are_saved_from_a_damaged_file(
    small_index: Index, make_article: Callable[..., Article], word_counts: Callable[..., Embedder]
) -> None:
    small_index.add_articles([make_article("The ferry sank.", "Ferry", id="ferry")])
    kept = small_index.speaker_decisions
    kept.add(ONE)
    kept.add(OTHER)
    kept.remove(1)
    small_index.close()
    overwrite_page_of(small_index.folder / "articles.sqlite", "articles_by_source")
    with Index.open(small_index.folder, embedder=word_counts(), damaged=True) as index:
        assert not index.verify().ok
        assert index.verify(repair=True).ok
        assert index.speaker_decisions.all() == [replace(OTHER, number=2)]


def test_a_row_that_was_never_written_is_damage(small_index: Index) -> None:
    small_index.speaker_decisions.add(ONE)
    with closing(sqlite3.connect(small_index.folder / "articles.sqlite")) as connection:
        connection.execute("UPDATE speaker_decisions SET spellings = '{\"a\": 1}'")
        connection.commit()
    with pytest.raises(IndexDamaged):
        small_index.speaker_decisions.all()
