"""The database: one connection a thread, whole transactions, and nothing believed blindly."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import IndexClosed, IndexDamaged, IndexProblem
from index.store.database import ANY_TEXT, FILE, INT, PAGE_CACHES, TEXT, Database
from index.store.sqlite_errors import storage_problem

SETTING = "INSERT INTO settings VALUES (?, ?)"
SETTINGS = "SELECT name, value FROM settings ORDER BY name"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path, read_only=False)


def test_a_transaction_is_whole_or_nothing(database: Database) -> None:
    with database.writing():
        database.run(SETTING, ("a", "1"))

    def fail() -> None:
        with database.writing():
            database.run_many(SETTING, [("b", "2"), ("c", "3")])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert database.select(SETTINGS, (TEXT, TEXT)) == [("a", "1")]
    database.run(SETTING, ("d", "4"))  # nothing is left open
    assert len(database.select(SETTINGS, (TEXT, TEXT))) == 2


def test_a_reader_sees_one_generation_while_another_thread_writes(database: Database) -> None:
    def write() -> None:
        with database.writing():
            database.run(SETTING, ("a", "1"))

    with database.reading():
        assert database.select(SETTINGS, (TEXT, TEXT)) == []
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        with database.reading():  # the same, not another
            assert database.select(SETTINGS, (TEXT, TEXT)) == []
    assert database.select(SETTINGS, (TEXT, TEXT)) == [("a", "1")]


def test_all_connections_share_one_bound_for_what_they_hold_of_files(database: Database) -> None:
    assert database.connection.execute("PRAGMA soft_heap_limit").fetchone() == (PAGE_CACHES,)


def test_each_thread_has_a_connection_of_its_own(database: Database) -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(database.connection))
    thread.start()
    thread.join()
    assert found[0] is not database.connection
    assert database.connection is database.connection


def test_a_value_of_another_kind_is_damage(database: Database) -> None:
    sql = "SELECT 1, NULL"
    assert database.select(sql, (INT, ANY_TEXT)) == [(1, None)]
    assert database.fault is None
    with pytest.raises(IndexDamaged, match="column 2"):
        database.select(sql, (INT, TEXT))
    assert database.fault is not None


def test_what_is_forgiven_is_not_remembered(database: Database) -> None:
    with database.forgiving(), pytest.raises(IndexDamaged):
        database.select("SELECT NULL", (INT,))
    assert database.fault is None


@pytest.mark.parametrize(
    "call",
    [
        lambda database: database.select(SETTINGS, ()),
        lambda database: database.run(SETTING, ("a", "1")),
        lambda database: database.run_many(SETTING, [("a", "1")]),
    ],
)
def test_a_statement_that_fails_by_itself_met_damage(
    database: Database, call: Callable[[Database], object]
) -> None:
    database.run("DROP TABLE settings")
    with pytest.raises(IndexDamaged, match=FILE):
        call(database)
    assert database.fault is not None


def test_another_file_in_its_place_is_followed(database: Database, tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        database.select("SELECT NULL", (INT,))
    other = Database(tmp_path / "other", read_only=False)
    other.folder.mkdir()
    other.run(SETTING, ("other", "1"))
    other.close()
    opened = database.opened
    for suffix in ("-wal", "-shm"):  # they belong to the file before
        database.path.with_name(FILE + suffix).unlink()
    other.path.replace(database.path)
    assert database.select(SETTINGS, (TEXT, TEXT)) == [("other", "1")]
    assert (database.opened, database.fault) == (opened + 1, None)


@pytest.mark.parametrize("content", [None, b""])
def test_an_empty_database_never_hides_a_loss(
    database: Database, tmp_path: Path, content: bytes | None
) -> None:
    (tmp_path / "derived").mkdir()
    (tmp_path / "derived" / "manifest.json").write_text("{}")
    if content is not None:
        database.path.write_bytes(content)
    with pytest.raises(IndexDamaged, match=FILE):
        database.select(SETTINGS, (TEXT, TEXT))
    assert database.path.exists() == (content is not None)


def test_scanning_keeps_what_comes_before_an_error(database: Database) -> None:
    database.run_many(SETTING, [("a", "1"), ("b", "2"), ("c", "3")])
    assert database.scanned("SELECT rowid, value FROM settings") == {1: "1", 2: "2", 3: "3"}
    broken = "SELECT rowid, CASE name WHEN 'c' THEN json('[') ELSE value END FROM settings"
    # Python steps to the next row before it hands one out: the last one before is lost, too.
    assert database.scanned(broken).items() >= {1: "1"}.items()
    assert 3 not in database.scanned(broken)
    assert database.scanned("SELECT 1, NULL UNION ALL SELECT -1, 'x'") == {}
    assert database.scanned("SELECT 1, 'x' FROM nowhere") == {}
    assert database.fault is None


def test_one_that_was_let_go_of_opens_again_when_it_is_used(database: Database) -> None:
    database.run(SETTING, ("a", "1"))
    before = database.connection
    database.let_go()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        before.execute("SELECT 1")
    assert database.select(SETTINGS, (TEXT, TEXT)) == [("a", "1")]


@pytest.mark.parametrize(
    "call",
    [
        lambda database: database.select(SETTINGS, (TEXT, TEXT)),
        lambda database: database.run(SETTING, ("b", "2")),
        lambda database: database.run_many(SETTING, [("b", "2")]),
        lambda database: database.reading().__enter__(),
        lambda database: database.writing().__enter__(),
        lambda database: database.connect(),
    ],
)
def test_a_closed_database_is_not_used(
    database: Database, call: Callable[[Database], object]
) -> None:
    database.run(SETTING, ("a", "1"))
    database.close()
    with pytest.raises(IndexClosed, match=r"The index at .* was closed"):
        call(database)
    assert database.scanned("SELECT rowid, name FROM settings") == {}
    database.close()


def _error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("it failed")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (_error(sqlite3.SQLITE_FULL), IndexProblem, "no room left"),
        (_error(sqlite3.SQLITE_BUSY), IndexProblem, "busy"),
        (_error(sqlite3.SQLITE_READONLY), IndexProblem, "permissions"),
        (_error(sqlite3.SQLITE_CANTOPEN), IndexProblem, "permissions"),
        (_error(sqlite3.SQLITE_IOERR), IndexProblem, "what was indexed before is kept"),
        (_error(sqlite3.SQLITE_CORRUPT), IndexDamaged, "is damaged"),
        (_error(sqlite3.SQLITE_NOTADB), IndexDamaged, "is damaged"),
        (_error(sqlite3.SQLITE_CORRUPT | 2 << 8), IndexDamaged, "is damaged"),  # an extended code
        (sqlite3.ProgrammingError("closed."), IndexProblem, "closed while it was in use"),
    ],
)
def test_errors_are_told_in_words(error: sqlite3.Error, kind: type, words: str) -> None:
    problem = storage_problem(error, Path("somewhere") / FILE)
    assert type(problem) is kind
    assert words in str(problem)
    assert "somewhere" in str(problem)
