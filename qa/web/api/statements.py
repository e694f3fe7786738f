"""The route of statements: who said what, from all articles or some."""

from collections.abc import Sequence
from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import APIRouter, Query

from index.articles.article import Article
from index.articles.passages import Filters
from index.articles.statement import Statement
from qa.speakers.statements.record import Given
from qa.web.answering.service import AnsweringService
from qa.web.api.failures import problems
from qa.web.api.schemas import DateOrNone, StatementsResponse
from qa.web.api.statement_pages import Page, StatementFilter, statement_page

_Date = Annotated[DateOrNone, Query(max_length=40, description="Of articles, as 2012-04-18.")]
_Collections = Annotated[
    list[Annotated[str, Query(max_length=500)]],
    Query(max_length=100, description="Names of collections, any of which will do."),
]
_Limit = Annotated[int, Query(ge=1, le=1_000, description="How many at most.")]


class _StoredArticles:
    """The articles as `statement_page` wants them."""

    def __init__(self, service: AnsweringService) -> None:
        self._service = service

    def identifiers(self, filters: Filters, first: str, most: int) -> Sequence[str]:
        return self._service.identifiers(filters, first, most)

    def article(self, identifier: str) -> Article:
        return self._service.article(identifier)

    def statements(self, article: Article) -> Sequence[Statement]:
        return self._service.statements(article)


def add_statements(router: APIRouter, service: AnsweringService) -> None:
    """Add the route to those of the API."""
    # Reading many articles is work; done by one at a time, it leaves room for questions.
    one_at_a_time = anyio.CapacityLimiter(1)
    stored = _StoredArticles(service)

    @router.get(
        "/statements",
        response_model=StatementsResponse,
        responses=problems(404),
        tags=["articles"],
    )
    async def statements(
        speaker: Annotated[str | None, Query(max_length=500)] = None,
        about: Annotated[str | None, Query(max_length=500)] = None,
        article: Annotated[str | None, Query(max_length=200, description="Identifier.")] = None,
        after: _Date = None,
        before: _Date = None,
        publication: Annotated[str, Query(max_length=500, description="Its whole name.")] = "",
        given: Annotated[Given | None, Query(description="How the words are given.")] = None,
        limit: _Limit = 100,
        cursor: Annotated[str | None, Query(max_length=300)] = None,
        collection: _Collections = [],  # noqa: B006 - read only
    ) -> dict[str, object]:
        """List who said what; go on with `cursor` while `next` is not null."""
        wanted = StatementFilter(
            speaker=speaker or None,
            about=about or None,
            article=article or None,
            articles=Filters(
                after=after, before=before, sources=frozenset(filter(None, [publication]))
            ),
            given=given,
            limit=limit,
            cursor=cursor or None,
        )

        def work() -> Page:
            with service.among(collection):
                return statement_page(stored, wanted)

        page = await anyio.to_thread.run_sync(work, limiter=one_at_a_time)
        return {"statements": page.statements, "next": page.next}
