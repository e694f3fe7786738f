"""Door to SQLite: the connections, transactions and statements behind the tables.

The file is not believed blindly: every statement goes through `select`, `run` or `run_many`, where
an error of SQLite and a value of a kind that was never written become `IndexDamaged`. That it
happened is remembered in `fault`.

`synchronous=FULL`: in WAL mode a commit then reaches the disk before it returns, so that neither
`kill -9` (where NORMAL would do) nor a power cut takes back what was reported as indexed. Commits
are seconds apart, one for a batch of articles; the extra fsync was not measurable.
"""

import contextlib
import json
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from index.articles.rows import Rows
from index.errors import IndexDamaged, IndexProblem
from index.store.connections.connection import Connection, Connections
from index.store.connections.uses import PATIENCE, Uses
from index.store.damage import missing_truth, unexpected_value
from index.store.limited.visible import limit
from index.store.read_only import ReadOnlyDatabase
from index.store.schema.migrating import is_new, migrate
from index.store.sqlite_errors import storage_problem

_LOG = logging.getLogger(__name__)

FILE = "articles.sqlite"

DERIVED = "derived"
"""The folder of what is made from the truth."""

Kind: TypeAlias = frozenset[type]
"""The types that the values of a column may have."""

INT: Kind = frozenset({int})
TEXT: Kind = frozenset({str})
BYTES: Kind = frozenset({bytes})
ANY_INT: Kind = frozenset({int, type(None)})
ANY_TEXT: Kind = frozenset({str, type(None)})

PAGE_CACHES = 32 * 2**20
"""Bytes that SQLite holds of files, at most, in all connections of a process together; each takes
two million otherwise, and there is one for every thread and choice of collections."""

LARGEST = 2**53
"""No counter ever gets there."""


