"""Connections to a database, one for each thread, and closing all of them."""

import sqlite3
import threading
import weakref

from index.store.read_only import Stamp


class Connection(sqlite3.Connection):
    """Weakly referable, so that a thread's connection dies with the thread.

    `file` is the identity of the file it was opened on.
    """

    file: object = None

    stamp: Stamp | None = None


class Connections:
    """The open connections of a database. Safe to share among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._local = threading.local()
        self._open: weakref.WeakSet[Connection] = weakref.WeakSet()

    @property
    def mine(self) -> Connection | None:
        """The connection of the calling thread, where it has one."""
        found: Connection | None = getattr(self._local, "connection", None)
        return found

    @mine.setter
    def mine(self, connection: Connection | None) -> None:
        self._local.connection = connection

    def note(self, connection: Connection) -> None:
        """Have a connection closed with the others."""
        with self._lock:
            self._open.add(connection)

    def close(self) -> None:
        """Close those of every thread; nobody may be using one."""
        with self._lock:
            found, self._open = list(self._open), weakref.WeakSet()
        for connection in found:
            connection.close()
        self._local = threading.local()
