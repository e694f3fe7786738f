"""What a chat may send to Gradio: words, and nothing else.

A value that looks like Gradio's description of a file makes Gradio fetch the address or copy the
file that it names, whatever component it was sent to.
"""

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.api.problems import problem_response
from qa.web.requests.paths import route_path

_JOIN = "/gradio_api/queue/join"


def only_words(body: bytes) -> bool:
    """Whether the values of an event are texts, or left out."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return False
    data = sent.get("data") if isinstance(sent, dict) else None
    return isinstance(data, list) and all(one is None or isinstance(one, str) for one in data)


class OnlyWords:
    """Passes requests on to Gradio, but no event that carries anything but words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the events; the edge hands their bodies on whole."""
        if scope["method"] != "POST" or not route_path(scope).startswith(_JOIN):
            await self._app(scope, receive, send)
            return
        message = await receive()
        if not only_words(message.get("body", b"")):
            refusal = problem_response(422, "The chat takes words only.")
            await refusal(scope, receive, send)
            return
        await self._app(scope, _again(message, receive), send)


def _again(message: Message, receive: Receive) -> Receive:
    waiting = [message]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
