"""The two cookies there are, and only with `--auth`: a session, and an attempt to sign in.

Over https their names begin with `__Host-`: a browser takes such a cookie from this very host
only, over https, so that no other host of the domain can plant one.
"""

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Scope

ATTEMPT_SECONDS = 600
"""How long somebody may take to sign in at a provider."""

_SECURE_PREFIX = "__Host-"
_SESSION = "pullquote_session"
_ATTEMPT = "pullquote_attempt"

OWN_COOKIES = frozenset(
    prefix + name for prefix in ("", _SECURE_PREFIX) for name in (_SESSION, _ATTEMPT)
)
"""Names of cookies that may leave this server."""


def _name(scope: Scope, name: str) -> str:
    return _SECURE_PREFIX + name if _secure(scope) else name


def _secure(scope: Scope) -> bool:
    return bool(scope["scheme"] == "https")


def session_in(scope: Scope) -> str | None:
    """Return the secret of the session that a request shows."""
    return _read(scope, _SESSION)


def attempt_in(scope: Scope) -> str | None:
    """Return the attempt to sign in that a request belongs to."""
    return _read(scope, _ATTEMPT)


def _read(scope: Scope, name: str) -> str | None:
    for header in Headers(scope=scope).getlist("cookie"):
        value = cookie_parser(header).get(_name(scope, name))
        if value:
            return value
    return None


def keep_session(scope: Scope, response: Response, secret: str) -> None:
    """Give a browser a session; it is shown by requests of our own pages only."""
    response.set_cookie(
        _name(scope, _SESSION), secret, httponly=True, samesite="strict", secure=_secure(scope)
    )


def drop_session(scope: Scope, response: Response) -> None:
    """Take the session from a browser."""
    response.delete_cookie(
        _name(scope, _SESSION), httponly=True, samesite="strict", secure=_secure(scope)
    )


def keep_attempt(scope: Scope, response: Response, sealed: str) -> None:
    """Give a browser its attempt; Lax, since the provider sends the browser back with it."""
    response.set_cookie(
        _name(scope, _ATTEMPT),
        sealed,
        max_age=ATTEMPT_SECONDS,
        httponly=True,
        samesite="lax",
        secure=_secure(scope),
    )


def drop_attempt(scope: Scope, response: Response) -> None:
    """Take the attempt from a browser."""
    response.delete_cookie(
        _name(scope, _ATTEMPT), httponly=True, samesite="lax", secure=_secure(scope)
    )
