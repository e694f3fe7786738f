"""Work that takes long: few at once, while some more wait without holding a thread."""

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from qa.web.requests.problems import Busy

_WAITING = 20
_T = TypeVar("_T")


class Turns:
    """Few things are done at once; some more wait, without a thread, the others come back later.

    Args:
        seats: how many are done at once.
        busy: what those are told who have to come back.
    """

    def __init__(self, seats: int, busy: str) -> None:
        self._seats = anyio.CapacityLimiter(seats)
        self._busy = busy

    async def run(self, work: Callable[[], _T]) -> _T:
        """Return what `work` does in a thread once it is its turn.

        Raises:
            Busy: when too much waits already.
        """
        if self._seats.statistics().tasks_waiting >= _WAITING:
            raise Busy(self._busy)
        return await anyio.to_thread.run_sync(work, limiter=self._seats)
