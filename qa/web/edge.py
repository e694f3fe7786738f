"""The edge: what every request must pass before anything reads it.

Plain ASGI, so that decisions are made on `scope["path"]` and on bytes, never on an address that a
header can bend. Each guard refuses with a problem document.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.metrics import Metrics
from qa.web.problems import message_for, problem_response
from qa.web.settings import ServerSettings

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_METHODS = _SAFE | {"POST", "PUT", "PATCH", "DELETE"}

OWN_PAGES = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class Refused(Exception):
    """A request that is not served; `reason` is counted."""

    def __init__(self, status: int, detail: str, reason: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.reason = reason


Guard = Callable[[Scope, Headers], None]
"""Looks at a request's line and headers, and raises Refused."""


class Edge:
    """Lets through what all guards let through, and sets the headers of what comes back."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: ServerSettings,
        metrics: Metrics,
        guards: tuple[Guard, ...] = (),
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._limit = settings.body_bytes
        self._guards: tuple[Guard, ...] = (
            _check_method,
            _HostGuard(settings),
            _OriginGuard(settings),
            _BodyGuard(settings),
            *guards,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; web sockets are not spoken here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        exchange = _Exchange(scope, send, self._metrics)
        try:
            headers = Headers(scope=scope)
            for guard in self._guards:
                guard(scope, headers)
            if scope["method"] not in _SAFE:
                receive = await _whole_body(receive, self._limit)
            await self._app(scope, receive, exchange.send)
        except Refused as refusal:
            self._metrics.refused.labels(refusal.reason).inc()
            response = problem_response(refusal.status, refusal.detail)
            await response(scope, receive, exchange.send)
        except Exception as error:
            # Raised further, it would be logged twice and close the visitor's connection.
            detail = message_for(error)
            if exchange.started:
                raise
            await problem_response(500, detail)(scope, receive, exchange.send)


class _Exchange:
    """Passes a response on, with the headers that every response carries, and counts it."""

    def __init__(self, scope: Scope, send: Send, metrics: Metrics) -> None:
        self._scope = scope
        self._send = send
        self._metrics = metrics
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self._finish(MutableHeaders(scope=message))
            route = getattr(self._scope.get("route"), "path", "other")
            self._metrics.request(route, self._scope["method"], message["status"])
        await self._send(message)

    def _finish(self, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", OWN_PAGES)
        if "frame-ancestors 'none'" not in headers["content-security-policy"]:
            del headers["x-frame-options"]  # it knows no list; the policy says who may
        if self._scope["path"].startswith(("/api/", "/read/")):
            headers.setdefault("Cache-Control", "no-store")
        del headers["set-cookie"]  # there is no session to ride


async def _whole_body(receive: Receive, limit: int) -> Receive:
    """Read a body before anything looks at it; a false Content-Length gains nothing."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return _first(message, receive)
        body += message.get("body", b"")
        if len(body) > limit:
            raise _too_large()
        more = message.get("more_body", False)
    return _first({"type": "http.request", "body": bytes(body), "more_body": False}, receive)


def _first(message: Message, receive: Receive) -> Receive:
    waiting = [message]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _check_method(scope: Scope, _headers: Headers) -> None:
    if scope["method"] not in _METHODS:
        raise Refused(405, "This method is not spoken here.", "method")


class _HostGuard:
    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings

    def __call__(self, _scope: Scope, headers: Headers) -> None:
        names = headers.getlist("host")
        if len(names) != 1 or not self._settings.knows_host(_without_port(names[0])):
            raise Refused(
                421, "This server is not known under the name in the Host header.", "host"
            )


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.split("]")[0] + "]"
    return host.rsplit(":", 1)[0]


class _OriginGuard:
    """Refuses what another site makes a browser send. Programs send no Origin, and pass."""

    def __init__(self, settings: ServerSettings) -> None:
        self._listed = frozenset(settings.allow_origins)

    def __call__(self, scope: Scope, headers: Headers) -> None:
        if scope["method"] in _SAFE:
            return
        origins = headers.getlist("origin")
        if origins:
            passes = len(origins) == 1 and self._allowed(origins[0], scope, headers)
        else:
            passes = headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
        if not passes:
            raise Refused(
                403,
                "This request comes from another site, which is not on this server's list; "
                "start it with --allow-origin to let that site ask.",
                "origin",
            )

    def _allowed(self, origin: str, scope: Scope, headers: Headers) -> bool:
        if origin in self._listed:
            return bool(scope["path"].startswith("/api/"))
        try:
            return urlsplit(origin).netloc.lower() == headers["host"].lower()
        except ValueError:
            return False


class _BodyGuard:
    """JSON only: a form of another site can send other types without being asked (CSRF)."""

    def __init__(self, settings: ServerSettings) -> None:
        self._limit = settings.body_bytes

    def __call__(self, scope: Scope, headers: Headers) -> None:
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > self._limit:
            raise _too_large()
        if scope["method"] in _SAFE:
            return
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != "application/json":
            raise Refused(415, "Send JSON, with Content-Type: application/json.", "type")


def _too_large() -> Refused:
    return Refused(413, "The request is larger than this server reads.", "size")
