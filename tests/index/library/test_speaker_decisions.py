"""What editors decide on speakers is kept, seen at once, taken back, and saved from damage."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from index.articles.article import Article
from index.collection import Index
from index.errors import IndexDamaged, UsageError
from index.library import speaker_decisions
from index.models.embedder import Embedder
from index.store.tables.speaker_decisions import SpeakerDecision
from tests.index.older_schema import undo_from

ONE = SpeakerDecision(
    sort="same", key="ada-1", name="Ada <b>", other="holt-2", other_name="Holt 😀", editor="eve",
    at="2026-01-01T00:00:00+00:00",
)  # fmt: skip
OTHER = replace(ONE, sort="apart", other="", spellings=("Ада", 'A"'), articles=("ferry",))


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


def test_decisions_are_saved_from_a_damaged_file(
    small_index: Index, make_article: Callable[..., Article], word_counts: Callable[..., Embedder]
) -> None:
    small_index.add_articles([make_article("The ferry sank.", "Ferry", id="ferry")])
    kept = small_index.speaker_decisions
    kept.add(ONE)
    kept.add(OTHER)
    kept.remove(1)
    path = small_index.folder / "articles.sqlite"
    small_index.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'articles_by_source'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
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
