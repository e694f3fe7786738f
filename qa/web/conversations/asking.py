"""A question of the chat on its way: each stage is told as it begins, the answer at the end.

The stream is that of `qa.web.api.event_stream`; what is shown comes as escaped HTML, and what the
browser keeps as JSON. Who goes away, or stops, leaves nothing waiting.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from index.articles.passages import Filters, Hit
from qa.web.answering.service import AnsweringService
from qa.web.api.event_stream import PING, AnswerStream, event
from qa.web.api.schemas import WholeText
from qa.web.chat.fragments import exchange_html
from qa.web.chat.page_words import page_words
from qa.web.conversations.filters import ChatFilters, check_names
from qa.web.conversations.kept import to_keep
from qa.web.pages.templates import render
from qa.web.requests.problems import problem_of
from qa.web.sharing.links import AnswerLinks

_HEARD = 40
_LONGEST_HEARD = 1_000
_NAMED = 3
"""Articles named in which something was found."""

_Heard = Annotated[WholeText, Field(max_length=50_000)]


class ChatQuestion(BaseModel):
    """A question; `history` is what it may lean on, `number` the place of its exchange."""

    model_config = ConfigDict(extra="forbid")

    question: WholeText
    history: Annotated[list[_Heard], Field(max_length=_HEARD)] = []
    filters: ChatFilters = ChatFilters()
    number: Annotated[int, Field(ge=1, le=100_000)] = 1


@dataclass(frozen=True, slots=True)
class _Told:
    """One event: its name and what it carries."""

    name: str
    data: dict[str, object]


async def ask_in_stages(
    service: AnsweringService, links: AnswerLinks, asked: ChatQuestion, language: str
) -> AnswerStream:
    """Begin to answer, and return the stream as soon as there is something to tell.

    The events are `waiting` (with `before`), `searching`, `reading`, then `answer` or `problem`.

    Raises:
        PullquoteError: for a question that is not taken.
    """
    filters = asked.filters.to_filters()
    if filters:
        check_names(asked.filters, await run_in_threadpool(service.overview))
    queue: asyncio.Queue[_Told | Exception] = asyncio.Queue()
    work = asyncio.create_task(_work(service, links, asked, filters, language, queue))
    try:
        first = await queue.get()
    except BaseException:
        work.cancel()
        raise
    if isinstance(first, Exception):
        raise first
    return AnswerStream(work, _events(first, queue, language))


async def _work(
    service: AnsweringService,
    links: AnswerLinks,
    asked: ChatQuestion,
    filters: Filters,
    language: str,
    queue: "asyncio.Queue[_Told | Exception]",
) -> None:
    loop = asyncio.get_running_loop()
    stages = _Stages(language)

    def tell(told: _Told) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, told)

    try:
        answer = await service.ask(
            asked.question,
            lambda stage: tell(stages.begun(stage)),
            history=[one[:_LONGEST_HEARD] for one in asked.history],
            filters=filters,
            moved=lambda before: tell(stages.waiting(before)),
            found=lambda hits: tell(stages.found(hits)),
        )
        link = links.make(answer, asked.filters.model_dump(exclude_defaults=True))
        html = exchange_html(answer, asked.number, filters, language, link=link)
    except Exception as error:
        loop.call_soon(queue.put_nowait, error)  # after the stages that were told before
    else:
        done = _Told("answer", {"html": html, "kept": to_keep(answer, link)})
        loop.call_soon(queue.put_nowait, done)


class _Stages:
    """The events of the stages, in a language of the page."""

    def __init__(self, language: str) -> None:
        self._show = partial(render, "conversations/stage.html", words=page_words(language))
        self._has_found = False

    def begun(self, stage: str) -> _Told:
        if self._has_found:  # which says more
            return _Told(stage, {})
        return _Told(stage, {"html": self._show(before=None, named=(), more=0)})

    def waiting(self, before: int) -> _Told:
        return _Told("waiting", {"html": self._show(before=before, named=(), more=0)})

    def found(self, hits: Sequence[Hit]) -> _Told:
        articles = {hit.article.id: hit.article.info for hit in hits}
        named = tuple(articles.values())[:_NAMED]
        more = len(articles) - len(named)
        self._has_found = bool(named)
        return _Told("found", {"html": self._show(before=None, named=named, more=more)})


async def _events(
    first: _Told, queue: "asyncio.Queue[_Told | Exception]", language: str
) -> AsyncIterator[bytes]:
    one: _Told | Exception = first
    while isinstance(one, _Told):
        yield event(one.name, one.data)
        if one.name == "answer":
            return
        while (coming := await _within(PING, queue)) is None:
            yield b": still here\n\n"
        one = coming
    yield event("problem", problem_of(one, language))


async def _within(
    seconds: float, queue: "asyncio.Queue[_Told | Exception]"
) -> _Told | Exception | None:
    try:
        return await asyncio.wait_for(queue.get(), seconds)
    except TimeoutError:
        return None
