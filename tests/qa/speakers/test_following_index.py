"""The list of speakers of an index follows what this process and others change in it."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import changing_index
import pytest
from changing_index import NAMES, TEXTS, change, opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from older_schema import undo_from
from speakers_anew import assert_same, directory_anew

from index.collection import Index
from index.opened.reading import ReadableIndex
from qa.speakers.directory import directory_of
from qa.speakers.finder import SpeakerFinder, spoken
from qa.speakers.kept import views
from qa.speakers.kept.views import KeptViews
from qa.web.speakers.kept_records import KeptRecords

ROOT = Path(__file__).parents[3]
VIEWS = (None, ["default"], ["desk"], ["tips"], ["default", "desk"])

Change = tuple[str, list[Any]]


class AnotherProcess:
    """Makes changes of indexes in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, changing_index.__file__], stdin=subprocess.PIPE, text=True,
            stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."},
        )  # fmt: skip

    def change(self, folder: Path, what: str, values: list[Any]) -> None:
        self.begin(folder, what, values)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "done\n"

    def begin(self, folder: Path, what: str, values: list[Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(folder), what, values]) + "\n")
        self._process.stdin.flush()

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def another() -> Iterator[AnotherProcess]:
    process = AnotherProcess()
    yield process
    process.stop()


def seen(index: Index, names: list[str] | None) -> ReadableIndex:
    return index if names is None else index.limited_to(names)


def assert_followed(index: Index) -> None:
    for names in VIEWS:
        view = seen(index, names)
        assert_same(directory_of(view), directory_anew(view))


number = st.integers(0, 4)
places = st.lists(st.sampled_from(("default", "desk", "tips")), min_size=1, max_size=2, unique=True)
put = st.tuples(
    number, st.integers(0, len(TEXTS) - 1), st.sampled_from((None, "2020-05-06", "2021")),
    st.just([]) | places,
)  # fmt: skip
changes = st.one_of(
    st.tuples(st.just("put"), put),
    st.tuples(st.just("put"), put),
    st.tuples(st.just("remove"), st.tuples(st.lists(number, min_size=1, max_size=2))),
    st.tuples(st.just("move"), st.tuples(number, places)),
    st.tuples(st.just("rename"), st.permutations(("desk", "tips"))),
    st.tuples(
        st.just("decide"),
        st.tuples(
            st.sampled_from(("same", "apart")), st.sampled_from(NAMES), st.sampled_from(NAMES),
            st.lists(number, max_size=2, unique=True),
        ),
    ),
    st.tuples(st.just("take back"), st.tuples(st.integers(0, 2))),
)  # fmt: skip


@given(st.lists(st.tuples(st.booleans(), changes), min_size=5, max_size=10))
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whoever_changes_what_every_reader_has_the_list_as_made_anew(
    another: AnotherProcess, steps: list[tuple[bool, tuple[str, tuple[Any, ...]]]]
) -> None:
    with TemporaryDirectory() as name, opened(Path(name) / "index") as index:
        for text in range(4):
            change(index, "put", [text, text, "2020-05-06", ["desk"] if text % 2 else []])
        assert_followed(index)
        for at, (is_another, (what, values)) in enumerate(steps):
            if is_another:
                another.change(index.folder, what, list(values))
            else:
                change(index, what, list(values))
            if at % 2:
                assert_followed(index)
        assert_followed(index)
        assert index.verify().ok


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path / "index") as index:
        for text in range(4):
            change(index, "put", [text, text, "2020-05-06", ["desk"] if text % 2 else []])
        yield index


