"""Adding, replacing and removing articles in the browser: the page, and the API behind it.

For editors, and for pages of this very server: a site that may embed the widget may ask, not add.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import anyio
import anyio.to_thread
from fastapi import APIRouter, HTTPException, Path, Query, Request
from starlette.responses import HTMLResponse

from index.articles.article import Article, ArticleInfo
from index.readers.apart.process import suffix_of_name
from index.readers.registry import FORMATS
from qa.web.api.schemas import ArticleInfoResponse, OriginResponse
from qa.web.manage.catalogue import Catalogue, Saved
from qa.web.manage.details import add_details
from qa.web.manage.drafts import FILE_BYTES, Draft, DraftFolder
from qa.web.manage.file_upload import clean_name, receive_file
from qa.web.manage.schemas import (
    AddressRequest,
    DraftArticleResponse,
    DraftResponse,
    DraftsResponse,
    RemovedResponse,
    SavedResponse,
    SaveRequest,
)
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.requests.body_limits import FILE_TYPE
from qa.web.requests.editors import EditorHere
from qa.web.requests.problems import Busy, Gone, Problem
from qa.web.roles import CurrentReader, Visitor

_PREFIXES = ("/api", "/api/v1")

UPLOADS = {f"{prefix}/drafts": FILE_BYTES for prefix in _PREFIXES}
"""The addresses that take a file as the body of a request, and how many bytes it may have."""

_BEGINNING = 600  # code points of the text that an editor is shown
_READING_AT_ONCE = 2
_WAITING = 20
_T = TypeVar("_T")
_Token = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_Identifier = Annotated[str, Path(max_length=200, description="As in `article.id`.")]
_BODY = {
    "requestBody": {
        "required": True,
        "content": {FILE_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


def manage_router(catalogue: Catalogue) -> APIRouter:
    """Return the page and the routes of the API that change articles."""
    router = APIRouter()
    reading, changing = _Queue(_READING_AT_ONCE), _Queue(1)
    for prefix in _PREFIXES:
        api = APIRouter(prefix=prefix, include_in_schema=prefix == _PREFIXES[0], tags=["editors"])
        _add_drafts(api, catalogue)
        _add_reading(api, catalogue, reading)
        _add_changes(api, catalogue, changing)
        add_details(api, catalogue, changing.run, _problems(403, 404))
        router.include_router(api)
    _add_page(router, catalogue)
    return router


class _Queue:
    """Few things are done at once; some more wait, without a thread, the others come back later."""

    def __init__(self, seats: int) -> None:
        self._seats = anyio.CapacityLimiter(seats)

    async def run(self, work: Callable[[], _T]) -> _T:
        if self._seats.statistics().tasks_waiting >= _WAITING:
            raise Busy("Many articles are coming in right now; try again in a minute.")
        return await anyio.to_thread.run_sync(work, limiter=self._seats)


def _add_reading(router: APIRouter, catalogue: Catalogue, queue: _Queue) -> None:
    drafts = catalogue.drafts

    async def understood(place: DraftFolder, work: Callable[[], Draft]) -> DraftResponse:
        draft = await queue.run(work)
        return await anyio.to_thread.run_sync(_response, catalogue, draft)

    @router.post(
        "/drafts",
        response_model=DraftResponse,
        status_code=201,
        responses=_problems(400, 403, 408, 413, 415),
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
        responses=_problems(403, 413, 415),
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
    @router.get("/drafts", response_model=DraftsResponse, responses=_problems(403))
    def drafts(editor: EditorHere) -> DraftsResponse:
        """List your drafts; each is forgotten a day after it was made."""
        mine = catalogue.drafts.of(editor.name)
        return DraftsResponse(drafts=[_response(catalogue, draft) for draft in mine])

    @router.delete("/drafts/{draft}", response_model=RemovedResponse, responses=_problems(403, 410))
    def discard(draft: _Token, editor: EditorHere) -> RemovedResponse:
        """Forget a draft with its file."""
        catalogue.drafts.drop(_mine(catalogue, draft, editor).token)
        return RemovedResponse(removed=draft)


def _add_changes(router: APIRouter, catalogue: Catalogue, queue: _Queue) -> None:
    @router.post(
        "/articles",
        response_model=SavedResponse,
        status_code=201,
        responses=_problems(403, 404, 410, 413, 415),
    )
    async def save(request: SaveRequest, editor: EditorHere) -> SavedResponse:
        """Put the articles of a draft into the index, with their details corrected."""
        corrections = {one.number: one.details() for one in request.corrections}

        def work() -> Saved:
            draft = _mine(catalogue, request.draft, editor)
            return catalogue.save(draft, corrections, request.replaces)

        saved = await queue.run(work)
        articles = [ArticleInfoResponse.model_validate(info.to_json()) for info in saved.articles]
        return SavedResponse(articles=articles, replaced=saved.replaced)

    @router.delete(
        "/articles/{identifier}",
        response_model=RemovedResponse,
        responses=_problems(403, 404),
    )
    async def remove(identifier: _Identifier, _editor: EditorHere) -> RemovedResponse:
        """Take an article out, and the file that was sent for it; files elsewhere stay."""
        await queue.run(partial(catalogue.remove, identifier))
        return RemovedResponse(removed=identifier)


def _add_page(router: APIRouter, catalogue: Catalogue) -> None:
    @router.get("/manage", include_in_schema=False)
    def page(visitor: CurrentReader) -> HTMLResponse:
        content = render(
            "manage.html",
            stamp=static_stamp(),
            allowed=visitor.edits,
            suffixes=FORMATS.suffixes(),
            most=catalogue.drafts.limits.file_bytes,
            takes_urls=catalogue.hosts is not None,
        )
        return HTMLResponse(content, headers={"Cache-Control": "no-cache"})

    @router.get("/manage/articles", include_in_schema=False)
    def articles(
        _editor: EditorHere,
        search: Annotated[str, Query(max_length=500)] = "",
        limit: Annotated[int, Query(ge=1, le=1_000)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> dict[str, object]:
        found = catalogue.listed(search)
        page = found[offset : offset + limit]
        rows = [{**one.info.to_json(), "added_here": one.added_here} for one in page]
        return {"articles": rows, "total": len(found)}


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
        characters=len(article.text),
        beginning=article.text[:_BEGINNING],
        origins=[OriginResponse.model_validate(one.to_json()) for one in article.origins],
        alike=ArticleInfoResponse.model_validate(alike.to_json()) if alike else None,
    )


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {
        status: {"description": f"{HTTPStatus(status).phrase}.", "content": content}
        for status in sorted({*statuses, 422, 429, 500, 503})
    }
