"""The address at which a conversation is made into a file."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from qa.web.answering.service import AnsweringService
from qa.web.api.schemas import WholeText
from qa.web.chat.page_words import page_words
from qa.web.exporting.conversation import SavedConversation
from qa.web.exporting.saving import Asked, Saver
from qa.web.pages.languages import language_of
from qa.web.pages.own_address import own_address
from qa.web.requests.turns import Turns
from qa.web.settings import ServerSettings
from qa.web.sharing.addresses import LONGEST_PROOF
from qa.web.sharing.links import AnswerLinks

MOST_EXCHANGES = 500
LARGEST = 1_000_000
"""Characters of one file."""
_BUSY = "Files of others are being made; try again in a moment."


class FileKind(StrEnum):
    """The kinds of files that are made here."""

    WORD = "docx"
    PDF = "pdf"


class _Exchange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: Annotated[WholeText, Field(max_length=10_000)]
    proof: Annotated[WholeText, Field(max_length=LONGEST_PROOF)] | None = None
    said: Annotated[WholeText, Field(max_length=50_000)] = ""


class ToSave(BaseModel):
    """A conversation as the browser has it: of answers, what their links are made of.

    `made` is in milliseconds since 1970; `said` is told where there is no answer with quotes.
    """

    model_config = ConfigDict(extra="forbid")

    title: Annotated[WholeText, Field(max_length=1_000)] = ""
    made: Annotated[int, Field(ge=0, lt=10**14)]
    exchanges: Annotated[list[_Exchange], Field(min_length=1, max_length=MOST_EXCHANGES)]


def exporting_router(
    service: AnsweringService, links: AnswerLinks, settings: ServerSettings
) -> APIRouter:
    """Return the route."""
    router = APIRouter(prefix="/chat", include_in_schema=False)
    turns = Turns(1, _BUSY)

    @router.post("/export/{kind}")
    async def export(kind: FileKind, sent: ToSave, request: Request) -> Response:
        language, home = language_of(request.scope), own_address(request, settings)
        saver = Saver(service, links, page_words(language), home)
        return await turns.run(partial(_made, saver, kind, sent, language))

    return router


def _made(saver: Saver, kind: FileKind, sent: ToSave, language: str) -> Response:
    asked = [Asked(one.question, one.proof, one.said) for one in sent.exchanges]
    conversation = SavedConversation(
        title=sent.title or sent.exchanges[0].question,
        day=datetime.fromtimestamp(sent.made / 1000, UTC).date().isoformat(),
        lang=language,
        exchanges=tuple(saver.exchanges(asked)),
    )
    if conversation.size > LARGEST:
        raise HTTPException(
            413,
            f"The conversation has {conversation.size:,} characters; files of at most "
            f"{LARGEST:,} are made here. Save it as Markdown.",
        )
    return _file(kind, conversation)


def _file(kind: FileKind, conversation: SavedConversation) -> Response:
    if kind is FileKind.WORD:
        from qa.web.exporting import word  # each library is loaded with the first file

        return Response(word.to_word(conversation), media_type=word.MEDIA_TYPE)
    from qa.web.exporting import pdf

    try:
        return Response(pdf.to_pdf(conversation), media_type=pdf.MEDIA_TYPE)
    except pdf.UnsetLetters as error:
        raise HTTPException(
            422,
            f"A PDF cannot be set with these letters here: {' '.join(error.letters)}. Save the "
            "conversation as Word, or print it.",
        ) from None
