"""What editors said of spans of articles is kept, seen at once, checked, saved, and taken back."""

import contextlib
import multiprocessing
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from damaged_pages import overwrite_page_of

from index.articles.article import Article
from index.articles.judgement import Judgement
from index.collection import Index
from index.errors import IndexProblem, UsageError
from index.models.embedder import Embedder
from index.store.tables.judgements import JudgementTable

TEXT = "😀 The ferry sank. The captain said that the harbour had been closed."
KEY = "k" * 64


def judgement(article: Article, start: int, end: int, **more: object) -> Judgement:
    """Return what Ada said of a span, or what `more` says."""
    values: dict[str, object] = {
        "key": KEY, "asked": "What sank?", "article": article.id,
        "content_hash": article.content_hash, "start": start, "end": end, "right": True,
        "editor": "ada", "at": "2026-01-01T00:00:00+00:00",
    }  # fmt: skip
    return Judgement(**(values | more))  # type: ignore[arg-type]


@pytest.fixture
def ferry(small_index: Index, make_article: Callable[..., Article]) -> Article:
    """An article that is in the index."""
    article = make_article(TEXT, "Ferry", id="ferry")
    small_index.add_articles([article])
    return small_index.article("ferry")


def _texts(index: Index) -> list[str | None]:
    return [one.text for one in index.judgements.of([KEY])]


def test_a_judgement_comes_back_with_its_words(small_index: Index, ferry: Article) -> None:
    said = judgement(ferry, 2, 17, filters='{"author": "ada"}')
    assert small_index.judgements.add([said]) == [1]
    (found,) = small_index.judgements.of([KEY, "other"])
    assert found.judgement == replace(said, number=1)
    assert found.text == "The ferry sank."
    assert small_index.judgements.of(["other"]) == []
    assert small_index.judgements.of([]) == []
    assert found.to_json() == {
        "number": 1, "question": "What sank?", "filters": {"author": "ada"}, "article": "ferry",
        "start": 2, "end": 17, "text": "The ferry sank.", "right": True, "editor": "ada",
        "at": "2026-01-01T00:00:00+00:00", "counts": True,
    }  # fmt: skip


def test_an_editors_later_word_replaces_the_earlier_one(small_index: Index, ferry: Article) -> None:
    kept = small_index.judgements
    kept.add([judgement(ferry, 2, 17), judgement(ferry, 2, 17, editor="ben", right=False)])
    assert kept.add([judgement(ferry, 2, 17, right=False)]) == [3]
    assert [(j.number, j.editor, j.right) for j, _ in kept.all()] == [
        (2, "ben", False), (3, "ada", False),
    ]  # fmt: skip


def test_of_another_text_nothing_was_said(
    small_index: Index, ferry: Article, make_article: Callable[..., Article]
) -> None:
    small_index.judgements.add([judgement(ferry, 2, 17)])
    small_index.add_articles([make_article(TEXT + " More.", "Ferry", id="ferry")])
    assert _texts(small_index) == []
    small_index.remove(["ferry"])
    assert _texts(small_index) == []
    (left,) = small_index.judgements.all()
    assert left.to_json()["counts"] is False
    small_index.add_articles([make_article(TEXT, "Ferry", id="ferry")])
    assert _texts(small_index) == ["The ferry sank."]


def test_what_is_taken_back_is_gone_and_its_number_is_not_used_again(
    small_index: Index, ferry: Article
) -> None:
    kept = small_index.judgements
    kept.add([judgement(ferry, 2, 17), judgement(ferry, 18, 30)])
    with pytest.raises(UsageError, match="There is no judgement 9"):
        kept.remove([2, 9])
    assert len(kept.all()) == 2  # all or none
    kept.remove([2])
    assert _texts(small_index) == ["The ferry sank."]
    assert kept.add([judgement(ferry, 18, 30)]) == [3]


def test_another_open_index_sees_it_at_once(
    small_index: Index, ferry: Article, word_counts: Callable[..., Embedder]
) -> None:
    with Index.open(small_index.folder, embedder=word_counts()) as reading:
        assert _texts(reading) == []
        small_index.judgements.add([judgement(ferry, 2, 17)])
        assert _texts(reading) == ["The ferry sank."]
        reading.judgements.remove([1])
    assert _texts(small_index) == []


def test_judgements_change_no_generation(small_index: Index, ferry: Article) -> None:
    before = small_index.generation
    small_index.judgements.add([judgement(ferry, 2, 17)])
    assert small_index.generation == before
    assert small_index.search("ferry", 1)


# Several editors


