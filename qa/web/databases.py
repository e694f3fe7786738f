"""The databases that a server keeps beside its index (SQLite), as they are opened."""

import os
import sqlite3
from pathlib import Path

from index.errors import IndexDamaged, UsageError


def open_database(path: Path, schema: str, *, unwritable: str, damaged: str) -> sqlite3.Connection:
    """Return a database that only the server's own user may read; it is made when it is not there.

    Each statement is a transaction that is on the disk when it returns. Threads may share the
    connection, one at a time.

    Args:
        path: of the file; its folder is made, too.
        schema: is run each time.
        unwritable: what is said when the file cannot be written to, with `{error}` in it.
        damaged: what is said when the file is no such database, with `{error}` in it.

    Raises:
        UsageError: when the file cannot be written to.
        IndexDamaged: when the file is no such database.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise UsageError(f"{path} {unwritable.format(error=error.strerror)}") from error
    connection = sqlite3.connect(path, timeout=10.0, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(schema)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise IndexDamaged(f"{path}{damaged.format(error=error)}") from error
    return connection
