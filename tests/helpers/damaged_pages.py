"""Databases of which one page was overwritten."""

import sqlite3
from contextlib import closing
from pathlib import Path

_PAGE = 4096


def overwrite_page_of(path: Path, name: str) -> None:
    """Overwrite the first page of a table or an index in a database that nobody has open."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * _PAGE)
        file.write(b"\xa5" * _PAGE)
