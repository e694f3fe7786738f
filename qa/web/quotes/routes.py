"""The addresses of quotes: a page, a card for other sites, and a file in each form of citation."""

import re
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from index.errors import UnknownArticle, UsageError
from qa.citing.cited import CitedQuote
from qa.citing.formats import FORMATS
from qa.web.answering.service import AnsweringService
from qa.web.pages.languages import VARY, fields_of, language_of
from qa.web.pages.own_address import own_address
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking, words_of
from qa.web.quotes.finding import NotFound, find_quote
from qa.web.quotes.page import WORDS, page_values, quote_values
from qa.web.settings import ServerSettings
from qa.web.widget.embed import frame_ancestors

_CARD_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {ancestors}"
)
_NO_STORE = {"Cache-Control": "no-store"}
_NO_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_SUFFIXES = {form.suffix: form for form in FORMATS}

_Identifier = Annotated[str, Path(max_length=200)]
_Place = Annotated[str, Path(max_length=40)]
_Stamp = Annotated[str, Query(max_length=64)]


def quote_router(service: AnsweringService, settings: ServerSettings) -> APIRouter:
    """Return the routes of quotes."""
    router = APIRouter(include_in_schema=False)
    _add_card(router, service, settings)

    @router.get("/quote/{identifier}/{place}")
    def page(request: Request, identifier: _Identifier, place: _Place, v: _Stamp = "") -> Response:
        root = own_address(request, settings)
        place, dot, suffix = place.partition(".")
        found = find_quote(service, identifier, place, v)
        if dot:
            return _file(found, suffix, root)
        if isinstance(found, NotFound):
            return _missing(found, root, request)
        values = page_values(found, root, language_of(request.scope))
        sites = " ".join(settings.allow_origins)
        return _page("quotes/page.html", request, root=root, sites=sites, **values)

    return router


def _add_card(router: APIRouter, service: AnsweringService, settings: ServerSettings) -> None:
    policy = _CARD_POLICY.format(ancestors=frame_ancestors(settings.allow_origins))
    headers = {
        "Content-Security-Policy": policy,
        # So that pages in cross-origin isolation can frame it, too.
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }

    @router.get("/quote/{identifier}/{place}/card")
    def card(request: Request, identifier: _Identifier, place: _Place, v: _Stamp = "") -> Response:
        root = own_address(request, settings)
        found = find_quote(service, identifier, place, v)
        if isinstance(found, NotFound):
            response = _missing(found, root, request)
        else:
            response = _page("quotes/card.html", request, root=root, **quote_values(found, root))
        response.headers.update(headers)
        return response


def _page(template: str, request: Request, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
    spoken = speaking(request.scope, partial(words_of, WORDS), fields_of(request.scope, ("v",)))
    content = render(template, stamp=static_stamp(), **spoken, **values)
    return HTMLResponse(content, status, headers={**_NO_STORE, "Vary": VARY})


def _missing(found: NotFound, root: str, request: Request) -> HTMLResponse:
    return _page(
        "quotes/missing.html",
        request,
        status=found.status,
        root=root,
        why=found.why,
        detail=found.detail if found.why == "place" else "",
        article=found.article,
    )


def _file(found: CitedQuote | NotFound, suffix: str, root: str) -> Response:
    """Return the file of a quote.

    Raises:
        UsageError, UnknownArticle: there is no such file, place, or article, said as a document.
    """
    form = _SUFFIXES.get(suffix)
    if form is None and suffix != "json":
        known = ", ".join([*_SUFFIXES, "json"])
        raise UsageError(f"There is no file .{suffix[:20]} of a quote; there are {known}.")
    if isinstance(found, NotFound):
        raise (UsageError if found.why == "place" else UnknownArticle)(found.detail)
    if form is None:
        return JSONResponse(found.to_json(root), headers=_NO_STORE)
    name = f"{_NO_NAME.sub('-', found.article.id)[:80]}-{found.start}-{found.end}.{form.suffix}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = form.write(found, f"{root}{found.path}")
    return Response(
        content,
        media_type=form.media_type,
        headers=_NO_STORE | ({} if form.media_type == "text/plain" else disposition),
    )
