"""A database in a folder that cannot be written to: a read-only mount, or another user's folder.

SQLite's write-ahead log (WAL) wants to make files beside the database even for reading. Where it
cannot, there are three cases:

- no changes wait in the log: the database is opened as unchanging (`immutable=1`), which needs no
  other file. SQLite then ignores the log, so this is never done while anything is in it;
- changes wait, and the shared memory of the log (`-shm`) is there as well: SQLite can read both
  without writing, and sees what a writer does elsewhere;
- changes wait in the log alone, as in a copy of a folder: database and log are copied to a
  temporary folder, where SQLite can join them.

So is a database whose schema an earlier version made: it is brought up to date in the copy.
"""

import contextlib
import logging
import os
import shutil
import sqlite3
import tempfile
import threading
from pathlib import Path
from typing import TypeAlias

from index.errors import IndexProblem
from index.store.schema.migrating import is_behind, migrate

_LOG = logging.getLogger(__name__)

Stamp: TypeAlias = tuple[tuple[int, int, int] | None, ...]
"""What the files look like: another one when the database may have changed."""


def is_read_only(folder: Path) -> bool:
    """Tell whether nothing can be made in `folder`, an existing one; true for root as well."""
    return folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK)


class ReadOnlyDatabase:
    """A database that is only read; safe to share among threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._shared = path.with_name(f"{path.name}-shm")
        self._lock = threading.Lock()
        self._copy: tuple[Stamp, tempfile.TemporaryDirectory[str]] | None = None

    def stamp(self) -> Stamp:
        """Return what the database and its log look like now."""
        return (look(self._path), look(self._log))

    def address(self) -> str:
        """Return the URI under which SQLite opens it with everything that was committed.

        Raises:
            IndexProblem: a copy is needed to read it, and there is no room for one.
        """
        log = look(self._log)
        if log is None or not log[1]:
            plain = f"{self._path.as_uri()}?mode=ro&immutable=1"
        else:
            plain = f"{self._path.as_uri()}?mode=ro"
            if not self._shared.exists() or not _opens(plain):
                return self._copied(f"its last changes wait in {self._log.name}")
        return self._copied("an earlier version made it") if _is_behind(plain) else plain

    def _copied(self, reason: str) -> str:
        with self._lock:
            stamp = self.stamp()
            if self._copy is None or self._copy[0] != stamp:
                self._copy = (stamp, self._copy_files(reason))
            return f"{Path(self._copy[1].name, self._path.name).as_uri()}?mode=rw"

    def _copy_files(self, reason: str) -> tempfile.TemporaryDirectory[str]:
        try:
            folder = tempfile.TemporaryDirectory(prefix="pullquote-")
            copy = Path(folder.name, self._path.name)
            shutil.copyfile(self._path, copy)
            if self._log.exists():
                shutil.copyfile(self._log, copy.with_name(self._log.name))
        except OSError as error:
            raise IndexProblem(
                f"The index at {self._path.parent} cannot be written to, {reason}, and no copy "
                f"could be made in {tempfile.gettempdir()} ({error.strerror}). Make room there (or "
                f"set TMPDIR), or open the index once where it can be written to: "
                f"pullquote articles --index FOLDER."
            ) from error
        with contextlib.suppress(sqlite3.Error), contextlib.closing(_connected(copy)) as connection:
            migrate(connection, str(self._path.parent))  # damage is met again when it is opened
        _LOG.warning(
            "The index at %s cannot be written to, and %s: it is read from a copy in %s.",
            self._path.parent,
            reason,
            folder.name,
        )
        return folder

    def close(self) -> None:
        """Remove the copy, if there is one."""
        with self._lock:
            if self._copy is not None:
                self._copy[1].cleanup()
                self._copy = None


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _is_behind(address: str) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            return is_behind(connection, address)
    except sqlite3.Error:  # damage is met again when it is opened
        return False


def _opens(address: str) -> bool:
    try:
        connection = sqlite3.connect(address, uri=True)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return False
    return True


def look(path: Path) -> tuple[int, int, int] | None:
    """Return inode, size and time of change (ns) of a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)
