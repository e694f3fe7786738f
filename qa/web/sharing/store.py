"""Which links were taken back, and what is too long for a link (SQLite), beside the index.

Of an article only places are kept. The file is made when there is first something to keep.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.web.databases import open_database

if TYPE_CHECKING:
    from sqlite3 import Connection

FILE = "links.sqlite"
MOST_KEPT = 10_000
"""Conversations that are kept at a time."""
LARGEST_KEPT = 200_000
"""Bytes of one, packed."""
MOST_TAKEN = 1_000_000
MOST_OF_ACCOUNT = 2_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS taken_back (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept (
  id TEXT PRIMARY KEY,
  made INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  record BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS kept_by_end ON kept (expires);
CREATE TABLE IF NOT EXISTS of_accounts (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  address TEXT NOT NULL,
  made INTEGER NOT NULL,
  expires INTEGER,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""
_BEFORE = "before"


class StoreFull(Exception):
    """No more is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedLink:
    """A link in the list of somebody with an account; times are seconds since 1970."""

    id: str
    title: str
    address: str
    made: int
    expires: int | None
    taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many links are kept, and taken back; `before` takes back all made earlier, 0 none."""

    kept: int = 0
    taken_back: int = 0
    before: int = 0


class LinkStore:
    """What is kept of links. Safe to share among threads; times are seconds since 1970."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def is_taken_back(self, identifier: str, made: int | None) -> bool:
        """Whether a link was taken back, by itself or with all that were made as early."""
        if self._rows("SELECT 1 FROM taken_back WHERE id = ?", identifier):
            return True
        return made is not None and made < self._before()

    def take_back(self, identifier: str, at: int) -> None:
        """Take a link back.

        Raises:
            StoreFull: too many are.
        """
        if self._number("SELECT COUNT(*) FROM taken_back") >= MOST_TAKEN:
            raise StoreFull
        self._change("INSERT OR IGNORE INTO taken_back VALUES (?, ?)", identifier, at)
        self._change("DELETE FROM kept WHERE id = ?", identifier)

    def take_back_before(self, when: int) -> None:
        """Take back all links that were made before a time; never fewer than are already."""
        self._change(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name)"
            " DO UPDATE SET value = MAX(value, excluded.value)",
            _BEFORE,
            when,
        )
        self._change("DELETE FROM kept WHERE made < ?", when)

    def _before(self) -> int:
        return self._number("SELECT value FROM settings WHERE name = ?", _BEFORE)

    def keep(self, identifier: str, record: bytes, made: int, expires: int) -> None:
        """Keep a record until a time.

        Raises:
            StoreFull: it is too large, or too many are kept.
        """
        self._change("DELETE FROM kept WHERE expires <= ?", made)
        count = self._number("SELECT COUNT(*) FROM kept")
        if len(record) > LARGEST_KEPT or count >= MOST_KEPT:
            raise StoreFull
        self._change("INSERT INTO kept VALUES (?, ?, ?, ?)", identifier, made, expires, record)

    def kept(self, identifier: str, now: int) -> bytes | None:
        """Return a record; None where there is none, or its time is over."""
        rows = self._rows("SELECT record FROM kept WHERE id = ? AND expires > ?", identifier, now)
        return bytes(rows[0][0]) if rows else None

    def note(self, account: str, link: NotedLink) -> None:
        """Put a link into somebody's list; the oldest ones of too many leave it."""
        values = (link.id, link.title, link.address, link.made, link.expires)
        self._change(
            "INSERT OR REPLACE INTO of_accounts VALUES (?, ?, ?, ?, ?, ?)", account, *values
        )
        self._change(
            "DELETE FROM of_accounts WHERE account = ? AND id NOT IN (SELECT id FROM of_accounts"
            " WHERE account = ? ORDER BY made DESC LIMIT ?)",
            account,
            account,
            MOST_OF_ACCOUNT,
        )

    def noted(self, account: str) -> list[NotedLink]:
        """Return somebody's links, the latest first."""
        before = self._before()
        rows = self._rows(
            "SELECT id, title, address, made, expires, id IN (SELECT id FROM taken_back)"
            " FROM of_accounts WHERE account = ? ORDER BY made DESC",
            account,
        )
        return [
            NotedLink(
                id=id,
                title=title,
                address=address,
                made=made,
                expires=expires,
                taken_back=bool(taken) or made < before,
            )
            for id, title, address, made, expires, taken in rows
        ]

    def counts(self) -> Counts:
        """Return what is kept."""
        return Counts(
            kept=self._number("SELECT COUNT(*) FROM kept"),
            taken_back=self._number("SELECT COUNT(*) FROM taken_back"),
            before=self._before(),
        )

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            if self._connection is None and not self.path.exists():
                return []
            return self._opened().execute(sql, values).fetchall()

    def _number(self, sql: str, *values: object) -> int:
        rows = self._rows(sql, *values)
        return int(rows[0][0]) if rows else 0

    def _change(self, sql: str, *values: object) -> None:
        with self._lock:
            self._opened().execute(sql, values)

    def _opened(self) -> "Connection":
        if self._connection is None:
            self._connection = open_database(
                self.path,
                _SCHEMA,
                unwritable="cannot be written to ({error}), so links can be neither kept nor taken "
                "back. Check the permissions of the folder.",
                damaged=": not usable as a store of links ({error}). Put it back from a copy; "
                "without it, links that were taken back open again.",
            )
        return self._connection
