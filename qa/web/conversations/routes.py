"""The addresses of the chat's conversations: asking, and showing again what was kept."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from index.articles.article import Article
from index.errors import PullquoteError, UsageError
from qa.web.answering.service import AnsweringService
from qa.web.api.event_stream import AnswerStream
from qa.web.chat.article_versions import shown
from qa.web.chat.fragments import exchange_html
from qa.web.conversations.asking import ChatQuestion, ask_in_stages
from qa.web.conversations.filters import ChatFilters
from qa.web.conversations.kept import KeptAnswer, restored
from qa.web.pages.languages import language_of
from qa.web.sharing.links import AnswerLinks

_MOST = 50


class _KeptExchange(BaseModel):
    model_config = ConfigDict(extra="ignore")

    answer: KeptAnswer
    filters: ChatFilters = ChatFilters()
    number: Annotated[int, Field(ge=1, le=100_000)] = 1


class KeptExchanges(BaseModel):
    """Exchanges as a browser kept them; each is looked at by itself."""

    model_config = ConfigDict(extra="forbid")

    exchanges: Annotated[list[dict[str, Any]], Field(max_length=_MOST)]


def conversations_router(service: AnsweringService, links: AnswerLinks) -> APIRouter:
    """Return the routes of the chat over one service."""
    router = APIRouter(prefix="/chat", include_in_schema=False)

    @router.post("/ask")
    async def ask(asked: ChatQuestion, request: Request) -> AnswerStream:
        return await ask_in_stages(service, links, asked, _language(request))

    @router.post("/exchanges")
    async def exchanges(kept: KeptExchanges, request: Request) -> dict[str, list[str | None]]:
        """Show again what was kept: HTML for each exchange, null for what cannot be read."""
        language = _language(request)

        def again() -> list[str | None]:
            return [shown_again(service, one, language) for one in kept.exchanges]

        return {"html": await run_in_threadpool(again)}

    return router


def shown_again(service: AnsweringService, kept: dict[str, Any], language: str) -> str | None:
    """Return a kept exchange as HTML; None where it is none."""
    try:
        exchange = _KeptExchange.model_validate(kept)
        filters = exchange.filters.to_filters()
    except (ValueError, UsageError):
        return None

    def find(identifier: str, stamp: str) -> Article | None:
        try:
            found = shown(service, identifier, stamp)
        except PullquoteError:
            return None
        return found.article if found.is_known else None

    again = restored(exchange.answer, find)
    return exchange_html(
        again.answer,
        exchange.number,
        filters,
        language,
        lost=again.lost,
        link=exchange.answer.link,
    )


def _language(request: Request) -> str:
    return language_of(request.scope)
