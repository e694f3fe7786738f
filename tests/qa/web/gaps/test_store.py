"""The database of gaps: what is kept, for how long, and what spoils nothing else."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime, tzinfo
from pathlib import Path

import numpy as np
import pytest

from index.articles.passages import Filters
from index.errors import IndexDamaged, IndexLocked, IndexProblem, UsageError
from qa.answers import Reason, Verdict
from qa.gaps.values import LONGEST, Found, Place, Standing, Unanswered, UnknownGap
from qa.web.gaps import store as stores
from qa.web.gaps.reading import GapReader, View
from qa.web.gaps.store import FILE, GapStore, Vector, oldest_day, today

PLACE = Place("toll-1", 0, 5, "a" * 12, "Ada Moss")
FOUND = Found(on="2024-05-06", places=(PLACE,))


class Noon(datetime):
    """A clock that stands still: no day ends while a test runs."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Noon":
        return cls(2024, 5, 6, 12, tzinfo=tz)


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "datetime", Noon)


@pytest.fixture
def store(tmp_path: Path) -> GapStore:
    return GapStore(tmp_path)


@pytest.fixture
def reader(tmp_path: Path) -> GapReader:
    return GapReader(tmp_path)


def _asked(question: str, verdict: Verdict = Verdict.NOT_STATED, **filters: str) -> Unanswered:
    reason = Reason.NOT_STATED if verdict is Verdict.NOT_STATED else None
    return Unanswered(
        question=question,
        filters=Filters(**filters),  # type: ignore[arg-type]
        verdict=verdict,
        reason=reason,
        nearest=(PLACE,),
    )


def _vector(*numbers: float, model: str = "m") -> Vector:
    values = np.array(numbers, np.float32)
    return Vector(values / np.linalg.norm(values), model)


def _questions(reader: GapReader, view: View = View.OPEN) -> list[str]:
    return [one.question for one in reader.page(view).gaps]


def test_what_is_asked_again_is_counted_by_day_and_nothing_says_who(
    store: GapStore, reader: GapReader
) -> None:
    number = store.add(_asked("Why the toll?"), None, 1, day=oldest_day(3))
    assert store.add(_asked("why  the TOLL"), None, 2) == number
    gap = reader.one(number)
    assert (gap.asked, gap.first, gap.last, gap.checked) == (2, oldest_day(3), today(), 2)
    assert gap.nearest == (PLACE,)
    with closing(sqlite3.connect(store.path)) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(questions)")}
        columns |= {row[1] for row in connection.execute("PRAGMA table_info(gaps)")}
    assert columns == {
        "number", "gap", "key", "question", "folded", "asked", "first", "last", "model", "vector",
        "asks", "names", "filters", "verdict", "reason", "nearest", "standing", "note", "found_on",
        "found", "checked",
    }  # fmt: skip


def test_alike_questions_are_one_gap_named_by_the_wording_asked_most(
    store: GapStore, reader: GapReader
) -> None:
    first = store.add(_asked("Why does the toll rise?"), _vector(1, 0), 1)
    for _ in range(2):
        assert store.add(_asked("What is the toll's reason?"), _vector(1, 0.1), 1) == first
    assert store.add(_asked("Why the toll in 1997?"), _vector(0, 1), 1) != first
    assert store.add(_asked("Why?", source="The Quay"), _vector(1, 0), 1) != first
    assert store.add(_asked("Why so?"), _vector(1, 0, model="other"), 1) != first
    assert store.add(_asked("Why ever?"), None, 1) != first
    gap = reader.one(first)
    assert gap.question == "What is the toll's reason?"
    assert [one.asked for one in gap.questions] == [2, 1]
    assert reader.page(View.OPEN, "TOLL reason").total == 1
    assert reader.page(View.OPEN, "%").total == 0


def test_a_gap_goes_from_open_to_answered_and_back(store: GapStore, reader: GapReader) -> None:
    number = store.add(_asked("Why?"), None, 1)
    assert [one.number for one in reader.stale(2)] == [number]
    store.asked_again(number, FOUND, 2)
    assert reader.stale(2) == []
    assert reader.one(number).found == FOUND
    assert reader.counts()[View.ANSWERED] == 1
    later = Found(on="2999-01-01", places=())
    store.asked_again(number, later, 3)
    assert reader.one(number).found == Found(on=FOUND.on, places=())  # since the first time
    store.asked_again(number, None, 4)
    assert reader.one(number).found is None
    store.asked_again(number, FOUND, 5)
    store.add(_asked("Why?"), None, 6)  # a visitor got no answer after all
    assert reader.one(number).found is None
    store.asked_again(99, FOUND, 5)
    assert reader.counts()[View.NOT_DONE] == 1


