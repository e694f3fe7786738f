"""A file that is read where one likes, from any number of threads."""

import os
import threading
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from index.errors import IndexDamaged

Reading: TypeAlias = Callable[[int, int], bytes]


class PositionedFile:
    """A file opened to be read; safe to share among threads.

    Args:
        path: of the file.

    Raises:
        IndexDamaged: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror})") from error
        weakref.finalize(self, os.close, self._handle)
        self._lock = threading.Lock()
        # Called some hundred times a search.
        at_once = hasattr(os, "pread")
        self.read: Reading = partial(os.pread, self._handle) if at_once else self._in_turn
        """Returns so many bytes from a place on; fewer where the file ends."""

    def _in_turn(self, size: int, start: int) -> bytes:
        with self._lock:  # the place is common to all threads
            os.lseek(self._handle, start, os.SEEK_SET)
            return os.read(self._handle, size)
