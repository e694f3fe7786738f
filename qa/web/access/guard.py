"""The guard of `--auth`: nobody gets further whom it does not know, but to the few open addresses.

The middleware calls it, and it decides on the path of the request, so that a new route is closed
until somebody opens it here.
"""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from qa.web.access.accounts import Accounts
from qa.web.access.cookies import session_in
from qa.web.access.local_paths import HOME, safe_next
from qa.web.access.policy import Access, ProxyHeader
from qa.web.access.tokens import Keys, Sessions
from qa.web.access.without_login import handed_on
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking, words_of
from qa.web.requests.addresses import TrustedProxies
from qa.web.requests.guards import FORM_PATHS, SAFE, Refused
from qa.web.requests.paths import route_path
from qa.web.requests.problem_pages import Said
from qa.web.requests.problems import problem_response
from qa.web.requests.proxy_headers import peer_of
from qa.web.roles import ANONYMOUS, Visitor, admit
from qa.web.settings import ServerSettings, is_loopback
from qa.web.visitors import PROMETHEUS
from qa.web.widget.embed import frame_ancestors

SIGN_IN_PATHS = frozenset({"/login", "/login/start", "/login/callback"})

OPEN_PATHS = frozenset({"/healthz", "/widget.js"})
"""Addresses that need nobody's name: there is nothing of the articles in what they answer."""

OPEN_FOLDER = "/ui/"
"""Our own style sheets, scripts and fonts, as they are in the source."""

_METRICS = "/metrics"
_EMBED = "/embed"
_CARD = re.compile(r"/quote/[^/]+/[^/]+/card")
_LONGEST_NAME = 200
_MOST_GROUPS = 1_000

Finder = Callable[[Scope, Headers], Visitor | None]
"""Finds who sent a request; raises Refused for a false claim."""


