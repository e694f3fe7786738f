"""The API of speakers: the list for all who read, and what editors decide on it."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import anyio
import anyio.to_thread
from fastapi import APIRouter, Path, Query

from index.errors import UsageError
from qa.speakers.listing import speakers_document
from qa.speakers.searching import Order
from qa.speakers.speaker import SpeakerKind
from qa.web.requests.editors import EditorHere
from qa.web.requests.problems import Missing, problem_schema
from qa.web.speakers.deciding import apart, same
from qa.web.speakers.list_wish import ListWish, Opened
from qa.web.speakers.schemas import (
    ApartRequest,
    DecidedResponse,
    DecisionsResponse,
    SameRequest,
    SpeakersResponse,
    TakenBackResponse,
)

_PREFIXES = ("/api", "/api/v1")
_NOTHING = "Nothing is indexed yet, so nobody speaks here."
_T = TypeVar("_T")

_Words = Annotated[str, Query(max_length=500)]
_Number = Annotated[int, Path(ge=1, lt=2**53, description="As in `decisions`.")]


def speakers_api(opened: Opened) -> APIRouter:
    """Return the routes of the API."""
    router = APIRouter()
    seat = anyio.CapacityLimiter(1)  # so that there is room for questions

    async def run(work: Callable[[], _T]) -> _T:
        return await anyio.to_thread.run_sync(work, limiter=seat)

    for prefix in _PREFIXES:
        api = APIRouter(prefix=prefix, include_in_schema=prefix == _PREFIXES[0])
        _add_list(api, opened, run)
        _add_decisions(api, opened, run)
        router.include_router(api)
    return router


_Run = Callable[[Callable[[], Any]], Any]


def _add_list(router: APIRouter, opened: Opened, run: _Run) -> None:
    @router.get("/speakers", response_model=SpeakersResponse, responses=_problems(),
                tags=["articles"])  # fmt: skip
    async def speakers(
        about: Annotated[str, Query(max_length=500, description="Words of statements.")] = "",
        search: Annotated[str, Query(max_length=500, description="Name, role or body.")] = "",
        kind: SpeakerKind | None = None,
        order: Order = Order.STATEMENTS,
        limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
        offset: Annotated[int, Query(ge=0, lt=2**53)] = 0,
    ) -> dict[str, object]:
        """List who speaks, one entry each; go on with `offset` while `next` is not null."""
        wish = ListWish(search=search, about=about, kind=kind or "", order=order)
        found: dict[str, object] = await run(partial(_listed, opened, wish, limit, offset))
        return found


def _listed(opened: Opened, wish: ListWish, limit: int, offset: int) -> dict[str, object]:
    held = opened()
    if held is None:
        nothing = {"labels": 0, "statements": 0, "nameless": 0, "doubtful": 0}
        return {
            "speakers": [], "total": 0, "next": None, "searched": {"articles": 0},
            "left_out": nothing,
        }  # fmt: skip
    found = wish.found(*held)
    last = offset + limit
    return {
        **speakers_document(held[1], found[offset:last]),
        "total": len(found),
        "next": last if last < len(found) else None,
    }


def _add_decisions(router: APIRouter, opened: Opened, run: _Run) -> None:
    @router.get("/speakers/decisions", response_model=DecisionsResponse, responses=_problems(403),
                tags=["editors"])  # fmt: skip
    async def decisions(_editor: EditorHere) -> dict[str, object]:
        """List what editors decided on speakers, earliest first."""
        held = await run(opened)
        kept = held[0].speaker_decisions.all() if held else []
        return {"decisions": [one.to_json() for one in kept]}

    @router.post("/speakers/same", response_model=DecidedResponse, status_code=201,
                 responses=_problems(403, 404, 413, 415), tags=["editors"])  # fmt: skip
    async def bring_together(request: SameRequest, editor: EditorHere) -> dict[str, object]:
        """Say that two entries are one speaker; it holds however often articles are indexed."""
        found: dict[str, object] = await run(partial(same, opened, request, editor.name))
        return found

    @router.post("/speakers/apart", response_model=DecidedResponse, status_code=201,
                 responses=_problems(403, 404, 413, 415), tags=["editors"])  # fmt: skip
    async def part(request: ApartRequest, editor: EditorHere) -> dict[str, object]:
        """Say that some of an entry is somebody else; it holds like the other decisions."""
        found: dict[str, object] = await run(partial(apart, opened, request, editor.name))
        return found

    @router.delete("/speakers/decisions/{number}", response_model=TakenBackResponse,
                   responses=_problems(403, 404), tags=["editors"])  # fmt: skip
    async def take_back(number: _Number, _editor: EditorHere) -> dict[str, object]:
        """Take a decision back; everybody is as if it had never been made."""
        held = await run(opened)
        if held is None:
            raise Missing(_NOTHING)
        try:
            await run(partial(held[0].speaker_decisions.remove, number))
        except UsageError as error:
            raise Missing(str(error)) from None
        return {"removed": number}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": problem_schema()}}
    return {
        status: {"description": f"{HTTPStatus(status).phrase}.", "content": content}
        for status in sorted({*statuses, 422, 429, 500, 503})
    }
