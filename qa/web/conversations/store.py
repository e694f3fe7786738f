"""The database of conversations (SQLite), where the owner of a server keeps them by account.

It lies beside the index and outlives the server. Nobody's conversations are given to another one:
every statement names the account. What is kept of an answer is `qa.web.conversations.kept`'s.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

from qa.web.databases import open_database

FILE = "conversations.sqlite"
MOST = 5_000
"""Conversations of one account."""
LARGEST = 50_000_000
"""Characters of all conversations of one account."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  named INTEGER NOT NULL CHECK (named IN (0, 1)),
  made INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  count INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  said TEXT NOT NULL,
  exchanges TEXT NOT NULL,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS conversations_by_time ON conversations (account, changed);
PRAGMA user_version = 1;
"""
_HEAD = "id, title, named, made, changed, count, revision"


class Conflict(Exception):
    """The conversation was changed since the revision that somebody knows."""


class StoreFull(Exception):
    """No more is kept for this account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is listed of a conversation; times are milliseconds since 1970.

    `named` says that its name was given by hand. `revision` grows with every change.
    """

    id: str
    title: str
    named: bool
    made: int
    changed: int
    count: int
    revision: int


class ConversationStore:
    """The conversations of all accounts of one server. Safe to share among threads."""

    def __init__(self, folder: Path) -> None:
        """Open the store in a folder; both are made when they are not there.

        Raises:
            UsageError: when the folder cannot be written to.
            IndexDamaged: when the file is no such store.
        """
        self.path = folder / FILE
        self._lock = threading.Lock()
        self._connection = open_database(
            self.path,
            _SCHEMA,
            unwritable="cannot be written to ({error}), so no conversations are kept. Check the "
            "permissions of the folder, or leave out --keep-conversations.",
            damaged=": not usable as a store of conversations ({error}). Move it "
            "away to begin anew.",
        )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def heads(self, account: str, words: str = "") -> list[Head]:
        """Return the conversations of an account that hold all `words`, the latest first."""
        parts = words.casefold().split()
        fits = " AND INSTR(said, ?)" * len(parts)
        rows = self._run(
            f"SELECT {_HEAD} FROM conversations WHERE account = ?{fits} ORDER BY changed DESC",
            account,
            *parts,
        )
        return [_head(row) for row in rows]

    def read(self, account: str, identifier: str) -> tuple[Head, str] | None:
        """Return a conversation and its exchanges as JSON; None where there is none."""
        rows = self._run(
            f"SELECT {_HEAD}, exchanges FROM conversations WHERE account = ? AND id = ?",
            account,
            identifier,
        )
        return (_head(rows[0][:-1]), str(rows[0][-1])) if rows else None

    def write(self, account: str, head: Head, said: str, exchanges: str) -> int:
        """Keep a conversation; return its revision.

        Args:
            account: whose it is.
            head: with the revision that the writer knows, 0 for a new one.
            said: what is searched: questions and answers.
            exchanges: as JSON.

        Raises:
            Conflict: when there is another revision than that.
            StoreFull: when the account has too many or too much.
        """
        with self._lock, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._check(account, head, len(exchanges))
            revision = head.revision + 1
            self._connection.execute(
                "INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    account, head.id, head.title, int(head.named), head.made, head.changed,
                    head.count, revision, f"{head.title}\n{said}".casefold(), exchanges,
                ),
            )  # fmt: skip
            return revision

    def _check(self, account: str, head: Head, size: int) -> None:
        known = self._connection.execute(
            "SELECT revision FROM conversations WHERE account = ? AND id = ?", (account, head.id)
        ).fetchone()
        if (known[0] if known else 0) != head.revision:
            raise Conflict
        count, kept = self._connection.execute(
            "SELECT COUNT(*), COALESCE(SUM(LENGTH(exchanges)), 0) FROM conversations"
            " WHERE account = ? AND id <> ?",
            (account, head.id),
        ).fetchone()
        if count >= MOST or kept + size > LARGEST:
            raise StoreFull

    def remove(self, account: str, identifier: str) -> bool:
        """Forget a conversation; return whether there was one."""
        with self._lock:
            done = self._connection.execute(
                "DELETE FROM conversations WHERE account = ? AND id = ?", (account, identifier)
            )
            return done.rowcount > 0

    def _run(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()


def _head(row: tuple[object, ...]) -> Head:
    identifier, title, named, made, changed, count, revision = row
    return Head(
        id=str(identifier),
        title=str(title),
        named=bool(named),
        made=int(str(made)),
        changed=int(str(changed)),
        count=int(str(count)),
        revision=int(str(revision)),
    )
