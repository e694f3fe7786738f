"""What one speaker says, for programs: all of it, a page at a time, with what was searched."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BaseModel, Field

from qa.citing.cited import quote_path
from qa.speakers.statements.record import Choice, Given
from qa.speakers.statements.topics import MOST
from qa.statements.listing import row_of
from qa.web.api.failures import problems
from qa.web.api.schemas import DateOrNone, StatementResponse
from qa.web.speakers.kept_records import KeptRecords
from qa.web.speakers.list_wish import Opened
from qa.web.speakers.schemas import SpeakerResponse

_PREFIXES = ("/api", "/api/v1")
_Date = Annotated[DateOrNone, Query(max_length=40, description="Of articles, as 2012-04-18.")]


class SpokenResponse(StatementResponse):
    """A statement with the path of its permanent page, from the root of this server."""

    link: str


class TopicResponse(BaseModel):
    """A phrase that recurs, and how many of the statements chosen are about it."""

    phrase: str
    statements: int


class SearchedForResponse(BaseModel):
    """How many articles were searched, and those of the speaker that cannot be read."""

    articles: int
    damaged: list[str]


class SpokenPageResponse(BaseModel):
    """A page of what a speaker says, the oldest first, those without a date last."""

    speaker: SpeakerResponse
    statements: list[SpokenResponse]
    total: int = Field(description="How many statements fit what was asked for.")
    next: int | None = Field(description="The `offset` of the next page.")
    topics: list[TopicResponse]
    searched: SearchedForResponse


def statements_api(opened: Opened, records: KeptRecords) -> APIRouter:
    """Return the route over everybody who speaks."""
    router = APIRouter()
    seat = anyio.CapacityLimiter(1)  # so that there is room for questions
    for prefix in _PREFIXES:
        api = APIRouter(prefix=prefix, include_in_schema=prefix == _PREFIXES[0])

        @api.get(
            "/speakers/{key}/statements",
            response_model=SpokenPageResponse,
            responses=problems(404),
            tags=["articles"],
        )
        async def statements(
            key: Annotated[str, Path(max_length=300, description="As in `key` of a speaker.")],
            about: Annotated[str, Query(max_length=500, description="Words of statements.")] = "",
            after: _Date = None,
            before: _Date = None,
            publication: Annotated[str, Query(max_length=500, description="Its whole name.")] = "",
            given: Annotated[Given | None, Query(description="How the words are given.")] = None,
            limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
            offset: Annotated[int, Query(ge=0, lt=2**53)] = 0,
        ) -> dict[str, object]:
            """List everything that one speaker says; go on with `offset` while `next` is there."""
            choice = Choice(
                about=about or None,
                after=after,
                before=before,
                publication=publication or None,
                given=given,
            )
            work: Callable[[], dict[str, object]] = partial(
                _listed, opened, records, key, choice, (offset, offset + limit)
            )
            return await anyio.to_thread.run_sync(work, limiter=seat)

        router.include_router(api)
    return router


def _listed(
    opened: Opened, records: KeptRecords, key: str, choice: Choice, part: tuple[int, int]
) -> dict[str, object]:
    held = opened()
    speaker = held[1].find(key) if held else None
    if held is None or speaker is None:
        raise HTTPException(404, f"Nobody who speaks here has the key {key[:80]!r}.")
    record = records.of(held[0], speaker)
    chosen = record.chosen(choice)
    first, last = part
    return {
        "speaker": speaker.to_json(),
        "statements": [
            {**row_of(article, one), "link": quote_path(article, one.start, one.end)}
            for article, one in chosen[first:last]
        ],
        "total": len(chosen),
        "next": last if last < len(chosen) else None,
        "topics": [
            {"phrase": one.phrase, "statements": one.statements}
            for one in record.topics(choice, MOST)
        ],
        "searched": {"articles": held[1].searched, "damaged": list(record.unread)},
    }
