"""The guards: each looks at a request's line and headers, and lets it pass or refuses it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from qa.web.requests.addresses import client_network
from qa.web.requests.body_limits import FILE_TYPE, BodyLimits
from qa.web.requests.origins import differs_in_scheme, is_own_origin
from qa.web.requests.paths import route_path
from qa.web.requests.proxy_headers import client_address
from qa.web.requests.rate_limits import TokenBuckets
from qa.web.settings import RateLimits, ServerSettings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_METHODS = SAFE | {"POST", "PUT", "PATCH", "DELETE"}
_FORM = "application/x-www-form-urlencoded"

HEALTH = "/healthz"
"""Whoever looks after the server asks here: no limit of other requests counts."""

FORM_PATHS = frozenset({"/login", "/logout"})
"""Addresses that take a form."""


class Refused(Exception):
    """A request that is not served; `reason` is counted, `retry` is when to come again (s).

    `response` is what is sent instead of a problem document, `headers` what is sent with one.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        reason: str,
        *,
        retry: int | None = None,
        response: Response | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.reason = reason
        self.retry = retry
        self.response = response
        self.headers = headers


Guard = Callable[[Scope, Headers], None]
"""Looks at a request's line and headers, and raises Refused."""


def standard_guards(settings: ServerSettings, bodies: BodyLimits) -> tuple[Guard, ...]:
    """Return the guards of every server, cheapest first."""
    return (
        check_method,
        RateGuard(settings.limits),
        HostGuard(settings),
        OriginGuard(settings),
        BodyGuard(bodies),
    )


def check_method(scope: Scope, _headers: Headers) -> None:
    """Refuse methods that nothing here takes."""
    if scope["method"] not in _METHODS:
        allow = {"Allow": ", ".join(sorted(_METHODS))}
        raise Refused(405, "This method is not spoken here.", "method", headers=allow)


class RateGuard:
    """Refuses what is more than one address may send.

    Whatever changes or asks something counts as a question. Asking for the server's health has a
    bucket of its own, so that no flood from behind the same proxy makes it look ill.
    """

    def __init__(self, limits: RateLimits) -> None:
        self._questions = TokenBuckets(size=limits.questions, a_minute=limits.questions_a_minute)
        self._others = TokenBuckets(size=limits.requests, a_minute=limits.requests_a_minute)

    def __call__(self, scope: Scope, _headers: Headers) -> None:
        """Take one from the visitor's bucket."""
        who = client_network(client_address(scope))
        if scope["method"] not in SAFE:
            wait, what = self._questions.take(who), "questions"
        else:
            wait, what = self._others.take(counted_as(who, scope)), "requests"
        if wait:
            raise Refused(
                429,
                f"Too many {what} came from your address in a short time; wait "
                f"{wait} second{'' if wait == 1 else 's'} and try again.",
                "rate",
                retry=wait,
            )


def counted_as(who: str, scope: Scope) -> str:
    """Return under what name a request of `who` is counted: apart when it asks for the health."""
    return f"{who} health" if route_path(scope) == HEALTH else who


class HostGuard:
    """Refuses requests under a name that is not this server's (DNS rebinding)."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings

    def __call__(self, _scope: Scope, headers: Headers) -> None:
        """Look at the Host header, of which there must be one."""
        names = headers.getlist("host")
        if len(names) != 1 or not self._settings.knows_host(_without_port(names[0])):
            raise Refused(
                421, "This server is not known under the name in the Host header.", "host"
            )


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.split("]")[0] + "]"
    return host.rsplit(":", 1)[0]


class OriginGuard:
    """Refuses what another site makes a browser send. Programs send no Origin, and pass."""

    def __init__(self, settings: ServerSettings) -> None:
        self._listed = frozenset(settings.allow_origins)

    def __call__(self, scope: Scope, headers: Headers) -> None:
        """Look at what a browser says of the page that sends a request."""
        if scope["method"] in SAFE:
            return
        origins = headers.getlist("origin")
        if origins:
            passes = len(origins) == 1 and self._allowed(origins[0], scope, headers)
        else:
            passes = headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
        if not passes:
            raise Refused(403, _why_other(origins, headers), "origin")

    def _allowed(self, origin: str, scope: Scope, headers: Headers) -> bool:
        if origin in self._listed:
            return route_path(scope).startswith("/api/")
        return is_own_origin(origin, scope, headers["host"])


def _why_other(origins: list[str], headers: Headers) -> str:
    if len(origins) == 1 and differs_in_scheme(origins[0], headers["host"]):
        return (
            "This page was opened under another scheme (http or https) than this server hears of. "
            "Behind a proxy, start it with --trusted-proxy, and have the proxy send "
            "X-Forwarded-Proto."
        )
    return (
        "This request comes from another site, which is not on this server's list; "
        "start it with --allow-origin to let that site ask."
    )


class BodyGuard:
    """JSON only: a form of another site can send other types without being asked (CSRF).

    The forms to sign in and out are taken, from our own pages only (`qa.web.access.guard`).
    """

    def __init__(self, bodies: BodyLimits) -> None:
        self._bodies = bodies

    def __call__(self, scope: Scope, headers: Headers) -> None:
        """Look at the length that is announced, and at the type."""
        length = headers.get("content-length", "0")
        limit = self._bodies.announced(scope)
        if not (length.isascii() and length.isdigit()) or int(length) > limit:
            raise too_large()
        if scope["method"] in SAFE:
            return
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        if self._bodies.takes_file(scope):
            if kind != FILE_TYPE:
                raise Refused(415, f"Send the file itself, with Content-Type: {FILE_TYPE}.", "type")
            return
        if kind == _FORM and route_path(scope) in FORM_PATHS:
            return
        if kind != "application/json":
            raise Refused(415, "Send JSON, with Content-Type: application/json.", "type")


def too_large() -> Refused:
    """Return the refusal of a body that is larger than may be."""
    return Refused(413, "The request is larger than this server reads.", "size")
