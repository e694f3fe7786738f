"""What the pages to sign in and out have in common."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa.web.access.accounts import Accounts
from qa.web.access.cookies import drop_session, keep_session, session_in
from qa.web.access.tokens import Sessions
from qa.web.pages.languages import language_of
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import filled, speaking, words_of
from qa.web.visitors import Visitor

WORDS = "access"
"""The words of these pages."""

_LONGEST_FORM = 10_000
_MOST_FIELDS = 10
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    # With "no-referrer" a browser would send our own forms with "Origin: null".
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page(
    template: str,
    request: Request,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """Return a page about signing in; its forms lead here only, no script runs on it."""
    next = values.get("next", "/")
    kept = [] if next == "/" else [("next", str(next))]  # which is a path here (`local_paths`)
    spoken = speaking(request.scope, partial(words_of, WORDS), kept)
    content = render(
        template, root=f"{root_of(request)}/", stamp=static_stamp(), **spoken, **values
    )
    return HTMLResponse(content, status_code=status, headers={**_HEADERS, **(headers or {})})


def says(request: Request, name: str, **values: object) -> str:
    """Return one of the words of these pages in the language of a request."""
    language = language_of(request.scope)
    return filled(str(words_of(WORDS, language)[name]), values, language)


def root_of(request: Request) -> str:
    """Return the path under which this server is shown, without a slash at its end."""
    return str(request.scope.get("root_path", ""))


def go(request: Request, path: str) -> RedirectResponse:
    """Send a browser to a path of this server."""
    return RedirectResponse(root_of(request) + path, 303, {"Cache-Control": "no-store"})


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form; none when it is longer than ours are."""
    body = await request.body()
    if len(body) > _LONGEST_FORM:
        return {}
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return {}
    return dict(pairs)


def came_from_elsewhere(request: Request) -> bool:
    """Whether a browser followed a link of another site, and so kept our cookie to itself."""
    headers = request.headers
    return headers.get("sec-fetch-site") == "cross-site" and "again" not in request.query_params


def look_again(request: Request, next: str) -> HTMLResponse:
    """Let the browser come once more, now from a page of ours, and show its cookie."""
    address = f"{root_of(request)}/login?again=1&next={quote(next, safe='')}"
    return page("access/continue.html", request, address=address)


def begin_session(
    request: Request,
    response: Response,
    sessions: Sessions,
    name: str,
    stamp: str,
    groups: frozenset[str] = frozenset(),
) -> None:
    """Let somebody in: a new session, never one that was there before (session fixation)."""
    earlier = session_in(request.scope)
    if earlier:
        sessions.end(earlier)
    keep_session(request.scope, response, sessions.begin(name, stamp, groups))


def signed_in(request: Request, sessions: Sessions, accounts: Accounts) -> Visitor | None:
    """Return whose session a request shows."""
    secret = session_in(request.scope)
    session = sessions.find(secret) if secret else None
    return accounts.visitor(session.name, session.stamp, session.groups) if session else None


def add_sign_out(router: APIRouter, sessions: Sessions, accounts: Accounts) -> None:
    """Add the routes to sign out, the same however somebody signed in."""

    @router.get("/logout", response_model=None)
    def leaving(request: Request) -> Response:
        return _sign_out_page(request, sessions, accounts)

    @router.post("/logout", response_model=None)
    async def leave(request: Request) -> Response:
        return await _sign_out(request, sessions, accounts)


def _sign_out_page(request: Request, sessions: Sessions, accounts: Accounts) -> HTMLResponse:
    """Return the page that says who is signed in, and ends it."""
    visitor = signed_in(request, sessions, accounts)
    count = sessions.count(visitor.name) if visitor else 0
    return page("access/sign_out.html", request, visitor=visitor, others=max(0, count - 1))


async def _sign_out(request: Request, sessions: Sessions, accounts: Accounts) -> RedirectResponse:
    """End this session, or all of the same person."""
    everywhere = "everywhere" in await fields(request)
    visitor = signed_in(request, sessions, accounts)
    secret = session_in(request.scope)
    if visitor and everywhere:
        sessions.end_all(visitor.name)
    elif secret:
        sessions.end(secret)
    response = go(request, "/login?left=1")
    response.headers["Clear-Site-Data"] = '"storage"'  # the widget remembers what was asked
    drop_session(request.scope, response)
    return response
