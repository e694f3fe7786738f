"""What every route of editors shares: waiting for one's turn, and the problems it may end in."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import anyio
import anyio.to_thread
from fastapi import Path

from qa.web.requests.problems import Busy, Problem

_WAITING = 20
_T = TypeVar("_T")

Identifier = Annotated[str, Path(max_length=200, description="As in `article.id`.")]
Token = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


class Turns:
    """Few things are done at once; some more wait, without a thread, the others come back later."""

    def __init__(self, seats: int) -> None:
        self._seats = anyio.CapacityLimiter(seats)

    async def run(self, work: Callable[[], _T]) -> _T:
        """Return what `work` does in a thread once it is its turn.

        Raises:
            Busy: when too much waits already.
        """
        if self._seats.statistics().tasks_waiting >= _WAITING:
            raise Busy("Many articles are coming in right now; try again in a minute.")
        return await anyio.to_thread.run_sync(work, limiter=self._seats)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how a route describes the problem documents that it may answer with."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {
        status: {"description": f"{HTTPStatus(status).phrase}.", "content": content}
        for status in sorted({*statuses, 422, 429, 500, 503})
    }
