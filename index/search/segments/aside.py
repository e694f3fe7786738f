"""Something worked out in another thread while the caller goes on, where a core may be free for it.

What is worked out has to leave Python's lock for most of its time, as FAISS does.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


class Aside:
    """Threads that work beside their callers; safe to share among threads.

    Args:
        threads: how many there are at most; None for one less than there are cores.
    """

    def __init__(self, threads: int | None = None) -> None:
        self._most = max(0, (os.cpu_count() or 1) - 1) if threads is None else threads
        self._forget()
        if hasattr(os, "register_at_fork"):  # a child has none of its parent's threads
            os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._free = threading.Semaphore(self._most)
        self._pool: ThreadPoolExecutor | None = None
        self._making = threading.Lock()

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Begin `work`, and return what waits for it: what it made, or the error that it raised.

        Where all threads are at work, the caller does it once he waits.
        """
        if not self._free.acquire(blocking=False):
            return work
        with self._making:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._most, thread_name_prefix="searching")
        return self._pool.submit(self._work, work).result

    def _work(self, work: Callable[[], Made]) -> Made:
        try:
            return work()
        finally:
            self._free.release()


ASIDE = Aside()
"""Those of this process."""
