"""The addresses of the list of speakers: the page, and for editors the page that parts one."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeVar

import anyio
import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import HTMLResponse

from qa.web.pages.languages import VARY, fields_of, language_of
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking, words_of
from qa.web.requests.editors import EditorHere
from qa.web.requests.middleware import PAGES_WITH_FORMS
from qa.web.requests.problems import Missing
from qa.web.roles import CurrentReader
from qa.web.speakers.list_page import WORDS, list_values, parts_values
from qa.web.speakers.list_wish import FIELDS, ListWish, Opened

_T = TypeVar("_T")

_Key = Annotated[str, Path(max_length=300)]
_Page = Annotated[int, Query(ge=1, le=1_000_000)]


def speakers_router(opened: Opened) -> APIRouter:
    """Return the routes of the pages."""
    router = APIRouter(include_in_schema=False)
    seat = anyio.CapacityLimiter(1)  # so that there is room for questions

    async def run(work: Callable[[], _T]) -> _T:
        return await anyio.to_thread.run_sync(work, limiter=seat)

    @router.get("/speakers")
    async def page(
        request: Request,
        visitor: CurrentReader,
        wish: Annotated[ListWish, Depends()],
        page: _Page = 1,
    ) -> HTMLResponse:
        language = language_of(request.scope)
        work = partial(list_values, opened, wish, page, language, edits=visitor.edits)
        return _page("speakers/list.html", request, "./", **await run(work))

    @router.get("/speakers/{key}/parts")
    async def parts(request: Request, key: _Key, _editor: EditorHere) -> HTMLResponse:
        values = await run(partial(parts_values, opened, key))
        if values is None:
            raise Missing(f"Nobody who speaks here has the key {key[:80]!r}.")
        return _page("speakers/parts.html", request, "../../", **values)

    return router


def _page(template: str, request: Request, root: str, **values: Any) -> HTMLResponse:  # noqa: ANN401
    spoken = speaking(request.scope, partial(words_of, WORDS), fields_of(request.scope, FIELDS))
    content = render(template, root=root, stamp=static_stamp(), **spoken, **values)
    headers = {
        "Cache-Control": "no-store",
        "Vary": VARY,
        "Content-Security-Policy": PAGES_WITH_FORMS,
    }
    return HTMLResponse(content, headers=headers)
