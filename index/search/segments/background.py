"""Work that goes on beside searches and additions, piece by piece, until there is none."""

import threading
from collections.abc import Callable

from index.search.vector_store import Cancelled


class Background:
    """Does pieces of work in a thread of its own; safe to share among threads.

    Args:
        work: does one piece and tells whether there was one. It is given what says that nobody
            waits for it any more, and lets nothing be raised.
        name: of the thread.
    """

    def __init__(self, work: Callable[[Cancelled], bool], name: str) -> None:
        self._work, self._name = work, name
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopping = self._finishing = False

    @property
    def finishing(self) -> bool:
        """Whether somebody waits for the piece under way, after which nothing more is begun."""
        return self._finishing

    def start(self) -> None:
        """Have what there is to do done, unless that is under way."""
        with self._lock:
            if self._finishing or (self._thread is not None and self._thread.is_alive()):
                return
            # A daemon: a process that must end at once does not wait. Nothing is lost by that.
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while self._work(lambda: self._stopping) and not self._finishing:
            pass

    def wait(self) -> None:
        """Wait until there is nothing more to do."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def finish(self) -> None:
        """Wait for the piece under way, and begin no other."""
        self._finishing = True
        self.wait()

    def stop(self) -> None:
        """Break the piece under way off, and begin no other."""
        self._stopping = True
        self.finish()
