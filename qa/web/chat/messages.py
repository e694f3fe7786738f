"""What a chat may send to Gradio: events that its page has, with words in them, and nothing else.

A value that looks like Gradio's description of a file makes Gradio fetch the address or copy the
file that it names, whatever component it was sent to. An event or a session that Gradio does not
know makes it fail, and ends a stream in the middle. So both are looked at before it sees them, and
it is handed only what was looked at.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Protocol
from urllib.parse import parse_qs

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.pages.languages import language_asked
from qa.web.requests.paths import route_path
from qa.web.requests.problems import problem_response

_STREAM = "/gradio_api/queue/data"
_SAID = {
    404: "There is nothing at this address.",
    503: "Many questions are being answered right now; ask again in a few seconds.",
}
_SOON = {503: {"Retry-After": "2"}}

_Session = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,40}$")]
_Identifier = Annotated[str, Field(max_length=100)]
_Number = Annotated[int, Field(ge=0, lt=2**31)]


class ChatState(Protocol):
    """What Gradio knows of its own page."""

    @property
    def inputs(self) -> Mapping[int, int]:
        """How many values each event takes, by the event's number."""
        ...

    def knows(self, session: str) -> bool:
        """Whether an event of this session is waiting, being answered or not yet told of."""
        ...


class _Body(BaseModel):
    model_config = ConfigDict(strict=True)


class _Join(_Body):
    data: list[str | None]
    fn_index: _Number
    session_hash: _Session
    trigger_id: _Number | None = None


class _Cancel(_Body):
    session_hash: _Session
    fn_index: _Number
    event_id: _Identifier


class _Reset(_Body):
    event_id: _Identifier


_BODIES: dict[str, type[_Body]] = {"join": _Join, "cancel": _Cancel, "reset": _Reset}


class _Unfit(Exception):
    """A message that Gradio must not see; `status` says why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class EventGuard:
    """Passes on to Gradio what its page sends, and makes problem documents of its refusals."""

    def __init__(self, app: ASGIApp, state: ChatState) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at what comes; the middleware hands bodies on whole."""
        try:
            if scope["method"] == "POST":
                checked = self._checked(route_path(scope), (await receive()).get("body", b""))
                receive = _again(checked, receive)
            if route_path(scope) == _STREAM and scope["method"] == "GET":
                await self._stream(scope, receive, send)
                return
        except _Unfit as unfit:
            await problem_response(unfit.status, str(unfit))(scope, receive, send)
            return
        # Its other addresses take no query; one of a deep link would be looked up on the disk.
        # The language that the page is asked for in is for us (`qa.web.chat.page`).
        asked = language_asked(scope)
        query = f"lang={asked}".encode() if asked else b""
        await self._pass({**scope, "query_string": query}, receive, send)

    def _checked(self, path: str, body: bytes) -> bytes:
        """Return the body that Gradio gets: the fields that its page needs, and no other."""
        kind = _BODIES[path.rstrip("/").rsplit("/", 1)[-1]]
        try:
            sent = kind.model_validate_json(body)
        except ValidationError as error:
            names = sorted({str(one["loc"][0]) for one in error.errors() if one["loc"]})
            where = f" Not so here: {', '.join(names)}." if names else " This is no such message."
            raise _Unfit(422, f"The chat takes words only, from its own page.{where}") from None
        if isinstance(sent, _Join):
            self._check_event(sent)
        return sent.model_dump_json().encode()

    def _check_event(self, sent: _Join) -> None:
        wanted = self._state.inputs.get(sent.fn_index)
        if wanted is None:
            raise _Unfit(422, f"The chat has no event {sent.fn_index}; load its page again.")
        if len(sent.data) != wanted:
            raise _Unfit(
                422,
                f"Event {sent.fn_index} of the chat takes {wanted} values, and {len(sent.data)} "
                "came; load its page again.",
            )

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        sessions = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [])
        if len(sessions) != 1:
            raise _Unfit(422, "Name one session, as in ?session_hash=abc.")
        if not self._state.knows(sessions[0]):
            raise _Unfit(404, "There is no such session of the chat, or it has ended.")
        try:
            await self._pass(scope, receive, send)
        except (KeyError, RuntimeError):
            # Two streams of one session: the first that ends takes the session along.
            if self._state.knows(sessions[0]):
                raise
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused: list[int] = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                refused.append(message["status"])
            elif not refused:
                await send(message)

        await self._app(scope, receive, watched)
        if refused:
            status = refused[0]
            detail = _SAID.get(status, f"{HTTPStatus(status).phrase}.")
            await problem_response(status, detail, headers=_SOON.get(status))(scope, receive, send)


def _again(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
