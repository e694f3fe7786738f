"""Checking a draft: the page, what its script sends, and the API. For all who may read.

Nothing of a draft is kept: a file that is sent lies in a folder of its own until it has been read.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

import anyio
import anyio.to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from index.articles.article import normalise_text
from index.errors import UsageError
from index.readers.apart.process import suffix_of_name
from qa.checking.draft_quotations import LONGEST_DRAFT
from qa.checking.reading_drafts import KINDS, draft_in_file
from qa.checking.values import DraftReport
from qa.web.answering.service import AnsweringService
from qa.web.checking.schemas import CheckRequest, CheckResponse
from qa.web.checking.shown_report import shown_report
from qa.web.manage.file_upload import clean_name, receive_file
from qa.web.pages.languages import VARY, language_of
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import Words, speaking, words_of
from qa.web.requests.body_limits import FILE_TYPE
from qa.web.requests.problems import Busy, problem_schema
from qa.web.roles import CurrentReader

FILE_BYTES = 8_000_000
"""How large a file may be that an editor sends; others may send what any request may have."""
TEXT_BYTES = 4_500_000

_PREFIXES = ("/api", "/api/v1")
UPLOADS = dict.fromkeys(["/check/file", *(f"{one}/check/file" for one in _PREFIXES)], FILE_BYTES)
LARGE_BODIES = dict.fromkeys(["/check/text", *(f"{one}/check" for one in _PREFIXES)], TEXT_BYTES)

_WAITING = 20
_Name = Annotated[str, Query(max_length=1_000, description="What the file is called.")]
_Checked: TypeAlias = tuple[str, DraftReport]
_T = TypeVar("_T")
_BODY = {
    "requestBody": {
        "required": True,
        "content": {FILE_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


def check_router(service: AnsweringService) -> APIRouter:
    """Return the routes of the page and of the API."""
    router = APIRouter()
    desk = _Checker(service)
    for prefix in _PREFIXES:
        api = APIRouter(prefix=prefix, include_in_schema=prefix == _PREFIXES[0], tags=["drafts"])
        _add_api(api, desk)
        router.include_router(api)
    _add_page(router, desk)
    return router


class _Checker:
    """Checks one draft at a time; some more wait, without a thread."""

    def __init__(self, service: AnsweringService) -> None:
        self._service = service
        self._seats = anyio.CapacityLimiter(1)

    async def text(self, text: str) -> _Checked:
        """Check a text that was sent."""
        draft = normalise_text(text)
        return draft, await self._run(partial(self._report, draft))

    async def file(self, request: Request, name: str) -> _Checked:
        """Check a file that is sent as the body of a request."""
        shown = clean_name(name)
        suffix = suffix_of_name(shown, shown)
        if suffix not in KINDS:
            raise UsageError(f"{shown}: a draft is a file of one of these kinds: {' '.join(KINDS)}")
        with tempfile.TemporaryDirectory(prefix="pullquote-draft-") as folder:
            path = Path(folder, f"draft{suffix}")  # nothing else of the name gets to the disk
            await receive_file(request, path, most=FILE_BYTES)
            draft = await self._run(partial(draft_in_file, path, shown))
        return draft, await self._run(partial(self._report, draft))

    def _report(self, draft: str) -> DraftReport:
        from index.opened.reading import ReadableIndex
        from qa.checking.draft_check import check_draft

        opened = self._service.opened()
        if opened is None or not isinstance(opened.index, ReadableIndex):
            raise UsageError("Nothing is indexed yet, so there is nothing to compare a draft with.")
        return check_draft(draft, opened.index)

    async def _run(self, work: Callable[[], _T]) -> _T:
        if self._seats.statistics().tasks_waiting >= _WAITING:
            raise Busy("Many drafts are being checked right now; try again in a minute.")
        return await anyio.to_thread.run_sync(work, limiter=self._seats)


def _add_api(router: APIRouter, desk: _Checker) -> None:
    @router.post("/check", response_model=CheckResponse, responses=_problems(413, 415),
                 response_model_exclude_unset=True)  # fmt: skip
    async def check(request: CheckRequest) -> dict[str, object]:
        """Compare each quotation of a draft with the articles."""
        _, report = await desk.text(request.text)
        return report.to_json()

    @router.post("/check/file", response_model=CheckResponse, openapi_extra=_BODY,
                 responses=_problems(400, 408, 413, 415),
                 response_model_exclude_unset=True)  # fmt: skip
    async def check_file(request: Request, name: _Name) -> dict[str, object]:
        """The same of a file: text, Markdown, DOCX, HTML and their like; nothing of it is kept."""
        draft, report = await desk.file(request, name)
        return {**report.to_json(), "text": draft}


def _add_page(router: APIRouter, desk: _Checker) -> None:
    @router.get("/check", include_in_schema=False)
    def page(request: Request, _visitor: CurrentReader) -> HTMLResponse:
        content = render(
            "check/check_page.html",
            root="./",
            stamp=static_stamp(),
            kinds=KINDS,
            most=LONGEST_DRAFT,
            **speaking(request.scope, _words),
        )
        return HTMLResponse(content, headers={"Cache-Control": "no-cache", "Vary": VARY})

    @router.post("/check/text", include_in_schema=False)
    async def text(request: Request, draft: CheckRequest) -> HTMLResponse:
        _, report = await desk.text(draft.text)
        return _fragment(request, report)

    @router.post("/check/file", include_in_schema=False)
    async def file(request: Request, name: _Name) -> HTMLResponse:
        _, report = await desk.file(request, name)
        return _fragment(request, report)


def _fragment(request: Request, report: DraftReport) -> HTMLResponse:
    spoken = speaking(request.scope, _words)
    values = shown_report(report, _words(language_of(request.scope)), "./")
    content = render("check/report.html", **spoken, **values)
    return HTMLResponse(content, headers={"Cache-Control": "no-store"})


def _words(language: str) -> Words:
    return words_of("check", language)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": problem_schema()}}
    return {
        status: {"description": f"{HTTPStatus(status).phrase}.", "content": content}
        for status in sorted({*statuses, 422, 429, 500, 503})
    }
