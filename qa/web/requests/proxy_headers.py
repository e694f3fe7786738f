"""Whose request it is and over which scheme, behind proxies too; read once, before all else.

What proxies say is taken from trusted ones only, and from then on nobody reads their headers: the
visitor's address, the scheme and the request's identifier have their own places.
"""

from contextvars import ContextVar

from starlette.datastructures import Headers
from starlette.types import Scope

from qa.web.logs import take_id
from qa.web.requests.addresses import UNKNOWN, TrustedProxies
from qa.web.requests.paths import placed
from qa.web.settings import ServerSettings

REQUEST_ID = "X-Request-ID"

current_client: ContextVar[str] = ContextVar("client", default="")
"""Who sent the request being served, as limits count clients."""

_PEER, _ID = "peer", "request_id"
_SCHEMES = frozenset({"http", "https"})
# Gradio would build addresses from these, whoever sent them.
_FORWARDED_HEADERS = frozenset({b"forwarded", b"x-real-ip", b"x-gradio-server"})
_FORWARDED_PREFIX = b"x-forwarded-"


class ProxyHeaders:
    """Reads what trusted proxies say of a request, as the settings have it."""

    def __init__(self, settings: ServerSettings) -> None:
        self._proxies = TrustedProxies(settings.trusted_proxies)
        self._root = settings.root_path

    def apply(self, scope: Scope) -> Scope:
        """Return the request with its visitor as `client`, its scheme, path and identifier."""
        headers = Headers(scope=scope)
        client = scope.get("client") or (UNKNOWN, 0)
        peer = str(client[0])
        offered = headers.getlist(REQUEST_ID)
        visitor = self._proxies.client(peer, headers.getlist("x-forwarded-for"))
        state = {
            **scope.get("state", {}),
            _PEER: peer,
            _ID: take_id(offered[0] if len(offered) == 1 else None),
        }
        noted = {
            **scope,
            "client": (visitor, client[1] if visitor == peer else 0),
            "scheme": self._scheme(scope, peer, headers),
            "state": state,
        }
        return placed(noted, self._root)

    def _scheme(self, scope: Scope, peer: str, headers: Headers) -> str:
        told = headers.get("x-forwarded-proto", "").lower()
        if told in _SCHEMES and self._proxies.trusts(peer):
            return told
        return str(scope["scheme"])


def peer_of(scope: Scope) -> str:
    """Return the address of who holds the connection: the visitor, or the last proxy."""
    return str(scope["state"][_PEER])


def client_address(scope: Scope) -> str:
    """Return the address of who sent a request."""
    return str(scope["client"][0])


def request_id_of(scope: Scope) -> str:
    """Return the request's identifier."""
    return str(scope["state"][_ID])


def without_proxy_headers(scope: Scope) -> Scope:
    """Return the request without what proxies say, with its identifier as a header."""
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name not in _FORWARDED_HEADERS
        and not name.startswith(_FORWARDED_PREFIX)
        and name != REQUEST_ID.lower().encode("ascii")
    ]
    own = (REQUEST_ID.lower().encode("ascii"), request_id_of(scope).encode("ascii"))
    return {**scope, "headers": [*kept, own]}
