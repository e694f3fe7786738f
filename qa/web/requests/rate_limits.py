"""How much one address may ask for, in a bounded memory.

A token bucket: it holds so many requests, each takes one, and it fills again at a steady pace.
(J. Turner, "New directions in communications", IEEE Communications Magazine 24(10), 1986.)
"""

import math
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REMEMBERED = 20_000
"""Addresses whose buckets are kept; the one not seen for longest is forgotten, its bucket full."""


class TokenBuckets:
    """One bucket for each key."""

    def __init__(
        self,
        *,
        size: int,
        a_minute: int,
        remembered: int = REMEMBERED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make no bucket yet; each is full when it is first seen.

        Args:
            size: Requests that may come at once.
            a_minute: Requests that a bucket gains in a minute.
            remembered: Keys kept.
            clock: Seconds, never going back.
        """
        self._size = float(size)
        self._rate = a_minute / 60
        self._remembered = remembered
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> int:
        """Take one from the bucket of `key`; return 0, or after how many seconds to come again."""
        with self._lock:
            now = self._clock()
            held, then = self._held.pop(key, (self._size, now))
            held = min(self._size, held + (now - then) * self._rate)
            taken = held >= 1
            self._held[key] = (held - 1 if taken else held, now)
            if len(self._held) > self._remembered:
                self._held.popitem(last=False)
        return 0 if taken else max(1, math.ceil((1 - held) / self._rate))

    def __len__(self) -> int:
        return len(self._held)


class TooManyOpenRequests(Exception):
    """So many requests are being served already: of one address, or of all with `everybody`."""

    def __init__(self, *, everybody: bool) -> None:
        super().__init__()
        self.everybody = everybody


class OpenRequests:
    """Counts what is under way for each key, and for all keys together."""

    def __init__(self, most: int, in_all: int) -> None:
        self._most = most
        self._in_all = in_all
        self._counts: Counter[str] = Counter()
        self._count = 0

    @contextmanager
    def one(self, key: str) -> Iterator[None]:
        """Count one more for `key` until the block ends.

        Raises:
            TooManyOpenRequests: when there are as many as there may be.
        """
        if self._counts[key] >= self._most:
            raise TooManyOpenRequests(everybody=False)
        if self._count >= self._in_all:
            raise TooManyOpenRequests(everybody=True)
        self._counts[key] += 1
        self._count += 1
        try:
            yield
        finally:
            self._count -= 1
            self._counts[key] -= 1
            if not self._counts[key]:
                del self._counts[key]

    def __len__(self) -> int:
        return len(self._counts)
