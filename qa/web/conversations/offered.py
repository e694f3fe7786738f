"""What the chat offers before a question: examples, names to filter by, what filters leave."""

from calendar import monthrange
from dataclasses import replace
from itertools import chain, repeat
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from qa.web.answering.names import Names
from qa.web.answering.overview import Overview
from qa.web.answering.service import AnsweringService
from qa.web.conversations.filters import ChatFilters, unknown_names

MOST = 50
"""Names listed at once."""
_NEAREST = 3
_DAY = len("2012-04-18")
_LAST_YEAR = 9999


class Offered(BaseModel):
    """A name and how many articles have it."""

    name: str
    articles: int


class NamesOffered(BaseModel):
    """Names with the words that were typed, of `total`; where there is none, the nearest to it."""

    names: list[Offered]
    total: int
    nearest: list[str]


class Scope(BaseModel):
    """How many of all articles pass some filters; the first and the last day of any article.

    `unknown` are names of the filters that no article has, `collections` how many there are.
    """

    articles: int
    total: int
    collections: int
    unknown: list[str]
    first: str | None
    last: str | None


class ExampleOffered(BaseModel):
    """A question to begin with; `sort` is `None` where the owner of the server wrote it."""

    question: str
    sort: str | None


class ExamplesOffered(BaseModel):
    """Examples; `ready` is false while they are still being tried."""

    examples: list[ExampleOffered]
    ready: bool


def offered_router(service: AnsweringService) -> APIRouter:
    """Return the routes that the chat's page asks before a question."""
    router = APIRouter(prefix="/chat", include_in_schema=False)

    @router.get("/examples")
    def examples() -> ExamplesOffered:
        made = service.examples()
        shown = [ExampleOffered(question=one.question, sort=one.sort) for one in made or ()]
        return ExamplesOffered(examples=shown, ready=made is not None)

    @router.get("/names")
    def names(
        of: Literal["author", "publication", "collection"],
        text: Annotated[str, Query(max_length=500)] = "",
    ) -> NamesOffered:
        if of == "collection":
            each = (repeat(one.name, one.articles) for one in service.collections())
            return named(Names(chain.from_iterable(each)), text)
        overview = service.overview()
        return named(overview.authors if of == "author" else overview.publications, text)

    @router.post("/scope")
    async def scope(filters: ChatFilters) -> Scope:
        return await run_in_threadpool(scope_of, service, filters)

    return router


def named(names: Names, text: str) -> NamesOffered:
    """Return the names with these words, else those near to them."""
    found = names.find(text, MOST)
    return NamesOffered(
        names=[Offered(name=one.name, articles=one.articles) for one in found.names],
        total=found.total,
        nearest=[] if found.total else list(names.nearest(text, _NEAREST)),
    )


def scope_of(service: AnsweringService, filters: ChatFilters) -> Scope:
    """Return what filters leave of the articles.

    Raises:
        UsageError: for what is no date.
    """
    overview = service.overview()
    wanted = filters.to_filters()
    there = service.collection_names()
    meant = wanted.collections & there
    lost = sorted(wanted.collections - there)
    with service.among(meant):
        chosen = Overview() if lost and not meant else service.overview()
    passing = chosen.passing(replace(wanted, collections=frozenset()))
    days = [span for date in overview.dates if (span := _days_of(date))]
    return Scope(
        articles=passing,
        total=overview.count,
        collections=len(there),
        unknown=[*lost, *(name for name, _ in unknown_names(filters, overview))],
        first=min(first for first, _ in days) if days else None,
        last=max(last for _, last in days) if days else None,
    )


def _days_of(date: str) -> tuple[str, str] | None:
    """Return the first and the last day of a day, a month or a year in ISO 8601."""
    if len(date) >= _DAY:
        return date[:_DAY], date[:_DAY]
    year, _, month = date.partition("-")
    if not year.isdigit() or not 1 <= int(year) <= _LAST_YEAR:
        return None
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    return f"{date}-01", f"{date}-{monthrange(int(year), int(month))[1]:02}"
