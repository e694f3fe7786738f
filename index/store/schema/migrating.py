"""Bringing a database up to this version: each change once, in one transaction with its record."""

import sqlite3

from index.errors import IndexMismatch
from index.store.schema.migrations import MIGRATIONS


def migrate(connection: sqlite3.Connection, where: str) -> None:
    """Bring the schema of `connection` (in autocommit) up to this version.

    Raises:
        IndexMismatch: a newer version of Pullquote made the index at `where`.
    """
    if _version(connection, where) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(
            """CREATE TABLE IF NOT EXISTS migrations (
                number INTEGER PRIMARY KEY,
                name TEXT NOT NULL,
                applied TEXT NOT NULL
            ) STRICT"""
        )
        connection.execute("COMMIT")
        _apply(connection, where)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def is_behind(connection: sqlite3.Connection, where: str) -> bool:
    """Tell whether a version before this one made the schema; raises like `migrate`."""
    return 0 < _version(connection, where) < len(MIGRATIONS)


def is_new(connection: sqlite3.Connection, where: str) -> bool:
    """Tell whether no change has been applied yet; raises like `migrate`."""
    return _version(connection, where) == 0


def _apply(connection: sqlite3.Connection, where: str) -> None:
    for number, change in enumerate(MIGRATIONS, 1):
        connection.execute("BEGIN IMMEDIATE")
        if number > _version(connection, where):  # another process may have been faster
            change(connection)
            connection.execute(
                "INSERT INTO migrations VALUES (?, ?, datetime('now'))",
                (number, change.__name__.strip("_")),
            )
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection, where: str) -> int:
    known = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
    ).fetchone()[0]
    if not known:
        return 0
    found = int(connection.execute("SELECT ifnull(max(number), 0) FROM migrations").fetchone()[0])
    if found > len(MIGRATIONS):
        raise IndexMismatch(
            f"The index at {where} has schema version {found}, made by a newer Pullquote; this one "
            f"knows versions up to {len(MIGRATIONS)}. Update Pullquote, or index into another "
            f"folder with --index."
        )
    return found
