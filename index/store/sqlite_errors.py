"""Errors of SQLite in the user's words."""

import sqlite3
from pathlib import Path

from index.errors import IndexDamaged, IndexProblem
from index.store.damage import RESTORE, full_disk

_DAMAGE = frozenset(
    {
        # The statements are fixed, so one that fails by itself met a schema or a row that is not as
        # it was written. Python gives no code for a text that is no UTF-8.
        0,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_INTERNAL,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_SCHEMA,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_NOTADB,
    }
)


def storage_problem(error: sqlite3.Error, path: Path) -> IndexProblem:
    """Say in the user's words what SQLite could not do with the file `path`."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return full_disk(path.parent)
    if isinstance(error, sqlite3.ProgrammingError):
        return IndexProblem(f"{path}: {error} The index was closed while it was in use.")
    if code in _DAMAGE:
        return IndexDamaged(f"{path} is damaged ({error}). {RESTORE}")
    if code == sqlite3.SQLITE_BUSY:
        return IndexProblem(f"{path} is busy: another process holds it. Try again in a moment.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return IndexProblem(
            f"{path} cannot be written to ({error}). Check that the disk is not full and its "
            f"permissions; what was indexed before is kept."
        )
    return IndexProblem(
        f"{path}: {error}. Check that the disk is not full and the folder can be written to; what "
        f"was indexed before is kept."
    )
