"""The pages to sign in at a provider of OpenID Connect, and to come back from it."""

import logging
import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa.web.access.accounts import ProviderAccounts
from qa.web.access.cookies import attempt_in, drop_attempt, keep_attempt
from qa.web.access.local_paths import safe_next
from qa.web.access.oidc import Attempts, Person, Provider, ProviderUnavailable, SignInFailed
from qa.web.access.pages import (
    add_sign_out,
    begin_session,
    came_from_elsewhere,
    go,
    look_again,
    page,
    root_of,
    signed_in,
)
from qa.web.access.policy import OpenId
from qa.web.access.tokens import Sessions
from qa.web.requests.proxy_headers import client_address
from qa.web.settings import ServerSettings

CALLBACK = "/login/callback"

_CODE_OF_ERROR = re.compile(r"[a-z_]{1,40}")
_LONGEST_CODE = 2000
_log = logging.getLogger(__name__)


def provider_router(
    openid: OpenId, accounts: ProviderAccounts, sessions: Sessions, settings: ServerSettings
) -> APIRouter:
    """Return the routes to sign in and out."""
    router = APIRouter(include_in_schema=False)
    pages = _ProviderPages(openid, accounts, sessions, settings)
    for path, endpoint in (
        ("/login", pages.show),
        ("/login/start", pages.start),
        (CALLBACK, pages.back),
    ):
        router.add_api_route(path, endpoint, methods=["GET"], response_model=None)
    add_sign_out(router, sessions, accounts)
    return router


class _ProviderPages:
    def __init__(
        self,
        openid: OpenId,
        accounts: ProviderAccounts,
        sessions: Sessions,
        settings: ServerSettings,
    ) -> None:
        self._openid = openid
        self._accounts = accounts
        self._sessions = sessions
        self._settings = settings
        self._attempts = Attempts()
        self._provider = Provider(openid)

    def show(self, request: Request) -> Response:
        """Show the way to the provider; who is signed in already goes on."""
        next = safe_next(request.query_params.get("next", "/"))
        if signed_in(request, self._sessions, self._accounts):
            return go(request, next)
        if came_from_elsewhere(request):
            return look_again(request, next)
        return page(
            "access/sign_in_elsewhere.html",
            request,
            host=self._openid.host,
            next=next,
            left="left" in request.query_params,
            open_to_all=self._settings.allow_anonymous,
        )

    async def start(self, request: Request) -> Response:
        """Send the browser to the provider."""
        attempt = self._attempts.new(
            self._own_address(request) + CALLBACK, safe_next(request.query_params.get("next", "/"))
        )
        try:
            address = await self._provider.address(attempt)
        except ProviderUnavailable as error:
            return self._problem(request, 503, str(error))
        response = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
        keep_attempt(request.scope, response, self._attempts.seal(attempt))
        return response

    async def back(self, request: Request) -> Response:
        """Take somebody back from the provider."""
        response = await self._come_back(request)
        drop_attempt(request.scope, response)
        return response

    async def _come_back(self, request: Request) -> Response:
        given = request.query_params
        try:
            attempt = self._attempts.unseal(attempt_in(request.scope) or "", given.get("state", ""))
            self._check_answer(given.get("error"), given.get("iss"), given.get("code", ""))
            person = await self._provider.person(attempt, given["code"])
        except ProviderUnavailable as error:
            return self._problem(request, 503, str(error))
        except SignInFailed as error:
            _log.warning(
                "sign-in failed", extra={"fields": {"client": client_address(request.scope)}}
            )
            return self._problem(request, 400, str(error))
        return self._let_in(request, person, attempt.next)

    def _check_answer(self, error: str | None, issuer: str | None, code: str) -> None:
        if error is not None:
            told = f" ({error})" if _CODE_OF_ERROR.fullmatch(error) else ""
            raise SignInFailed(f"The provider did not sign you in{told}.")
        # RFC 9207: an answer of another provider must not be taken for this one's.
        if issuer is not None and issuer != self._openid.issuer:
            raise SignInFailed("This answer comes from another provider. Begin again.")
        if not 0 < len(code) <= _LONGEST_CODE:
            raise SignInFailed("The provider's answer is not complete. Begin again.")

    def _let_in(self, request: Request, person: Person, next: str) -> Response:
        name, stamp = person.name, self._accounts.stamp
        if self._accounts.visitor(name, stamp, person.groups) is None:
            return self._problem(
                request, 403, f"{name} may not read here. Ask whoever runs this server."
            )
        _log.info("signed in", extra={"fields": {"name": name}})
        # The browser still counts this as a visit from the provider, and would not show a strict
        # cookie to where a redirect leads. From a page of ours it does.
        response = page("access/continue.html", request, address=root_of(request) + next)
        begin_session(request, response, self._sessions, name, stamp, person.groups)
        return response

    def _problem(self, request: Request, status: int, problem: str) -> HTMLResponse:
        return page("access/sign_in_problem.html", request, status, problem=problem)

    def _own_address(self, request: Request) -> str:
        host = request.headers["host"].lower()
        return f"{request.scope['scheme']}://{host}{root_of(request)}"
