"""The pages of shared answers, which need no script, and taking one up in the chat."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from index.articles.passages import Filters
from index.errors import UsageError
from qa.web.answering.service import AnsweringService
from qa.web.chat.article_versions import Shown, shown
from qa.web.chat.fragments import exchange_html
from qa.web.chat.page_words import page_words
from qa.web.conversations.filters import ChatFilters
from qa.web.conversations.kept import to_keep
from qa.web.pages.languages import VARY, fields_of, language_of
from qa.web.pages.static_files import chat_styles, static_stamp
from qa.web.pages.templates import render, within
from qa.web.pages.words import speaking
from qa.web.sharing.addresses import ask_address
from qa.web.sharing.links import AlteredLink, AnswerLinks
from qa.web.sharing.record import SharedAnswer
from qa.web.sharing.standing import Reopened, Standing, reopened

_HEADERS = {"Vary": VARY, "X-Robots-Tag": "noindex"}

_Token = Annotated[str, Query(alias="a")]


def sharing_router(service: AnsweringService, links: AnswerLinks) -> APIRouter:
    """Return the routes over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/shared")
    def page(request: Request, token: _Token = "") -> HTMLResponse:
        """Show an answer as it was, or say what changed."""
        try:
            shared = links.open(token)
        except AlteredLink:
            return HTMLResponse(_page("sharing/altered_page.html", request), 404, _HEADERS)
        return HTMLResponse(_shared_page(service, shared, token, request), 200, _HEADERS)

    @router.get("/chat/shared")
    def taken_up(token: _Token = "") -> dict[str, Any]:
        """Return a shared answer as the chat keeps its own, to go on from it."""
        try:
            shared = links.open(token)
        except AlteredLink:
            raise HTTPException(404, "This link is not as it was made") from None
        again = _again(service, shared)
        if again.answer is None or not again.is_whole:
            raise HTTPException(410, "Not all quotes of this answer are there any more")
        kept = to_keep(again.answer, token)
        return {"question": shared.question, "filters": shared.filters, "answer": kept}

    return router


def _again(service: AnsweringService, shared: SharedAnswer) -> Reopened:
    def find(identifier: str, stamp: str) -> Shown:
        return shown(service, identifier, stamp)

    # One article is often quoted more than once.
    find_once: Callable[[str, str], Shown] = lru_cache(maxsize=None)(find)
    return reopened(shared, find_once, lru_cache(maxsize=None)(service.article))


def _shared_page(
    service: AnsweringService, shared: SharedAnswer, token: str, request: Request
) -> str:
    again = _again(service, shared)
    filters, language = _filters(shared), language_of(request.scope)
    answer = again.answer
    exchange = exchange_html(answer, 1, filters, language, link=token) if answer else ""
    return _page(
        "sharing/shared_page.html",
        request,
        question=shared.question,
        day=shared.day.isoformat(),
        exchange=within(exchange),
        changes=_changes(again.changes),
        answered=shared.answered,
        ask_again=ask_address(shared.question),
        go_on=f"./?{urlencode({'shared': token})}" if answer and again.is_whole else None,
    )


def _changes(changes: Sequence[Standing]) -> list[dict[str, object]]:
    """Return what is said of quotes that do not stand as they did, those of one article at once."""
    alike: dict[tuple[object, ...], list[Standing]] = {}
    for one in changes:
        article = one.version.article.id if one.version else None
        alike.setdefault((one.state, one.is_there_still, article), []).append(one)
    return [
        {
            "numbers": ", ".join(str(one.number) for one in several),
            "state": several[0].state.value,
            "is_there_still": several[0].is_there_still,
            **(several[0].version.values("") if several[0].version else {}),
        }
        for several in alike.values()
    ]


def _filters(shared: SharedAnswer) -> Filters:
    try:
        return ChatFilters.model_validate(shared.filters).to_filters()
    except (ValueError, UsageError):  # of a later server
        return Filters()


def _page(template: str, request: Request, **values: object) -> str:
    spoken = speaking(request.scope, page_words, fields_of(request.scope, ("a",)))
    return render(template, stamp=static_stamp(), styles=chat_styles(), **spoken, **values)
