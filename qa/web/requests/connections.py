"""Connections that are not held open by who sends nothing."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 20.0
"""Seconds in which the head of a request must have arrived."""


class HeadTimeoutProtocol(H11Protocol):
    """Speaks HTTP/1.1, and closes connections whose next request is not there in time.

    uvicorn waits for ever for the first request of a connection, and for the rest of a head that
    has begun; some hundred silent connections would be all it has room for.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        super().on_response_complete()
        self._waiting.cancel()
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._waiting.cancel()
        super().connection_lost(exc)

    def _hang_up(self) -> None:
        cycle: Any = self.cycle  # `None` before the first request, whatever its annotation says
        if cycle is None or cycle.response_complete:
            self.transport.close()
