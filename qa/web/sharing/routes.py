"""The pages of shared answers, which need no script, and taking them up in the chat."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from index.articles.passages import Filters
from index.errors import UsageError
from qa.web.answering.service import AnsweringService
from qa.web.chat.fragments import exchange_html
from qa.web.chat.page_words import page_words
from qa.web.conversations.filters import ChatFilters
from qa.web.conversations.kept import to_keep
from qa.web.pages.languages import VARY, fields_of, language_of
from qa.web.pages.static_files import chat_styles, static_stamp
from qa.web.pages.templates import render, within
from qa.web.pages.words import speaking
from qa.web.sharing.addresses import ask_address
from qa.web.sharing.links import AlteredLink, AnswerLinks, LinkTaken
from qa.web.sharing.opening import all_again
from qa.web.sharing.record import SharedAnswers
from qa.web.sharing.standing import Reopened, Standing

_HEADERS = {"Vary": VARY, "X-Robots-Tag": "noindex"}

_Token = Annotated[str, Query(alias="a", max_length=5_000)]
_Kept = Annotated[str, Query(alias="k", pattern="^(?:[0-9a-f]{32})?$")]


def sharing_router(service: AnsweringService, links: AnswerLinks) -> APIRouter:
    """Return the routes over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/shared")
    def page(request: Request, token: _Token = "", kept: _Kept = "") -> HTMLResponse:
        """Show answers as they were, or say what changed."""
        try:
            shared = links.open_kept(kept) if kept else links.open(token)
        except AlteredLink:
            lost = "over" if kept else "altered"
            return HTMLResponse(_page("sharing/lost_page.html", request, lost=lost), 404, _HEADERS)
        except LinkTaken:
            taken = _page("sharing/lost_page.html", request, lost="takenBackLink")
            return HTMLResponse(taken, 410, _HEADERS)
        carried = {"shared-kept": kept} if kept else {"shared": token}
        return HTMLResponse(_shared_page(service, shared, carried, request), 200, _HEADERS)

    @router.get("/chat/shared")
    def taken_up(token: _Token = "", kept: _Kept = "") -> dict[str, Any]:
        """Return shared answers as the chat keeps its own, to go on from them."""
        try:
            shared = links.open_kept(kept) if kept else links.open(token)
        except AlteredLink:
            raise HTTPException(404, "This link is not as it was made") from None
        except LinkTaken:
            raise HTTPException(410, "This link was taken back") from None
        exchanges = []
        for one, again in zip(shared.answers, all_again(service, shared.answers), strict=True):
            if again.answer is None or again.question is None or not again.is_whole:
                raise HTTPException(410, "Not all quotes of this answer are there any more")
            kept_answer = to_keep(again.answer, links.proof(one))
            exchanges.append(
                {"question": again.question, "filters": again.filters, "answer": kept_answer}
            )
        return {"exchanges": exchanges}

    return router


def _shared_page(
    service: AnsweringService, shared: SharedAnswers, carried: dict[str, str], request: Request
) -> str:
    language = language_of(request.scope)
    reopened_ones = all_again(service, shared.answers)
    unknown = str(page_words(language)["sharedNoQuestion"])
    shown_answers = [
        _shown_answer(one.answered, again, number, language)
        for number, (one, again) in enumerate(zip(shared.answers, reopened_ones, strict=True), 1)
    ]
    is_told = all(again.question is not None for again in reopened_ones)
    is_whole = is_told and all(again.answer and again.is_whole for again in reopened_ones)
    return _page(
        "sharing/shared_page.html",
        request,
        is_told=is_told,
        title=reopened_ones[0].question or unknown,
        day=shared.answers[0].day.isoformat(),
        shown_answers=shown_answers,
        go_on=f"./?{urlencode(carried)}" if is_whole else None,
    )


def _shown_answer(answered: bool, again: Reopened, number: int, language: str) -> dict[str, object]:
    answer, question = again.answer, again.question
    if answer and question is None:
        unknown = str(page_words(language)["sharedNoQuestion"])
        answer = replace(answer, question=unknown, asked_as=unknown)
    return {
        "question": question,
        "exchange": within(exchange_html(answer, number, _filters(again), language))
        if answer
        else "",
        "changes": _changes(again.changes),
        "answered": answered,
        "ask_again": ask_address(question) if question is not None else None,
    }


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


def _filters(shared: Reopened) -> Filters:
    try:
        return ChatFilters.model_validate(shared.filters).to_filters()
    except (ValueError, UsageError):  # of a later server
        return Filters()


def _page(template: str, request: Request, **values: object) -> str:
    spoken = speaking(request.scope, page_words, fields_of(request.scope, ("a", "k")))
    return render(template, stamp=static_stamp(), styles=chat_styles(), **spoken, **values)
