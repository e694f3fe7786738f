"""The addresses of sides: the page, its files, the API. For all who may read."""

import threading
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import anyio
import anyio.to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from index.errors import UsageError
from qa.sides.exporting import MEDIA_TYPES, exported
from qa.sides.values import Sides, SidesWish
from qa.web.pages.languages import VARY, fields_of, language_of
from qa.web.pages.own_address import own_address
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking, words_of
from qa.web.requests.middleware import PAGES_WITH_FORMS
from qa.web.requests.problems import Busy
from qa.web.roles import CurrentReader
from qa.web.settings import ServerSettings
from qa.web.sides.asked import FIELDS, Asked
from qa.web.sides.schemas import SidesResponse
from qa.web.sides.shown import page_values
from qa.web.speakers.list_wish import Opened

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex
    from qa.sides.gathering import SideFinder

WORDS = "sides"
"""The folder of words that the page speaks with."""

_PREFIXES = ("/api", "/api/v1")
_NO_STORE = {"Cache-Control": "no-store"}
_WAITING = 20
_MOST_NAMES = 50

_Names = Annotated[
    list[str] | None,
    Query(max_length=_MOST_NAMES, description="Keys or names; repeat it for each side."),
]
_Topic = Annotated[str, Query(max_length=1_000, description="What it is about.")]
_Date = Annotated[str, Query(max_length=100, description="ISO 8601.")]
_Page = Annotated[int, Query(ge=1, le=100_000)]


def sides_router(opened: Opened, settings: ServerSettings) -> APIRouter:
    """Return the routes of the page, its files and the API.

    Args:
        opened: gives the index and everybody who speaks there.
        settings: of the server.
    """
    router = APIRouter()
    gatherer = _Gatherer(opened)
    for prefix in _PREFIXES:
        api = APIRouter(prefix=prefix, include_in_schema=prefix == _PREFIXES[0], tags=["articles"])
        _add_api(api, gatherer, settings)
        router.include_router(api)
    _add_page(router, gatherer, settings)
    for suffix in MEDIA_TYPES:
        _add_file(router, gatherer, settings, suffix)
    return router


class _Gatherer:
    """Gathers sides, one wish at a time; some more wait, without a thread."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._seats = anyio.CapacityLimiter(1)
        self._lock = threading.Lock()
        self._kept: tuple[ReadableIndex, SideFinder] | None = None

    async def gathered(self, asked: Asked) -> Sides:
        """Return what is asked for; nothing where nothing is indexed."""
        if self._seats.statistics().tasks_waiting >= _WAITING:
            raise Busy("Many pages of this kind are being made right now; try again in a minute.")
        work = partial(self._sides, asked.wish)
        found = await anyio.to_thread.run_sync(work, limiter=self._seats)
        return found.with_troubles(*asked.troubles)

    def _sides(self, wish: SidesWish) -> Sides:
        opened = self._opened()
        if opened is None:
            return Sides(topic=None, wish=wish)
        index, directory = opened
        return self._finder(index).sides(wish, directory)

    def _finder(self, index: "ReadableIndex") -> "SideFinder":
        from qa.sides.gathering import SideFinder

        with self._lock:
            if self._kept is None or self._kept[0] is not index:
                self._kept = (index, SideFinder(index))
            return self._kept[1]


def _add_api(router: APIRouter, gatherer: _Gatherer, settings: ServerSettings) -> None:
    @router.get("/sides", response_model=SidesResponse)
    async def sides(
        request: Request,
        speaker: _Names = None,
        about: _Topic = "",
        after: _Date = "",
        before: _Date = "",
    ) -> JSONResponse:
        """Set side by side what several said, or one over time; all of it, by date."""
        asked = Asked.of(speaker or (), about, after, before)
        if not asked.wish.speakers and not asked.wish.about:
            raise UsageError("Name speakers (speaker=A&speaker=B), a topic (about=T), or both.")
        found = (await gatherer.gathered(asked)).checked()
        return JSONResponse(found.to_json(own_address(request, settings)), headers=_NO_STORE)


def _add_page(router: APIRouter, gatherer: _Gatherer, settings: ServerSettings) -> None:
    @router.get("/sides", include_in_schema=False)
    async def page(
        request: Request,
        _visitor: CurrentReader,
        speaker: _Names = None,
        about: _Topic = "",
        after: _Date = "",
        before: _Date = "",
        page: _Page = 1,
    ) -> HTMLResponse:
        asked = Asked.of(speaker or (), about, after, before, page)
        found = await gatherer.gathered(asked)
        root = own_address(request, settings)
        kept = fields_of(request.scope, FIELDS)
        spoken = speaking(request.scope, partial(words_of, WORDS), kept)
        values = page_values(found, asked, root, words_of(WORDS, language_of(request.scope)))
        content = render("sides/page.html", root=root, stamp=static_stamp(), **spoken, **values)
        headers = {**_NO_STORE, "Vary": VARY, "Content-Security-Policy": PAGES_WITH_FORMS}
        return HTMLResponse(content, headers=headers)


def _add_file(
    router: APIRouter, gatherer: _Gatherer, settings: ServerSettings, suffix: str
) -> None:
    async def file(
        request: Request,
        _visitor: CurrentReader,
        speaker: _Names = None,
        about: _Topic = "",
        after: _Date = "",
        before: _Date = "",
    ) -> Response:
        found = await gatherer.gathered(Asked.of(speaker or (), about, after, before))
        content = exported(found, suffix, own_address(request, settings))
        headers: dict[str, Any] = {
            **_NO_STORE,
            "Content-Disposition": f'attachment; filename="sides.{suffix}"',
        }
        return Response(content, media_type=MEDIA_TYPES[suffix], headers=headers)

    router.add_api_route(f"/sides.{suffix}", file, include_in_schema=False)