class AccessGuard:
    """Writes into a request who sent it, or refuses it."""

    def __init__(
        self, settings: ServerSettings, finders: tuple[Finder, ...], *, signs_in: bool
    ) -> None:
        """Make the guard.

        Args:
            settings: of the server.
            finders: asked in this order who it is.
            signs_in: Whether there is a page to sign in, where browsers are sent.
        """
        self._settings = settings
        self._finders = finders
        self._signs_in = signs_in

    def __call__(self, scope: Scope, headers: Headers) -> None:
        """Look at one request.

        Raises:
            Refused: when it may not pass.
        """
        path = route_path(scope)
        if path in FORM_PATHS and scope["method"] not in SAFE:
            _check_own_form(headers)
        found = (find(scope, headers) for find in self._finders)
        visitor = next(filter(None, found), None)
        if visitor is None and self._settings.allow_anonymous:
            visitor = ANONYMOUS
        if visitor is None and path == _METRICS and _at_the_machine(scope, headers):
            visitor = PROMETHEUS
        if visitor is not None:
            admit(scope, visitor)
        elif not self._is_open(path):
            raise self._refusal(scope, headers, path)

    def _is_open(self, path: str) -> bool:
        if path in OPEN_PATHS or path.startswith(OPEN_FOLDER):
            return True
        return self._signs_in and path in SIGN_IN_PATHS

    def _refusal(self, scope: Scope, headers: Headers, path: str) -> Refused:
        if scope["method"] in SAFE and (path == _EMBED or _CARD.fullmatch(path)):
            response = self._closed_widget(scope)
        elif self._signs_in and _wants_a_page(scope, headers, path):
            response = _to_sign_in(scope)
        else:
            response = _unknown(self._signs_in)
        return Refused(response.status_code, "Sign in first.", "sign-in", response=response)

    def _closed_widget(self, scope: Scope) -> Response:
        root = scope.get("root_path", "")
        content = render(
            "widget/embed_closed.html",
            root=f"{root}/",
            stamp=static_stamp(),
            **speaking(scope, partial(words_of, "access")),
        )
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
            "img-src 'self'; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors {frame_ancestors(self._settings.allow_origins)}"
        )
        return HTMLResponse(
            content,
            status_code=401,
            headers={
                "Content-Security-Policy": policy,
                "Cache-Control": "no-store",
                "WWW-Authenticate": "Bearer",
                "Cross-Origin-Embedder-Policy": "require-corp",
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )


def _check_own_form(headers: Headers) -> None:
    """Take forms from our own pages only; programs have keys (login CSRF).

    Another site's Origin was refused before; here one must be shown.
    """
    if "origin" not in headers and headers.get("sec-fetch-site") != "same-origin":
        raise Refused(
            403,
            "This form is taken from this server's own page only. Programs come with a key.",
            "form",
        )


def _at_the_machine(scope: Scope, headers: Headers) -> bool:
    return is_loopback(peer_of(scope)) and not handed_on(headers)


def _wants_a_page(scope: Scope, headers: Headers, path: str) -> bool:
    if scope["method"] not in SAFE or path.startswith("/api/"):
        return False
    navigates = headers.get("sec-fetch-mode", "navigate") == "navigate"
    return navigates and "text/html" in headers.get("accept", "")


def _to_sign_in(scope: Scope) -> Response:
    query: bytes = scope.get("query_string", b"")
    wanted = quote(route_path(scope), safe="/:@!$&'()*+,;=~")
    if query:
        wanted += "?" + query.decode("latin-1")
    next = safe_next(wanted)
    tail = "" if next == HOME else f"?next={quote(next, safe='')}"
    headers = {"Cache-Control": "no-store"}
    return RedirectResponse(f"{scope.get('root_path', '')}/login{tail}", 303, headers)


def _unknown(signs_in: bool) -> Response:
    way = "reload the page or open /login" if signs_in else "come through the proxy for that"
    return problem_response(
        401,
        f"You are not signed in: {way}. Programs send their key as Authorization: Bearer KEY.",
        headers={"WWW-Authenticate": "Bearer"},
        said=Said("sign-in" if signs_in else "proxy"),
    )


def by_key(keys: Keys) -> Finder:
    """Return what finds programs by the key they send."""

    def find(_scope: Scope, headers: Headers) -> Visitor | None:
        values = headers.getlist("authorization")
        shown = [value.split(None, 1) for value in values]
        if not any(parts and parts[0].lower() == "bearer" for parts in shown):
            return None  # what a proxy's own sign-in leaves behind is not for us
        visitor = keys.find(shown[0][-1].strip()) if len(shown) == 1 else None
        if visitor is None:
            raise _refused(401, "This key is not known here, was revoked, or has expired.", "key")
        return visitor

    return find


def by_session(sessions: Sessions, accounts: Accounts, settings: ServerSettings) -> Finder:
    """Return what finds people by the session of their browser."""
    listed = frozenset(settings.allow_origins)

    def find(scope: Scope, headers: Headers) -> Visitor | None:
        secret = session_in(scope)
        # A page of a listed site may ask, but not with the name of whoever reads it.
        if secret is None or headers.get("origin") in listed:
            return None
        session = sessions.find(secret)
        return accounts.visitor(session.name, session.stamp, session.groups) if session else None

    return find


def by_header(access: Access, header: ProxyHeader, proxies: TrustedProxies) -> Finder:
    """Return what finds people by the name that a trusted proxy gives them."""

    def find(scope: Scope, headers: Headers) -> Visitor | None:
        names = headers.getlist(header.name)
        if not names:
            return None
        if not proxies.trusts(peer_of(scope)):
            detail = f"{header.name} is believed from this server's proxy only."
            raise _refused(403, detail, "header")
        name = _decoded(names[0]) if len(names) == 1 else ""
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            detail = f"The proxy's {header.name} does not name one person."
            raise _refused(403, detail, "header")
        role = access.role_of(name)
        if role is None:
            detail = f"{name} may not read here; the operator can allow it with --reader."
            raise _refused(403, detail, "header")
        return Visitor(name, role, _groups(headers, header))

    return find


def _groups(headers: Headers, header: ProxyHeader) -> frozenset[str]:
    """Return the groups that the proxy names, with commas between them."""
    if header.groups is None:
        return frozenset()
    named = ",".join(map(_decoded, headers.getlist(header.groups))).split(",")[:_MOST_GROUPS]
    return frozenset(one.strip() for one in named if one.strip())


def _decoded(value: str) -> str:
    """Return a header's value, which Starlette reads as Latin-1, as the UTF-8 that proxies send."""
    try:
        return value.encode("latin-1").decode("utf-8").strip()
    except UnicodeDecodeError:
        return ""


def _refused(status: int, detail: str, reason: str) -> Refused:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    response = problem_response(status, detail, headers=headers, said=Said(reason))
    return Refused(status, detail, reason, response=response)
