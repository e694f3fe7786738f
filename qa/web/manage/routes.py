"""Adding, replacing and removing articles in the browser: the page, and the API behind it.

For editors, and for pages of this very server: a site that may embed the widget may ask, not add.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from index.articles.article import Article, ArticleInfo
from index.readers.apart.process import suffix_of_name
from index.readers.registry import FORMATS
from qa.web.api.schemas import ArticleInfoResponse, OriginResponse
from qa.web.manage.catalogue import Catalogue, Saved
from qa.web.manage.details import add_details
from qa.web.manage.drafts import FILE_BYTES, Draft, DraftFolder
from qa.web.manage.file_upload import clean_name, receive_file
from qa.web.manage.keeping import Keeping
from qa.web.manage.lists import lists_router
from qa.web.manage.moving import add_moving
from qa.web.manage.removing import add_removing
from qa.web.manage.schemas import (
    AddressRequest,
    DraftArticleResponse,
    DraftResponse,
    DraftsResponse,
    RemovedResponse,
    SavedResponse,
    SaveRequest,
)
from qa.web.manage.turns import Token, problems
from qa.web.pages.languages import VARY
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking, words_of
from qa.web.requests.body_limits import FILE_TYPE
from qa.web.requests.editors import EditorHere
from qa.web.requests.problems import Gone
from qa.web.requests.turns import Turns
from qa.web.roles import CurrentReader, Visitor

_PREFIXES = ("/api", "/api/v1")

UPLOADS = {f"{prefix}/drafts": FILE_BYTES for prefix in _PREFIXES}
"""The addresses that take a file as the body of a request, and how many bytes it may have."""

_BEGINNING = 600  # code points of the text that an editor is shown
_READING_AT_ONCE = 2
_BUSY = "Many articles are coming in right now; try again in a minute."
_BODY = {
    "requestBody": {
        "required": True,
        "content": {FILE_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


def manage_router(catalogue: Catalogue, keeping: Keeping) -> APIRouter:
    """Return the page and the routes of the API that change articles."""
    router = APIRouter()
    reading, changing = Turns(_READING_AT_ONCE, _BUSY), Turns(1, _BUSY)
    for prefix in _PREFIXES:
        api = APIRouter(prefix=prefix, include_in_schema=prefix == _PREFIXES[0], tags=["editors"])
        _add_drafts(api, catalogue)
        _add_reading(api, catalogue, reading)
        _add_changes(api, catalogue, changing)
        add_removing(api, keeping, changing)
        add_moving(api, keeping, changing)
        add_details(api, keeping, changing.run)
        router.include_router(api)
    router.include_router(lists_router(keeping))
    _add_page(router, catalogue)
    return router


def _add_reading(router: APIRouter, catalogue: Catalogue, turns: Turns) -> None:
    drafts = catalogue.drafts

    async def understood(place: DraftFolder, work: Callable[[], Draft]) -> DraftResponse:
        draft = await turns.run(work)
        return await anyio.to_thread.run_sync(_response, catalogue, draft)

    @router.post(
        "/drafts",
        response_model=DraftResponse,
        status_code=201,
        responses=problems(400, 403, 408, 413, 415),
        openapi_extra=_BODY,
    )
    async def send_file(
        request: Request,
        editor: EditorHere,
        name: Annotated[str, Query(max_length=1_000, description="What the file is called.")],
    ) -> DraftResponse:
        """Send a file and see what is understood of it; nothing is added before it is saved."""
        shown = clean_name(name)
        suffix = suffix_of_name(shown, shown)
        place = await anyio.to_thread.run_sync(drafts.begin)
        try:
            path = place.folder / f"file{suffix}"  # nothing else of the name gets to the disk
            await receive_file(request, path, most=drafts.limits.file_bytes)
            work = partial(catalogue.understand_file, place, path, shown, editor.name)
            return await understood(place, work)
        except BaseException:
            drafts.drop(place.token)
            raise

    @router.post(
        "/drafts/url",
        response_model=DraftResponse,
        status_code=201,
        responses=problems(403, 413, 415),
    )
    async def send_address(request: AddressRequest, editor: EditorHere) -> DraftResponse:
        """Have a public web page fetched, where the server was started with `--allow-urls`."""
        if catalogue.hosts is None:
            raise HTTPException(
                403, "This server fetches no pages; save the page, add it as a file"
            )
        place = await anyio.to_thread.run_sync(drafts.begin)
        try:
            work = partial(catalogue.understand_url, place, request.url, editor.name)
            return await understood(place, work)
        except BaseException:
            drafts.drop(place.token)
            raise


def _add_drafts(router: APIRouter, catalogue: Catalogue) -> None:
    @router.get("/drafts", response_model=DraftsResponse, responses=problems(403))
    def drafts(editor: EditorHere) -> DraftsResponse:
        """List your drafts; each is forgotten a day after it was made."""
        mine = catalogue.drafts.of(editor.name)
        return DraftsResponse(drafts=[_response(catalogue, draft) for draft in mine])

    @router.delete("/drafts/{draft}", response_model=RemovedResponse, responses=problems(403, 410))
    def discard(draft: Token, editor: EditorHere) -> RemovedResponse:
        """Forget a draft with its file."""
        catalogue.drafts.drop(_mine(catalogue, draft, editor).token)
        return RemovedResponse(removed=draft)


def _add_changes(router: APIRouter, catalogue: Catalogue, turns: Turns) -> None:
    @router.post(
        "/articles",
        response_model=SavedResponse,
        status_code=201,
        responses=problems(403, 404, 410, 413, 415),
    )
    async def save(request: SaveRequest, editor: EditorHere) -> SavedResponse:
        """Put the articles of a draft into the index, with their details corrected."""
        corrections = {one.number: one.details() for one in request.corrections}

        def work() -> Saved:
            draft = _mine(catalogue, request.draft, editor)
            return catalogue.save(draft, corrections, request.replaces)

        saved = await turns.run(work)
        articles = [ArticleInfoResponse.model_validate(info.to_json()) for info in saved.articles]
        return SavedResponse(articles=articles, replaced=saved.replaced)


def _add_page(router: APIRouter, catalogue: Catalogue) -> None:
    @router.get("/manage", include_in_schema=False)
    def page(request: Request, visitor: CurrentReader) -> HTMLResponse:
        content = render(
            "manage.html",
            stamp=static_stamp(),
            allowed=visitor.edits,
            suffixes=FORMATS.suffixes(),
            most=catalogue.drafts.limits.file_bytes,
            takes_urls=catalogue.hosts is not None,
            **speaking(request.scope, partial(words_of, "manage")),
        )
        return HTMLResponse(content, headers={"Cache-Control": "no-cache", "Vary": VARY})


def _mine(catalogue: Catalogue, token: str, editor: Visitor) -> Draft:
    draft = catalogue.drafts.get(token, editor.name)
    if draft is None:
        raise Gone("This draft is not there any more; send the file again.")
    return draft


def _response(catalogue: Catalogue, draft: Draft) -> DraftResponse:
    alike = catalogue.alike(draft.articles)
    return DraftResponse(
        id=draft.token,
        name=draft.name,
        bytes=draft.size,
        made=draft.made,
        expires=catalogue.drafts.expires(draft),
        articles=list(map(_understood, range(len(alike)), draft.articles, alike)),
        failures=list(draft.failures),
    )


def _understood(number: int, article: Article, alike: ArticleInfo | None) -> DraftArticleResponse:
    info = article.info
    return DraftArticleResponse(
        number=number,
        title=info.title,
        author=info.author,
        date=info.date,
        publication=info.publication,
        url=info.url,
        categories=list(info.categories),
        characters=len(article.text),
        beginning=article.text[:_BEGINNING],
        origins=[OriginResponse.model_validate(one.to_json()) for one in article.origins],
        alike=ArticleInfoResponse.model_validate(alike.to_json()) if alike else None,
    )