def test_only_what_the_articles_touched_tell_is_read_again(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = directory_of(index)
    asked: list[str] = []
    tell = SpeakerFinder.tell
    monkeypatch.setattr(
        SpeakerFinder, "tell", lambda *given: asked.append(given[1].id) or tell(*given)
    )
    assert directory_of(index) is before
    change(index, "put", [9, 3, None, []])
    after = directory_of(index)
    assert asked == ["a9"]  # when it was stored
    lena, holt = before.find("Lena Fox"), before.find("Ada Karin Holt")
    assert holt is not None
    assert after.find("Ada Karin Holt") is holt
    assert after.find("Lena Fox") != lena


def test_a_view_that_another_article_is_hidden_from_stays_as_it_is(index: Index) -> None:
    view = index.limited_to(["default"])
    before = directory_of(view)
    change(index, "put", [8, 1, None, ["desk"]])
    after = directory_of(view)
    assert all(one is other for one, other in zip(after.speakers, before.speakers, strict=True))
    change(index, "move", [8, ["default"]])
    assert directory_of(view).searched == before.searched + 1


def test_an_index_of_before_is_told_once_and_then_followed(index: Index) -> None:
    whole, path = directory_anew(index), index.folder / "articles.sqlite"
    index.close()
    undo_from(path, "speakers_of_articles")
    with opened(index.folder) as old:
        assert_same(directory_of(old.limited_to(["desk", "default"])), whole)
        assert_same(directory_of(old), whole)
        assert len(_stored(path)) == 4
        change(old, "remove", [[0]])
        assert_followed(old)
        assert old.verify().ok


def _stored(path: Path) -> dict[int, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT article, speakers FROM article_speakers"))


@pytest.mark.parametrize(
    ("written", "repaired"), [("[[null,7,0,[]]]", 1), ("nonsense", 1), ("[[1,2]]", 1)]
)
def test_what_is_stored_otherwise_than_articles_tell_is_found_and_mended(
    index: Index, written: str, repaired: int
) -> None:
    path = index.folder / "articles.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE article_speakers SET speakers = ? WHERE article = 1", (written,))
    connection.close()
    problems = index.verify().problems
    assert problems == ("article a0: who speaks in it is not stored as its statements say",)
    report = index.verify(repair=True)
    assert (report.ok, len(report.repaired)) == (True, repaired)
    assert_followed(index)
    assert all(spoken(told) for told in _stored(path).values())


def test_rules_that_tell_otherwise_are_asked_at_the_next_indexing(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SpeakerFinder, "telling_rules", "other rules")
    change(index, "put", [5, 5, None, []])
    with closing(sqlite3.connect(index.folder / "articles.sqlite")) as connection:
        assert connection.execute("SELECT DISTINCT rules FROM article_speakers").fetchall() == [
            ("other rules",)
        ]
    assert_followed(index)


def test_a_process_that_is_killed_leaves_a_list_that_can_be_followed(index: Index) -> None:
    process = AnotherProcess()
    directory_of(index)
    for number in range(5, 9):
        process.begin(index.folder, "put", [number, number % 5, None, ["default"]])
    while not index.library.contains("a5"):
        time.sleep(0.01)
    process.stop()
    assert_followed(index)
    change(index, "put", [5, 0, None, []])
    assert_followed(index)
    assert index.verify().ok


def test_the_page_of_a_speaker_is_read_again_where_it_has_changed(index: Index) -> None:
    records = KeptRecords()

    def said(name: str) -> list[str]:
        speaker = directory_of(index).find(name)
        assert speaker is not None
        anew = KeptRecords().of(index, speaker)
        kept = records.of(index, speaker)
        assert (kept.said, kept.phrases, kept.unread) == (anew.said, anew.phrases, anew.unread)
        return [article.id for article, _ in kept.said]

    assert said("Tom Berg") == ["a1", "a3", "a3"]
    change(index, "put", [6, 1, "2019-01-01", []])
    assert said("Tom Berg") == ["a6", "a1", "a3", "a3"]
    change(index, "put", [1, 0, "2020-05-06", []])
    assert said("Tom Berg") == ["a6", "a3", "a3"]
    change(index, "decide", ["same", "Tom Berg", "Lena Fox", []])
    assert said("Tom Berg") == ["a6", "a2", "a3", "a3"]


def test_lists_not_asked_for_lately_are_forgotten_where_they_hold_too_much(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = index.limited_to(["default"])
    kept = KeptViews()
    assert_same(kept.of(index).now(index), kept.of(index).now(index))
    first = kept.of(view)
    assert kept.of(index).held > kept.of(view).held == first.held == 0
    first.now(view)
    monkeypatch.setattr(views, "_MOST_HELD", 5)
    assert kept.of(view) is first  # the last one stays
    assert kept.of(index).held == 0
    assert_same(kept.of(index).now(index), directory_anew(index))