class Database:
    """The database file of one index folder.

    Safe to share among threads: each gets its own connection. Every method raises `IndexDamaged`
    where the file cannot be read or holds what was never written to it, and another `IndexProblem`
    where it cannot be used for other reasons.

    Args:
        folder: of the index.
        read_only: the folder cannot be written to.
        seen: collections of whose articles alone there is anything to see, None for all. Nothing
            can then be written.
        whole: who uses all of it, where others than `seen` are there.
    """

    def __init__(
        self,
        folder: Path,
        *,
        read_only: bool,
        seen: frozenset[str] | None = None,
        whole: Uses | None = None,
    ) -> None:
        self.folder = folder
        self.seen = seen
        self.path = folder / FILE
        self.opened = 0
        """Grows when another file is found at `path`: what was read before is of the old one."""
        self.fault: str | None = None
        """What was found damaged last, in this file."""
        self._file: object = None
        self.uses = Uses(f"The index at {folder}", whole)
        """Who uses it: each statement is one use, and what must be finished is another."""
        self._connections = Connections()
        self._closed = False
        self._unwritable = ReadOnlyDatabase(self.path) if read_only else None

    @property
    def read_only(self) -> bool:
        """Whether the folder could not be written to when this was made, or all is not seen."""
        return self._unwritable is not None or self.limited

    @property
    def limited(self) -> bool:
        """Whether only what is in some collections is seen."""
        return self.seen is not None

    def close(self, patience: float = PATIENCE) -> None:
        """Refuse what is new, wait for what is under way, and close every thread's connection.

        What still runs after `patience` seconds keeps its connections until its thread ends.
        """
        self.uses.refuse()
        if not self.uses.wait(patience):
            _LOG.warning(
                "%s is closed while it is being used: what is under way goes on with what it has.",
                self.path,
            )  # fmt: skip
            return
        self._closed = True
        self._connections.close()
        if self._unwritable:
            self._unwritable.close()

    def let_go(self) -> None:
        """Close all connections as `close` does, and go on: the next statement opens the file."""
        self.close()
        self._closed = False
        self.uses.allow()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode, to the file that is at `path` now.

        It is used inside a use of `uses` only.
        """
        found = self._connections.mine
        if found is not None and (found.in_transaction or not self.is_outdated(found)):
            return found
        if found is not None:
            found.close()
        self._connections.mine = None
        self._connections.mine = found = self.connect()
        return found

    def is_outdated(self, connection: Connection) -> bool:
        """Tell whether a connection is to another file than the one that is at `path` now."""
        if self._unwritable is not None:
            # A database opened as unchanging does not follow when it changes all the same.
            return connection.stamp != self._unwritable.stamp()
        return connection.file != self._identity()

    def version(self, connection: Connection) -> int:
        """Return another number than before where another connection has committed meanwhile."""
        try:
            with self.uses:
                (found,) = connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error as error:
            raise self.noted(storage_problem(error, self.path)) from error
        return int(found)

    def connect(self) -> Connection:
        """Return another connection, in autocommit mode, which `close` closes."""
        with self.uses:
            return self._connected()

    def _connected(self) -> Connection:
        if self._closed:  # by the very thread that goes on inside a use
            raise self.uses.closed()
        if self._is_blank() and self._has_derived():
            raise self.noted(missing_truth(self.path))
        stamp, address = None, f"{self.path.as_uri()}"
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
        if self._unwritable:
            stamp, address = self._unwritable.stamp(), self._unwritable.address()
            pragmas = [] if self.limited else ["query_only=ON"]
        pragmas.append(f"soft_heap_limit={PAGE_CACHES}")
        try:
            connection = sqlite3.connect(
                address,
                uri=True,
                timeout=30.0,
                isolation_level=None,
                check_same_thread=False,  # `close` is called from another thread, when none uses it
                factory=Connection,
            )
            try:
                connection.stamp = stamp
                self._check_schema(connection)
                for pragma in pragmas:
                    connection.execute(f"PRAGMA {pragma}")
                migrate(connection, str(self.folder))
                if self.seen is not None:
                    limit(connection, self.seen)
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise self.noted(storage_problem(error, self.path)) from error
        except IndexDamaged as damage:
            raise self.noted(damage) from None
        self._connections.note(connection)
        self._follow(connection)
        return connection

    def _check_schema(self, connection: Connection) -> None:
        # An empty database made in place of one that was lost would hide the loss.
        if is_new(connection, str(self.folder)) and self._has_derived():
            raise missing_truth(self.path)

    def _follow(self, connection: Connection) -> None:
        """Forget what was known of the file before, if `connection` is to another one."""
        connection.file = self._identity()
        if connection.file != self._file:
            self._file, self.fault = connection.file, None
            self.opened += 1

    def _identity(self) -> object:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _is_blank(self) -> bool:
        try:
            return self.path.stat().st_size == 0
        except OSError:
            return True

    def _has_derived(self) -> bool:
        return (self.folder / DERIVED / "manifest.json").exists()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """See one unchanging generation while the block runs."""
        with self.uses:
            if self.connection.in_transaction:
                yield
                return
            self.run("BEGIN")
            connection = self.connection
            try:
                yield
            finally:
                if connection.in_transaction:
                    self.run("ROLLBACK")

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Make what the block writes one transaction: all of it, or nothing."""
        with self.uses:
            self.run("BEGIN IMMEDIATE")
            connection = self.connection
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    self.run("ROLLBACK")
                raise

    def select(
        self, sql: str, kinds: Sequence[Kind], values: Sequence[object] = ()
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a query whose columns have values of these kinds.

        A text that cannot be stored, being no valid Unicode, is found nowhere.
        """
        try:
            with self.uses:
                rows = self.connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:
            return []
        except sqlite3.Error as error:
            raise self.noted(storage_problem(error, self.path)) from error
        for number, (column, kind) in enumerate(zip(zip(*rows, strict=True), kinds, strict=False)):
            if not kind.issuperset(map(type, column)):
                raise self.noted(unexpected_value(self.path, sql, number))
        return rows

    def numbers(self, columns: str, rest: str, values: Sequence[object] = ()) -> list[Rows]:
        """Return whole numbers by column, of `SELECT columns rest`; quicker than as many rows."""
        names = columns.split(",")
        arrays = ", ".join(f"json_group_array({name.strip()})" for name in names)
        sql = f"SELECT {arrays} FROM (SELECT {columns} {rest})"
        found = [json.loads(text) for text in self.select(sql, (TEXT,) * len(names), values)[0]]
        for number, column in enumerate(found):
            if not INT.issuperset(map(type, column)):
                raise self.noted(unexpected_value(self.path, sql, number))
        return [np.array(column, np.int64) for column in found]

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Execute a statement that returns nothing."""
        try:
            with self.uses:
                self.connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self.noted(storage_problem(error, self.path)) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute a statement that returns nothing for the values of each row."""
        try:
            with self.uses:
                self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self.noted(storage_problem(error, self.path)) from error

    def noted(self, problem: Exception) -> Exception:
        """Remember what is damaged, and return `problem` to be raised."""
        if isinstance(problem, IndexDamaged):
            self.fault = str(problem)
        return problem

    @contextlib.contextmanager
    def forgiving(self) -> Iterator[None]:
        """Have damage that is met inside the block be remembered by somebody else."""
        fault = self.fault
        try:
            yield
        finally:
            self.fault = fault

    def scanned(self, sql: str) -> dict[int, str]:
        """Return what a query for (row number, text) gives until it fails, if it does.

        For a damaged file: nothing is raised.
        """
        found: list[tuple[object, object]] = []
        with contextlib.suppress(sqlite3.Error, IndexProblem), self.uses:
            for one in self.connection.execute(sql):
                found.append(one)  # noqa: PERF402 - what came before an error is kept
        return {
            row: text
            for row, text in found
            if type(row) is int and type(text) is str and 0 < row < LARGEST
        }
