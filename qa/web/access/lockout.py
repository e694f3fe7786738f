"""Guessing passwords gets slower and slower, for a while. In memory, and bounded.

Three counts are kept of failures: of a name from an address, of an address, and of a name. The
first is strict, the second keeps one address from trying one password on many names, the third
many addresses from trying one name. The last is generous, because whoever drives it up locks out
the person whose name it is; hence also every lock ends by itself.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_REMEMBERED = 20_000
_FORGOTTEN = 3600.0
_FIRST_WAIT = 30.0
_LONGEST_WAIT = 900.0


@dataclass(slots=True)
class _Count:
    failures: int = 0
    last: float = 0.0
    until: float = 0.0


class Lockout:
    """Counts failures to sign in, and says how long to wait for the next attempt.

    After so many free failures each further one doubles the wait, from 30 seconds up to 15
    minutes. An hour without failures is forgiven.
    """

    FREE_TOGETHER = 5
    FREE_ADDRESS = 20
    FREE_NAME = 50

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()
        self._lock = threading.Lock()

    def attempt(self, name: str, address: str) -> int:
        """Return for how many seconds `name` cannot sign in from `address`; 0 to try now.

        A try counts as a failure until `succeeded` says otherwise, so that many tries at once gain
        nothing over one after the other.
        """
        with self._lock:
            now = self._clock()
            found = (self._counts.get(key) for key, _ in self._keys(name, address))
            until = max((count.until for count in found if count), default=0.0)
            if until > now:
                return math.ceil(until - now)
            for key, free in self._keys(name, address):
                self._count(key, free, now)
            while len(self._counts) > _REMEMBERED:
                self._counts.popitem(last=False)
            return 0

    def _count(self, key: tuple[str, str], free: int, now: float) -> None:
        count = self._counts.setdefault(key, _Count())
        self._counts.move_to_end(key)
        if now - max(count.last, count.until) > _FORGOTTEN:
            count.failures = 0
        count.failures += 1
        count.last = now
        over = count.failures - free
        if over >= 0:
            count.until = now + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(over, 10))

    def succeeded(self, name: str, address: str) -> None:
        """Take a try back; what `name` got wrong at `address` is forgiven with it.

        What the address got wrong on other names, and others on this name, is not.
        """
        with self._lock:
            self._counts.pop((name, address), None)
            for key in (("", address), (name, "")):
                count = self._counts.get(key)
                if count:
                    count.failures = max(0, count.failures - 1)
                    count.until = 0.0

    def _keys(self, name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
        return (
            ((name, address), self.FREE_TOGETHER),
            (("", address), self.FREE_ADDRESS),
            ((name, ""), self.FREE_NAME),
        )

    def __len__(self) -> int:
        return len(self._counts)
