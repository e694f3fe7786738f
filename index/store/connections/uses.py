"""Who uses an index right now, so that it is closed only when nobody does.

SQLite's handles are freed when they are closed, whoever is inside a statement: the process then
ends with a segmentation fault. So whoever uses one says so, and whoever closes waits.
"""

import threading
from types import TracebackType
from typing import Self

from index.errors import IndexClosed

PATIENCE = 10.0
"""Seconds that closing waits for what is under way."""


class _Depth(threading.local):
    """How many uses of a thread are within each other."""

    count = 0


class Uses:
    """Counts threads that use an index. Safe to share among threads.

    A thread inside a use may begin others: it finishes what it has begun, also while others are
    refused.

    >>> uses = Uses("The index at a")
    >>> with uses:
    ...     uses.refuse()
    ...     with uses:
    ...         print("goes on")
    goes on
    >>> uses.wait(0)
    True

    Args:
        name: what is used, to begin a sentence with.
        whole: the uses of what this is a part of: who uses the part uses that, too.
    """

    def __init__(self, name: str, whole: "Uses | None" = None) -> None:
        self._name, self._whole = name, whole
        self._lock = threading.Lock()
        self._left = threading.Condition(self._lock)
        self._users = 0
        self._refusing = False
        self._mine = _Depth()

    def __enter__(self) -> Self:
        mine = self._mine
        if not mine.count:
            self._begin()
        mine.count += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        mine = self._mine
        mine.count -= 1
        if not mine.count:
            self._end()

    def _begin(self) -> None:
        if self._whole is not None:
            self._whole.__enter__()
        with self._lock:
            refused = self._refusing
            self._users += not refused
        if refused:
            if self._whole is not None:
                self._whole.__exit__(None, None, None)
            raise self.closed()

    def _end(self) -> None:
        with self._lock:
            self._users -= 1
            if self._refusing:
                self._left.notify_all()
        if self._whole is not None:
            self._whole.__exit__(None, None, None)

    def refuse(self) -> None:
        """Let nobody begin from now on."""
        with self._lock:
            self._refusing = True

    def allow(self) -> None:
        """Let whoever wants begin again."""
        with self._lock:
            self._refusing = False

    def wait(self, patience: float) -> bool:
        """Wait until nobody but the calling thread is left; tell whether that came to be.

        Args:
            patience: seconds after which it gives up.
        """
        mine = bool(self._mine.count)
        with self._lock:
            return self._left.wait_for(lambda: self._users <= mine, patience)

    def closed(self) -> IndexClosed:
        """Return what is raised where one may not begin."""
        return IndexClosed(f"{self._name} was closed. Open it again to use it.")
