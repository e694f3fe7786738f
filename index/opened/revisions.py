"""Whether anything that answers are made from has changed, whoever changed it."""

import threading
from collections.abc import Callable

from index.store.connections.connection import Connection
from index.store.database import Database
from index.store.read_only import look


class Revisions:
    """Numbers what an index is now; safe to share among threads.

    SQLite tells a connection whether another one has committed anything since it last looked, in
    this process or in another one (`PRAGMA data_version`). The connection here only looks, so every
    change of the truth is another one's, whatever was changed and by which code: there is nothing
    that a writer could forget. Beside it count which file it is, what it looks like, and what else
    a search depends on.

    Args:
        database: the truth, all of it.
        beside: Returns what else counts, to be compared.
    """

    def __init__(self, database: Database, beside: Callable[[], object] = lambda: None) -> None:
        self._database, self._beside = database, beside
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._opened = 0
        self._found: object = None
        self._number = 0

    def number(self) -> int:
        """Return a number that grows with every change; it counts in this process alone.

        Where it is the same before and after something was read, nothing changed meanwhile.

        Raises:
            IndexProblem: the file cannot be read.
        """
        with self._lock:
            found = self._look()
            if found != self._found:
                self._found = found
                self._number += 1
            return self._number

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _look(self) -> object:
        connection = self._connection
        if connection is None or self._database.is_outdated(connection):
            self._connection = None
            if connection is not None:
                connection.close()
            self._connection = connection = self._database.connect()
            self._opened += 1  # the versions of two connections cannot be compared
        self._connection = None  # until it has told
        version = self._database.version(connection)
        self._connection = connection
        return (self._opened, version, look(self._database.path), self._beside())
