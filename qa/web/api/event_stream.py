"""An answer as server-sent events: what is being done, then the answer, on one connection.

The format is that of https://html.spec.whatwg.org/multipage/server-sent-events.html.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from qa.answers import Answer
from qa.web.answering.waiting import Report
from qa.web.requests.problems import problem_of

MEDIA_TYPE = "text/event-stream"
PING = 15.0
"""Seconds of silence after which a comment is sent, so that no proxy thinks the stream dead."""

_PING = b": still here\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # nginx would hold it back

Asking: TypeAlias = Callable[[Report], Awaitable[Answer]]
"""Answers a question and reports its stages."""

_Queue: TypeAlias = asyncio.Queue[str | Answer | Exception]


def accepts_events(accept: str) -> bool:
    """Whether a client that sends this `Accept` header asks for a stream."""
    return any(part.split(";")[0].strip().lower() == MEDIA_TYPE for part in accept.split(","))


def event(name: str, data: object) -> bytes:
    """Return one event; JSON has no line ends of its own."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


class AnswerStream(StreamingResponse):
    """The response: ends with an `answer` or a `problem`, or when the client goes away."""

    media_type = MEDIA_TYPE

    def __init__(self, work: "asyncio.Task[None]", content: AsyncIterator[bytes]) -> None:
        super().__init__(content, headers=_HEADERS)
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events; nothing is left waiting for an answer that nobody will read."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._work.cancel()


async def answer_stream(asking: Asking) -> AnswerStream:
    """Begin to answer, and return the stream as soon as there is something to tell.

    Raises:
        PullquoteError: what `asking` raised before its first stage, for a status of its own.
    """
    queue: _Queue = asyncio.Queue()
    work = asyncio.create_task(_work(asking, queue))
    try:
        first = await queue.get()
    except BaseException:
        work.cancel()
        raise
    if isinstance(first, Exception):
        raise first
    return AnswerStream(work, _events(first, queue))


async def _work(asking: Asking, queue: _Queue) -> None:
    loop = asyncio.get_running_loop()

    def report(stage: str) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, stage)

    try:
        answer = await asking(report)
    except Exception as error:
        loop.call_soon(queue.put_nowait, error)  # after the stages that were reported before
    else:
        loop.call_soon(queue.put_nowait, answer)


async def _events(first: str | Answer, queue: _Queue) -> AsyncIterator[bytes]:
    one: str | Answer | Exception = first
    while isinstance(one, str):
        yield event(one, {})
        while (coming := await _within(PING, queue)) is None:
            yield _PING
        one = coming
    if isinstance(one, Answer):
        yield event("answer", one.to_json())
    else:
        yield event("problem", problem_of(one))


async def _within(seconds: float, queue: _Queue) -> str | Answer | Exception | None:
    try:
        return await asyncio.wait_for(queue.get(), seconds)
    except TimeoutError:
        return None