def _say(folder: str, editor: str, hashed: str) -> None:
    from index.store.storage import Storage

    storage = Storage(Path(folder))
    for at in range(20):
        said = Judgement(
            key=KEY, asked="?", article="ferry", content_hash=hashed, start=at, end=at + 5,
            right=at % 2 == 0, editor=editor, at="2026-01-01T00:00:00+00:00",
        )  # fmt: skip
        with storage.writing():
            storage.judgements.put(said)
    storage.close()


def test_two_processes_lose_nothing_of_each_other(small_index: Index, ferry: Article) -> None:
    spawn = multiprocessing.get_context("spawn")
    folder = str(small_index.folder)
    both = [
        spawn.Process(target=_say, args=(folder, name, ferry.content_hash)) for name in ("a", "b")
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(600)
        assert one.exitcode == 0
    numbers = [(j.number, j.editor) for j, _ in small_index.judgements.all()]
    assert [number for number, _ in numbers] == list(range(1, 41))
    assert sorted(editor for _, editor in numbers) == ["a"] * 20 + ["b"] * 20


def test_threads_of_one_server_say_and_take_back(small_index: Index, ferry: Article) -> None:
    failed: list[BaseException] = []

    def work(editor: str) -> None:
        try:
            for at in range(10):
                numbers = small_index.judgements.add(
                    [judgement(ferry, at, at + 3, editor=editor), judgement(ferry, at, at + 9)]
                )
                small_index.judgements.of([KEY])
                with contextlib.suppress(UsageError):  # both say the second; one of them is gone
                    small_index.judgements.remove(numbers[1:])
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("ada", "ben", "cem")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    mine = [j for j, _ in small_index.judgements.all() if j.end - j.start == 3]
    assert len(mine) == 30


# Soundness


@pytest.mark.parametrize("change", ["start = -1", '"end" = start', '"end" = 100000'])
def test_offsets_of_no_words_are_found_never_shown_and_forgotten(
    small_index: Index, ferry: Article, change: str
) -> None:
    small_index.judgements.add([judgement(ferry, 2, 17), judgement(ferry, 18, 30)])
    with closing(sqlite3.connect(small_index.folder / "articles.sqlite")) as connection, connection:
        connection.execute(f"UPDATE judgements SET {change} WHERE number = 2")
    assert _texts(small_index) == ["The ferry sank."]
    report = small_index.verify()
    assert report.problems == ("judgement 2: its offsets are none of the text it is of",)
    assert report.remedies == ("`pullquote verify --repair` forgets judgement 2.",)
    assert small_index.verify(repair=True).ok
    assert [one.judgement.number for one in small_index.judgements.all()] == [1]
    assert small_index.verify().ok


def test_one_of_an_article_that_is_gone_is_sound(small_index: Index, ferry: Article) -> None:
    small_index.judgements.add([judgement(ferry, 2, 17)])
    small_index.remove(["ferry"])
    assert small_index.verify().ok
    assert small_index.verify(repair=True).ok
    assert len(small_index.judgements.all()) == 1


def test_they_are_saved_from_a_damaged_file(
    small_index: Index, ferry: Article, word_counts: Callable[..., Embedder]
) -> None:
    kept = small_index.judgements
    kept.add([judgement(ferry, 2, 17), judgement(ferry, 18, 30), judgement(ferry, 3, 9)])
    kept.remove([1])
    small_index.close()
    overwrite_page_of(small_index.folder / "articles.sqlite", "articles_by_source")
    with Index.open(small_index.folder, embedder=word_counts(), damaged=True) as index:
        assert not index.verify().ok
        assert index.verify(repair=True).ok
        assert [(j.number, j.start) for j, _ in index.judgements.all()] == [(2, 18), (3, 3)]
        assert index.judgements.add([judgement(ferry, 4, 8)]) == [4]


def test_values_that_were_never_written_are_damage(small_index: Index, ferry: Article) -> None:
    small_index.judgements.add([judgement(ferry, 2, 17)])
    with closing(sqlite3.connect(small_index.folder / "articles.sqlite")) as connection, connection:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE judgements SET is_right = 7")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE judgements SET start = 'x'")


def test_a_failure_stores_none_of_them(
    small_index: Index, ferry: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = JudgementTable.put, iter([False, True])

    def put(table: JudgementTable, one: Judgement) -> int:
        if next(calls):
            raise IndexProblem("no room")
        return real(table, one)

    monkeypatch.setattr(JudgementTable, "put", put)
    with pytest.raises(IndexProblem):
        small_index.judgements.add([judgement(ferry, 2, 17), judgement(ferry, 3, 17)])
    assert small_index.judgements.all() == []
