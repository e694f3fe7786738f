"""Work done beside the thread that writes; what it gives is asked for in the order it was sent."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from index.models.embedder import Progress

T = TypeVar("T")

_THREADS = 2
"""While one waits for the model, the other looks through articles in Python; the model has threads
of its own, one for each core."""


class _StoppedError(Exception):
    """Nobody waits for this work any more."""


class Beside:
    """Does pieces of work in threads that are started with the first of them."""

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._stopped = threading.Event()

    def send(self, work: Callable[[Progress], T]) -> Future[T]:
        """Have `work` done; it calls what it is given from time to time, and may be ended there."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="beside")
        return self._threads.submit(work, self._go_on)

    def close(self) -> None:
        """End all work where it next can be; what has not begun never will."""
        self._stopped.set()
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)

    def _go_on(self, _done: int, _total: int) -> None:
        if self._stopped.is_set():
            raise _StoppedError
