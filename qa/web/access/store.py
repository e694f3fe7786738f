"""The database of `--auth` (SQLite): sessions of people, and keys of programs.

Only hashes are stored, so the file lets nobody in who reads it. It lies beside the index, outlives
the server, and is shared with the command line: what is ended or revoked there is gone at once.
"""

import json
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from index.errors import UsageError
from qa.web.databases import open_database
from qa.web.visitors import Role

FILE = "access.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
  hash BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  stamp TEXT NOT NULL,
  begun INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_by_name ON sessions (name, used);
CREATE TABLE IF NOT EXISTS keys (
  name TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('reader', 'editor')),
  made INTEGER NOT NULL,
  ends INTEGER,
  used INTEGER
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""
_KEY = "name, role, made, ends, used, member_of"


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as it is stored; times are seconds since 1970.

    `stamp` is what must still hold of the person for the session to be good.
    """

    name: str
    stamp: str
    begun: int
    used: int
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key as it is stored; times are seconds since 1970, `ends` `None` for never."""

    name: str
    role: Role
    made: int
    ends: int | None
    used: int | None
    groups: frozenset[str] = frozenset()


class AccessStore:
    """The sessions and keys beside one index. Safe to share among threads."""

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
            unwritable="cannot be written to ({error}); sessions and keys are kept there. Check "
            "the permissions of the folder, or choose another with --index.",
            damaged=" is not usable ({error}). Move it away: everybody signs in anew, and keys are "
            "made anew.",
        )
        self._add_groups()

    def _add_groups(self) -> None:
        """Have a column for groups in a file that a version before made."""
        for table in ("sessions", "keys"):
            columns = self._run(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
            if ("member_of",) not in columns:
                self._run(f"ALTER TABLE {table} ADD COLUMN member_of TEXT NOT NULL DEFAULT '[]'")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(sql, values)

    def add_session(self, hash: bytes, session: StoredSession, *, most: int) -> None:
        """Store a session; of one person only the `most` last used are kept."""
        with self._lock:
            self._run(
                "INSERT INTO sessions (hash, name, stamp, begun, used, member_of)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                hash, session.name, session.stamp, session.begun, session.used,
                _written(session.groups),
            )  # fmt: skip
            self._run(
                "DELETE FROM sessions WHERE name = ?1 AND hash NOT IN (SELECT hash FROM sessions"
                " WHERE name = ?1 ORDER BY used DESC, begun DESC LIMIT ?2)",
                session.name, most,
            )  # fmt: skip

    def session(self, hash: bytes) -> StoredSession | None:
        """Return a session, however old it is."""
        with self._lock:
            row = self._run(
                "SELECT name, stamp, begun, used, member_of FROM sessions WHERE hash = ?", hash
            ).fetchone()
        if row is None:
            return None
        name, stamp, begun, used, groups = row
        return StoredSession(name, stamp, begun, used, _read(groups))

    def touch_session(self, hash: bytes, now: int) -> None:
        """Write down that a session was used."""
        with self._lock:
            self._run("UPDATE sessions SET used = ? WHERE hash = ?", now, hash)

    def end_session(self, hash: bytes) -> None:
        """Forget a session."""
        with self._lock:
            self._run("DELETE FROM sessions WHERE hash = ?", hash)

    def end_sessions_of(self, name: str) -> int:
        """Forget all sessions of a person, and return how many there were."""
        with self._lock:
            return self._run("DELETE FROM sessions WHERE name = ?", name).rowcount

    def end_old_sessions(self, *, used_before: int, begun_before: int) -> None:
        """Forget what has not been used since, or began before."""
        with self._lock:
            self._run("DELETE FROM sessions WHERE used < ? OR begun < ?", used_before, begun_before)

    def sessions_by_name(self) -> dict[str, int]:
        """Return how many sessions each person has."""
        with self._lock:
            rows = self._run("SELECT name, COUNT(*) FROM sessions GROUP BY name ORDER BY name")
            return dict(rows.fetchall())

    def add_key(self, hash: bytes, key: StoredKey) -> None:
        """Store a key.

        Raises:
            UsageError: when the name is taken.
        """
        groups = _written(key.groups)
        values = (key.name, hash, str(key.role), key.made, key.ends, key.used, groups)
        try:
            with self._lock:
                self._run(
                    "INSERT INTO keys (name, hash, role, made, ends, used, member_of)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    *values,
                )
        except sqlite3.IntegrityError:
            raise UsageError(
                f"There is a key {key.name!r} already; revoke it, or choose another name."
            ) from None

    def key(self, hash: bytes) -> StoredKey | None:
        """Return the key of this hash, also when it has expired."""
        with self._lock:
            row = self._run(f"SELECT {_KEY} FROM keys WHERE hash = ?", hash).fetchone()
        return _key(row) if row else None

    def touch_key(self, hash: bytes, now: int) -> None:
        """Write down that a key was used."""
        with self._lock:
            self._run("UPDATE keys SET used = ? WHERE hash = ?", now, hash)

    def all_keys(self) -> tuple[StoredKey, ...]:
        """Return all keys by name."""
        with self._lock:
            rows = self._run(f"SELECT {_KEY} FROM keys ORDER BY name")
            return tuple(map(_key, rows.fetchall()))

    def revoke_key(self, name: str) -> bool:
        """Forget a key; return whether there was one."""
        with self._lock:
            return self._run("DELETE FROM keys WHERE name = ?", name).rowcount > 0


def _key(row: tuple[str, str, int, int | None, int | None, str]) -> StoredKey:
    name, role, made, ends, used, groups = row
    return StoredKey(name, Role(role), made, ends, used, _read(groups))


def _written(groups: frozenset[str]) -> str:
    return json.dumps(sorted(groups), ensure_ascii=False)


def _read(groups: str) -> frozenset[str]:
    return frozenset(map(str, json.loads(groups)))
