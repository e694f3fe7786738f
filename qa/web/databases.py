"""The databases that a server keeps beside its index (SQLite), as they are opened."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from index.errors import IndexDamaged, IndexLocked, IndexProblem, UsageError
from index.store.files.synced_files import make_folder

Connection: TypeAlias = sqlite3.Connection

PATIENCE = 10.0
"""Seconds that are waited for another program which writes to the same database."""

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def open_database(
    path: Path, schema: str, *, unwritable: str, damaged: str, patience: float = PATIENCE
) -> Connection:
    """Return a database that only the server's own user may read; it is made when it is not there.

    Each statement is a transaction that is on the disk when it returns. Threads may share the
    connection, one at a time.

    Args:
        path: of the file; its folder is made, too.
        schema: is run each time.
        unwritable: what is said when the file cannot be written to, with `{error}` in it.
        damaged: what is said when the file is no such database, with `{error}` in it.
        patience: seconds to wait for another program that writes.

    Raises:
        UsageError: when the file cannot be written to.
        IndexDamaged: when the file is no such database.
        IndexLocked: when another program goes on writing to it.
    """
    try:
        make_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise UsageError(f"{path} {unwritable.format(error=error.strerror)}") from error
    connection = sqlite3.connect(
        path, timeout=patience, check_same_thread=False, isolation_level=None
    )
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(schema)
    except sqlite3.DatabaseError as error:
        connection.close()
        if _is_busy(error):
            raise _locked(path) from error
        raise IndexDamaged(f"{path}{damaged.format(error=error)}") from error
    return connection


def read_database(path: Path, schema: str) -> Connection:
    """Return a database that is only read, also from a disk that cannot be written to.

    Where there is none, or its tables are not made yet, it is an empty one.

    Args:
        path: of the file.
        schema: of the database, all of it in one transaction.

    Raises:
        IndexProblem: when it cannot be read.
    """
    if not path.exists():
        return _empty(schema)
    log = path.with_name(f"{path.name}-wal")
    ways = [f"{path.absolute().as_uri()}?mode=ro"]
    if not (log.exists() and log.stat().st_size):  # else its last changes would not be seen
        ways.append(f"{ways[0]}&immutable=1")
    reason = ""
    for address in ways:
        connection = sqlite3.connect(
            address, uri=True, timeout=PATIENCE, check_same_thread=False, isolation_level=None
        )
        try:
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            connection.close()
            reason = str(error)
        else:
            if tables:
                return connection
            connection.close()
            return _empty(schema)
    raise IndexProblem(f"{path} cannot be read ({reason}). Check its permissions, or move it away.")


def _empty(schema: str) -> Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    connection.executescript(schema)
    return connection


@contextmanager
def in_transaction(connection: Connection, path: Path) -> Iterator[Connection]:
    """Keep all that is done in the block, or none of it; it is on the disk afterwards.

    Raises:
        IndexLocked: when another program goes on writing to the database.
        IndexProblem: when it cannot be written, for want of room or otherwise.
    """
    with told(path), connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what goes wrong with a database in the block as an IndexProblem."""
    try:
        yield
    except sqlite3.Error as error:
        if _is_busy(error):
            raise _locked(path) from error
        raise IndexProblem(f"{path} cannot be used ({error}).") from error


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY


def _locked(path: Path) -> IndexLocked:
    return IndexLocked(f"{path} is being written to by another program; try again in a moment.")
