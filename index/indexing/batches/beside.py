"""Work done beside the thread that writes: a few pieces at a time, taken in the order sent."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from index.models.embedder import Progress

T = TypeVar("T")
B = TypeVar("B")

MOST = 2
"""Pieces sent and not yet taken. Two: while one comes to its end, or waits to be stored, the
processor has the other; more would only take memory."""


class _StoppedError(Exception):
    """Nobody waits for this work any more."""


class Beside(Generic[B, T]):
    """Computes results for what is sent, and gives both back in order.

    Which pieces are under way depends on what was sent and taken alone, never on time, so that
    who sends and takes in a fixed order does the same every time.
    """

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._sent: deque[tuple[B, Future[T]]] = deque()
        self._stopped = threading.Event()

    def __len__(self) -> int:
        return len(self._sent)

    @property
    def is_full(self) -> bool:
        """Whether one must be taken before another is sent."""
        return len(self._sent) >= MOST

    @property
    def is_ready(self) -> bool:
        """Whether the piece sent first need not be waited for."""
        return bool(self._sent) and self._sent[0][1].done()

    def send(self, piece: B, work: Callable[[Progress], T]) -> None:
        """Have `work` done; it calls what it is given from time to time, and may be ended there."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(MOST, thread_name_prefix="beside")
        self._sent.append((piece, self._threads.submit(work, self._go_on)))

    def take(self) -> tuple[B, T]:
        """Wait for the piece sent first, and return it with its result; raises what that raised."""
        piece, future = self._sent.popleft()
        return piece, future.result()

    def close(self) -> None:
        """Forget what was sent and not taken, and end its work where it next can."""
        self._stopped.set()
        self._sent.clear()
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)

    def _go_on(self, _done: int, _total: int) -> None:
        if self._stopped.is_set():
            raise _StoppedError
