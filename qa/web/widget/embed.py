"""The embedded page, its token, and the pages that help a site owner to embed it."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, JSONResponse

from index.errors import PullquoteError
from qa.web.answering.service import AnsweringService
from qa.web.pages.languages import LANGUAGES, VARY, choose_language, direction, fields_of
from qa.web.pages.own_address import own_address
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking, words_of
from qa.web.settings import ServerSettings, check_origin
from qa.web.widget.embed_token import LIFETIME, EmbedTokens
from qa.web.widget.files import assets, stamp, strings
from qa.web.widget.site_check import check_site

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
_OWN_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {ancestors}"
)

_EXAMPLES = 4
_TRYING = 10.0
"""Seconds that are waited for examples."""

_Text = Annotated[str, Query(max_length=500)]
_LongText = Annotated[str, Query(max_length=8_000)]


def frame_ancestors(origins: tuple[str, ...]) -> str:
    """Return who may frame the embedded page: the listed origins, by default nobody.

    Raises:
        UsageError: for anything that is not exactly an origin; it never reaches a header.
    """
    return " ".join(map(check_origin, origins)) or "'none'"


def embed_router(
    service: AnsweringService, settings: ServerSettings, tokens: EmbedTokens
) -> APIRouter:
    """Return the routes of the embedded page and of the pages around it."""
    router = APIRouter(include_in_schema=False)
    _add_page(router, settings, tokens)
    _add_calls(router, service, tokens)
    _add_help(router, settings)
    return router


def _add_page(router: APIRouter, settings: ServerSettings, tokens: EmbedTokens) -> None:
    listed = frame_ancestors(settings.allow_origins)

    @router.get("/embed")
    def page(request: Request, lang: _Text = "", preview: bool = False) -> HTMLResponse:
        language = choose_language(lang, request.headers.get("accept-language"))
        content = render(
            "widget/embed.html",
            stamp=stamp(),
            token=tokens.issue(),
            seconds=LIFETIME,
            language=language,
            direction=direction(language),
            strings=strings(language),
            longest=settings.question_length,
            keeps_gaps=settings.keep_gaps,
        )
        # The preview on the Embed page is framed by this server only, the widget by others only.
        ancestors = "'self'" if preview else listed
        return HTMLResponse(
            content,
            headers={
                "Content-Security-Policy": _POLICY.format(ancestors=ancestors),
                "Cache-Control": "no-store",
                # So that pages in cross-origin isolation can frame it, too.
                "Cross-Origin-Embedder-Policy": "require-corp",
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )


def _add_calls(router: APIRouter, service: AnsweringService, tokens: EmbedTokens) -> None:
    @router.get("/embed/token")
    def token() -> JSONResponse:
        content = {"token": tokens.issue(), "seconds": LIFETIME}
        return JSONResponse(content, headers={"Cache-Control": "no-store"})

    @router.get("/embed/examples")
    def examples() -> JSONResponse:
        try:
            offered = service.examples(wait=_TRYING) or ()
        except PullquoteError:
            offered = ()  # the first question says what is wrong
        questions = [one.question for one in offered][:_EXAMPLES]
        return JSONResponse({"questions": questions}, headers={"Cache-Control": "no-store"})


def _add_help(router: APIRouter, settings: ServerSettings) -> None:
    listed = settings.allow_origins

    @router.get("/embed/check")
    def check(request: Request, origin: _Text = "", policy: _LongText = "") -> HTMLResponse:
        script = _script_address(request, settings)
        return _own_page(
            "widget/embed_check.html",
            **_spoken(request, fields_of(request.scope, ("origin",))),
            script=script,
            given=origin,
            policy=policy,
            checked=check_site(origin, script, listed, policy) if origin.strip() else None,
        )

    @router.get("/embed/setup")
    def setup(request: Request) -> HTMLResponse:
        script = assets()["widget.js"]
        return _own_page(
            "widget/embed_setup.html",
            **_spoken(request),
            script=_script_address(request, settings),
            tag=script.tag,
            integrity=script.integrity,
            languages={language: strings(language)["name"] for language in LANGUAGES},
            listed=listed,
        )

    @router.get("/embed/preview")
    def preview() -> HTMLResponse:
        return _own_page("widget/embed_preview.html", ancestors="'self'")


def _spoken(request: Request, kept: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    return speaking(request.scope, partial(words_of, "setup"), kept)


def _own_page(template: str, *, ancestors: str = "'none'", **values: object) -> HTMLResponse:
    content = render(template, stamp=static_stamp(), widget_stamp=stamp(), **values)
    policy = _OWN_PAGE.format(ancestors=ancestors)
    return HTMLResponse(content, headers={"Content-Security-Policy": policy, "Vary": VARY})


def _script_address(request: Request, settings: ServerSettings) -> str:
    return f"{own_address(request, settings)}widget.js"
