"""The pages to sign in with a name and a password."""

import logging
import math
from dataclasses import dataclass

import anyio
import anyio.to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from qa.web.access.accounts import Accounts
from qa.web.access.local_paths import safe_next
from qa.web.access.lockout import Lockout
from qa.web.access.pages import (
    add_sign_out,
    begin_session,
    came_from_elsewhere,
    fields,
    go,
    look_again,
    page,
    says,
    signed_in,
)
from qa.web.access.passwords import PasswordFile, canonical
from qa.web.access.tokens import Sessions
from qa.web.requests.addresses import client_network
from qa.web.requests.problems import Busy
from qa.web.requests.proxy_headers import client_address
from qa.web.settings import ServerSettings

_AT_ONCE = 2  # one check of a password takes 64 MiB
_WAITING = 30
_LONGEST_NAME = 200
_log = logging.getLogger(__name__)


def password_router(
    passwords: PasswordFile, accounts: Accounts, sessions: Sessions, settings: ServerSettings
) -> APIRouter:
    """Return the routes to sign in and out."""
    router = APIRouter(include_in_schema=False)
    pages = _PasswordPages(passwords, accounts, sessions, open_to_all=settings.allow_anonymous)
    router.add_api_route("/login", pages.show, methods=["GET"], response_model=None)
    router.add_api_route("/login", pages.take, methods=["POST"], response_model=None)
    add_sign_out(router, sessions, accounts)
    return router


@dataclass(frozen=True, slots=True)
class _Form:
    """What was filled in; the password is nowhere shown or logged."""

    name: str = ""
    password: str = ""
    next: str = "/"


class _PasswordPages:
    def __init__(
        self, passwords: PasswordFile, accounts: Accounts, sessions: Sessions, *, open_to_all: bool
    ) -> None:
        self._passwords = passwords
        self._accounts = accounts
        self._sessions = sessions
        self._open_to_all = open_to_all
        self._lockout = Lockout()
        self._checking = anyio.CapacityLimiter(_AT_ONCE)

    def show(self, request: Request) -> Response:
        """Show the form; who is signed in already goes on."""
        form = _Form(next=safe_next(request.query_params.get("next", "/")))
        if signed_in(request, self._sessions, self._accounts):
            return go(request, form.next)
        if came_from_elsewhere(request):
            return look_again(request, form.next)
        return self._page(request, form, left="left" in request.query_params)

    async def take(self, request: Request) -> Response:
        """Take the form; a wrong one is answered alike, whether there is such a name or not."""
        if self._checking.statistics().tasks_waiting >= _WAITING:
            raise Busy("Many people are signing in right now; try again in a few seconds.")
        given = await fields(request)
        form = _Form(
            name=given.get("name", "")[:_LONGEST_NAME],
            password=given.get("password", ""),
            next=safe_next(given.get("next", "/")),
        )
        name, address = canonical(form.name), client_network(client_address(request.scope))
        wait = self._lockout.attempt(name, address)
        if wait:
            return self._locked(request, form, wait)
        user = await anyio.to_thread.run_sync(
            self._passwords.verify, name, form.password, limiter=self._checking
        )
        if user is None:
            _log.warning("sign-in failed", extra={"fields": {"client": address}})
            return self._wrong(request, form)
        self._lockout.succeeded(name, address)
        _log.info("signed in", extra={"fields": {"name": user.name, "client": address}})
        response = go(request, form.next)
        begin_session(request, response, self._sessions, user.name, user.stamp)
        return response

    def _wrong(self, request: Request, form: _Form) -> Response:
        headers = {"WWW-Authenticate": "Bearer"}
        return self._page(request, form, 401, headers, problem=says(request, "wrong"))

    def _locked(self, request: Request, form: _Form, wait: int) -> Response:
        problem = says(request, "locked", minutes=math.ceil(wait / 60))
        return self._page(request, form, 429, {"Retry-After": str(wait)}, problem=problem)

    def _page(
        self,
        request: Request,
        form: _Form,
        status: int = 200,
        headers: dict[str, str] | None = None,
        *,
        problem: str = "",
        left: bool = False,
    ) -> Response:
        return page(
            "access/sign_in.html", request, status, headers,
            name=form.name, next=form.next, problem=problem, left=left,
            open_to_all=self._open_to_all,
        )  # fmt: skip
