"""The middleware: what every request must pass before anything reads it.

Plain ASGI, so that decisions are made on `scope["path"]` and on bytes, never on an address that a
header can bend. Each guard refuses with a problem document.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web import logs
from qa.web.metrics import Metrics
from qa.web.pages.languages import chosen_cookie
from qa.web.requests.addresses import client_network
from qa.web.requests.body_limits import BodyLimits
from qa.web.requests.group_rules import GroupRules
from qa.web.requests.guards import HEALTH, SAFE, Guard, Refused, standard_guards, too_large
from qa.web.requests.paths import route_path
from qa.web.requests.problem_pages import Said
from qa.web.requests.problems import message_for, problem_response
from qa.web.requests.proxy_headers import (
    REQUEST_ID,
    ProxyHeaders,
    client_address,
    current_client,
    request_id_of,
    without_proxy_headers,
)
from qa.web.requests.rate_limits import OpenRequests, TooManyOpenRequests
from qa.web.requests.seeing import see
from qa.web.roles import visitor_in
from qa.web.settings import ServerSettings

__all__ = ["OWN_PAGES", "PAGES_WITH_FORMS", "Guard", "Refused", "RequestMiddleware"]

_log = logging.getLogger(__name__)

_BODY_SECONDS = 20  # seconds that the next piece of a body may take
_LONGEST_PATH = 200
_ABOUT_SOMEBODY = ("text/html", "application/json")

OWN_PAGES = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
PAGES_WITH_FORMS = OWN_PAGES.replace("form-action 'none'", "form-action 'self'")
"""The policy of pages whose forms are sent to this server without a script."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class RequestMiddleware:
    """Lets through what all guards let through, and sets the headers of what comes back."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: ServerSettings,
        metrics: Metrics,
        guards: tuple[Guard, ...] = (),
        rules: GroupRules | None = None,
        cookies: frozenset[str] = frozenset(),
        large_bodies: Mapping[str, int] = MappingProxyType({}),
        uploads: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._bodies = BodyLimits(settings.body_bytes, {**large_bodies, **uploads}, uploads)
        self._root = settings.root_path
        self._signed_in = settings.access is not None
        self._cookies = cookies if self._signed_in else frozenset[str]()
        self._proxy_headers = ProxyHeaders(settings)
        limits = settings.limits
        self._open = OpenRequests(limits.open, limits.open_in_all)
        # Asking for the health is counted apart, so that it works whatever else is being served.
        self._asked_for_health = OpenRequests(limits.open, limits.open)
        self._rules = rules or GroupRules(settings.groups_file)
        self._guards: tuple[Guard, ...] = (*standard_guards(settings, self._bodies), *guards)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; web sockets are not spoken here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        scope = self._proxy_headers.apply(scope)
        logs.request_id.set(request_id_of(scope))
        reply = _Reply(scope, send, self._metrics, signed_in=self._signed_in, cookies=self._cookies)
        with self._metrics.open.track_inprogress():
            try:
                await self._serve(scope, receive, reply)
            finally:
                reply.log()

    async def _serve(self, scope: Scope, receive: Receive, reply: "_Reply") -> None:
        who = client_network(client_address(scope))
        current_client.set(who)
        try:
            open_ones = self._asked_for_health if route_path(scope) == HEALTH else self._open
            with open_ones.one(who):
                await self._pass(scope, receive, reply)
        except TooManyOpenRequests as full:
            refusal = _server_full() if full.everybody else _too_many_open()
            await self._refuse(refusal, scope, receive, reply)
        except Refused as refusal:
            await self._refuse(refusal, scope, receive, reply)
        except Exception as error:
            # Raised further, it would be logged twice and close the visitor's connection.
            detail = message_for(error)
            if reply.started:
                raise
            await problem_response(500, detail, said=Said("unforeseen"))(scope, receive, reply.send)

    async def _pass(self, scope: Scope, receive: Receive, reply: "_Reply") -> None:
        headers = Headers(scope=scope)
        for guard in self._guards:
            guard(scope, headers)
        see(scope, self._rules.seen_by(visitor_in(scope)))
        if self._root and scope["path"] == self._root:  # links of the page need the slash
            await RedirectResponse(f"{self._root}/", 308)(scope, receive, reply.send)
            return
        if scope["method"] not in SAFE and self._bodies.passes_whole(scope):
            receive = await _whole_body(receive, self._bodies.of(scope))
        # The reply learns from this very scope which route was taken.
        reply.scope = without_proxy_headers(scope)
        if _is_head_of_page(scope):
            reply.scope["method"] = "GET"
        await self._app(reply.scope, receive, reply.send)

    async def _refuse(
        self, refusal: Refused, scope: Scope, receive: Receive, reply: "_Reply"
    ) -> None:
        self._metrics.refused.labels(refusal.reason).inc()
        again = {} if refusal.retry is None else {"Retry-After": str(refusal.retry)}
        headers = {**refusal.headers, **again}
        said = Said(refusal.reason, {"seconds": refusal.retry or 1})
        problem = problem_response(refusal.status, refusal.detail, headers=headers, said=said)
        response = refusal.response or problem
        await response(scope, receive, reply.send)


def _is_head_of_page(scope: Scope) -> bool:
    """Whether only the headers are asked for of what GET gives, which no route knows by itself.

    Signing in at a provider uses up what is sent, and Gradio's streams do not end.
    """
    return scope["method"] == "HEAD" and not route_path(scope).startswith(("/login", "/gradio_api"))


def _too_many_open() -> Refused:
    return Refused(
        429,
        "Too many requests of your address are being served; wait until they are.",
        "open",
        retry=1,
    )


def _server_full() -> Refused:
    return Refused(
        503, "As many requests as may be are being served; try again in a second.", "full", retry=1
    )


class _Reply:
    """Passes a response on, with the headers that every response carries, and counts it."""

    def __init__(
        self,
        scope: Scope,
        send: Send,
        metrics: Metrics,
        *,
        signed_in: bool,
        cookies: frozenset[str],
    ) -> None:
        self.scope = scope
        self._method = str(scope["method"])
        self._send = send
        self._metrics = metrics
        self._signed_in = signed_in
        self._cookies = cookies
        self._since = time.perf_counter()
        self._status = 0

    @property
    def started(self) -> bool:
        """Whether the response has begun."""
        return self._status > 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._finish(MutableHeaders(scope=message))
            route = getattr(self.scope.get("route"), "path", "other")
            self._metrics.request(route, self._method, self._status)
        elif self._method == "HEAD" and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)

    def log(self) -> None:
        """Log the request; its query is left out, and the status is 0 when none was sent."""
        logs.event(
            _log,
            "request",
            method=self._method[:10],
            path=self.scope["path"][:_LONGEST_PATH],
            status=self._status,
            ms=round((time.perf_counter() - self._since) * 1000, 1),
            client=client_address(self.scope),
        )

    def _finish(self, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        headers[REQUEST_ID] = request_id_of(self.scope)
        headers.setdefault("Content-Security-Policy", OWN_PAGES)
        if "frame-ancestors 'none'" not in headers["content-security-policy"]:
            del headers["x-frame-options"]  # it knows no list; the policy says who may
        if route_path(self.scope).startswith(("/api/", "/read/")):
            headers.setdefault("Cache-Control", "no-store")
        if self._signed_in and headers.get("content-type", "").startswith(_ABOUT_SOMEBODY):
            headers.setdefault("Cache-Control", "no-store")
        _keep_cookies(headers, self._cookies)
        chosen = chosen_cookie(self.scope) if self._is_page(headers) else None
        if chosen:
            headers.append("set-cookie", chosen)

    def _is_page(self, headers: MutableHeaders) -> bool:
        """Whether a page of our own, or the way to one, is what is sent; a framed one is not."""
        path = route_path(self.scope)
        framed = path == "/embed" or (path.startswith("/quote/") and path.endswith("/card"))
        return not framed and (
            headers.get("content-type", "").startswith("text/html") or self._status == 303
        )


def _keep_cookies(headers: MutableHeaders, names: frozenset[str]) -> None:
    """Let out the cookies of these names: without `--auth` none, and never one of Gradio's."""
    values = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for value in values:
        if value.split("=")[0] in names:
            headers.append("set-cookie", value)


async def _whole_body(receive: Receive, limit: int) -> Receive:
    """Read a body before anything looks at it; a false Content-Length gains nothing."""
    body = bytearray()
    more = True
    while more:
        try:
            message = await asyncio.wait_for(receive(), _BODY_SECONDS)
        except TimeoutError:
            raise Refused(408, "The request did not arrive in time.", "slow") from None
        if message["type"] != "http.request":
            return _first(message, receive)
        body += message.get("body", b"")
        if len(body) > limit:
            raise too_large()
        more = message.get("more_body", False)
    return _first({"type": "http.request", "body": bytes(body), "more_body": False}, receive)


def _first(message: Message, receive: Receive) -> Receive:
    waiting = [message]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
