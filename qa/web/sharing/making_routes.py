"""The addresses at which links are made, listed and taken back. They are the chat's own."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from qa.web.api.schemas import WholeText
from qa.web.roles import account_of
from qa.web.sharing.addresses import LONGEST_PROOF
from qa.web.sharing.links import AnswerLinks, MadeLink, NotShared
from qa.web.sharing.record import MOST_ANSWERS
from qa.web.sharing.store import NotedLink, StoreFull

_Token = Annotated[WholeText, Field(max_length=LONGEST_PROOF)]
_Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]

_TOO_LONG = (
    "These answers are too long for a link together, and this server keeps none (--keep-links). "
    "Share fewer, or save the conversation as a file."
)
_NOTHING = (
    "None of these answers can be shared: their links were taken back, or this server did not give "
    "them. Ask again, and share the new answer."
)


class ToShare(BaseModel):
    """What a link is wanted to: what was kept with each answer. `title` is for one's own list."""

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[list[_Token], Field(min_length=1, max_length=MOST_ANSWERS)]
    title: Annotated[WholeText, Field(max_length=1_000)] = ""


class ToTakeBack(BaseModel):
    """A link, and what its maker was given with it."""

    model_config = ConfigDict(extra="forbid")

    id: _Hex
    secret: _Hex


def making_router(links: AnswerLinks, *, lists: bool) -> APIRouter:
    """Return the routes. `lists` says that whose account it is has a list of links here."""
    router = APIRouter(prefix="/chat/links", include_in_schema=False)

    @router.post("")
    def make(request: Request, wanted: ToShare) -> dict[str, Any]:
        made = _shared(links, wanted.answers)
        account = account_of(request.scope)
        if lists and account is not None:
            links.store.note(account, _noted(made, wanted.title))
        return asdict(made)

    @router.get("")
    def mine(request: Request) -> dict[str, Any]:
        account = account_of(request.scope)
        if not lists or account is None:
            raise HTTPException(404, "The list of links is kept in the browser here")
        noted = links.store.noted(account)
        return {"links": [{**asdict(one), "secret": links.secret(one.id)} for one in noted]}

    @router.post("/taken-back")
    def take_back(one: ToTakeBack) -> dict[str, bool]:
        try:
            done = links.take_back(one.id, one.secret)
        except StoreFull:
            raise HTTPException(507, "No more links can be taken back one by one") from None
        if not done:
            raise HTTPException(403, "Only who made a link can take it back")
        return {"taken_back": True}

    return router


def _shared(links: AnswerLinks, tokens: Sequence[str]) -> MadeLink:
    try:
        return links.share(tokens)
    except NotShared as error:
        if error.is_too_long:
            raise HTTPException(413, _TOO_LONG) from None
        raise HTTPException(422, _NOTHING) from None
    except StoreFull:
        raise HTTPException(507, "No more links are kept here; save it as a file") from None


def _noted(made: MadeLink, title: str) -> NotedLink:
    storable = title.encode("utf-8", "replace").decode("utf-8")
    return NotedLink(
        id=made.id,
        title=storable,
        address=made.address,
        made=made.made,
        expires=made.expires,
    )
