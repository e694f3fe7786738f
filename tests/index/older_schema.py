"""An index as an earlier version left it: the changes of the schema from a named one on, undone."""

import sqlite3
from contextlib import closing
from pathlib import Path

from index.store.schema.migrations import MIGRATIONS


def undo_from(path: Path, name: str) -> None:
    """Undo the change `name` of the database at `path`, and all later ones.

    They may add tables, views, triggers, indexes and columns; these are dropped.
    """
    number = [change.__name__.strip("_") for change in MIGRATIONS].index(name)
    with closing(sqlite3.connect(":memory:")) as before, closing(sqlite3.connect(path)) as file:
        for change in MIGRATIONS[:number]:
            change(before)
        kept = set(before.execute("SELECT type, name FROM sqlite_master"))
        for kind in ("trigger", "view", "index", "table"):
            there = file.execute(
                "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)
            ).fetchall()
            for (one,) in there:
                if (kind, one) not in kept and one != "migrations":
                    file.execute(f'DROP {kind} IF EXISTS "{one}"')
        for kind, table in kept:
            if kind == "table" and not table.startswith("sqlite_"):
                for column in _columns(file, table) - _columns(before, table):
                    file.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        file.execute("DELETE FROM migrations WHERE number > ?", (number,))
        file.commit()


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