def test_marks_and_notes_stay_and_who_asks_again_opens_what_was_done(
    store: GapStore, reader: GapReader
) -> None:
    number = store.add(_asked("Why?"), None, 1)
    store.mark(number, Standing.WANTED, "the minutes of May")
    store.add(_asked("Why?"), None, 1)
    gap = reader.one(number)
    assert (gap.standing, gap.note) == (Standing.WANTED, "the minutes of May")
    store.mark(number, Standing.DONE)
    assert _questions(reader) == []
    assert _questions(reader, View.DONE) == ["Why?"]
    assert reader.stale(9) == []
    store.add(_asked("Why?"), None, 1)
    assert reader.one(number).standing is Standing.OPEN
    with pytest.raises(UsageError, match="at most"):
        store.mark(number, Standing.OPEN, "x" * 2_000)


def test_what_is_forgotten_is_gone_from_the_file(store: GapStore, reader: GapReader) -> None:
    secret = "Where does Zebulon Quillfeather live?"
    numbers = [store.add(_asked(one), None, 1) for one in (secret, "Why?", "How?")]
    with pytest.raises(UnknownGap):
        store.forget([numbers[0], 99])
    assert reader.page(View.OPEN).total == 3
    store.forget([numbers[0], numbers[0]])
    assert _questions(reader) == ["Why?", "How?"]
    files = [path.read_bytes() for path in store.path.parent.iterdir()]
    assert not any(b"Quillfeather" in content for content in files)
    assert store.forget_all() == 2
    assert reader.page(View.NOT_DONE).total == 0
    assert store.add(_asked("New?"), None, 1) > max(numbers)  # no number means another gap


def test_what_was_asked_too_long_ago_is_not_shown_and_then_deleted(
    store: GapStore, reader: GapReader
) -> None:
    old = store.add(_asked("Old?"), _vector(1, 0), 1, day=oldest_day(40))
    store.add(_asked("Old but asked since?"), _vector(1, 0.1), 1, day=oldest_day(2))
    alone = store.add(_asked("Lonely?"), None, 1, day=oldest_day(40))
    store.set_days(30)
    gap = reader.one(old)
    assert (gap.question, gap.first, gap.asked) == ("Old but asked since?", oldest_day(2), 1)
    with pytest.raises(UnknownGap):
        reader.one(alone)
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM questions").fetchone() == (1,)
        connection.execute("UPDATE questions SET last = '2000-01-01'")
        connection.execute("UPDATE gaps SET last = '2000-01-01'")
        connection.commit()
    assert reader.page(View.NOT_DONE).total == 0  # before anything is written again
    assert reader.days() == 30


def test_at_the_limit_what_was_asked_least_and_longest_ago_gives_way(
    store: GapStore, reader: GapReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST", 3)
    wanted = store.add(_asked("Wanted?"), None, 1, day=oldest_day(9))
    store.mark(wanted, Standing.WANTED)
    for question in ("Often?", "Often?", "Once, long ago?"):
        store.add(_asked(question), None, 1, day=oldest_day(8))
    store.add(_asked("Now?"), None, 1)
    assert _questions(reader) == ["Often?", "Now?"]
    assert _questions(reader, View.WANTED) == ["Wanted?"]


def test_a_question_of_any_characters_is_kept_as_it_is(store: GapStore, reader: GapReader) -> None:
    for question in ("<script>alert(1)</script>?", "x" * LONGEST, "Où 😀 \u202eтам\u202c؟"):
        number = store.add(_asked(question), None, 1)
        assert reader.one(number).question == question


def test_a_locked_file_is_said_and_read_all_the_same(
    store: GapStore, reader: GapReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "_SHORT", 0.01)
    store.add(_asked("Why?"), None, 1)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(IndexLocked, match=r"gaps\.sqlite is being written to"):
            store.add(_asked("How?"), None, 1)
        assert _questions(reader) == ["Why?"]
    assert store.add(_asked("How?"), None, 1)


def test_a_file_that_is_none_or_gone_is_named(store: GapStore, reader: GapReader) -> None:
    assert reader.page(View.OPEN).total == 0
    assert store.forget_all() == 0
    for change in (lambda: store.forget([1]), lambda: store.mark(1, Standing.DONE)):
        with pytest.raises(UnknownGap):
            change()
    store.asked_again(1, FOUND, 1)
    assert not store.path.exists()  # nothing but a question makes it
    store.path.write_bytes(b"no database at all, but long enough to be looked at")
    with pytest.raises(IndexDamaged, match=r"gaps\.sqlite"):
        store.add(_asked("Why?"), None, 1)
    with pytest.raises(IndexProblem, match=r"gaps\.sqlite"):
        reader.page(View.OPEN)
    store.path.unlink()
    assert store.add(_asked("Why?"), None, 1)


def test_only_the_server_may_read_the_file(store: GapStore) -> None:
    store.add(_asked("Why?"), None, 1)
    assert (store.path.parent / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_read(store: GapStore, reader: GapReader) -> None:
    store.add(_asked("Why?"), None, 1)
    folder = store.path.parent
    folder.chmod(0o500)
    store.path.chmod(0o400)
    try:
        assert _questions(reader) == ["Why?"]
        with pytest.raises(UsageError, match="cannot be written to"):
            store.add(_asked("How?"), None, 1)
    finally:
        store.path.chmod(0o600)
        folder.chmod(0o700)
