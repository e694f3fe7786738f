"""The answering service: one index opened once, questions checked, queued, counted and refused."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from loops import in_own_loop
from web_server import EMOJI, HOSTILE, LastWordAssistant, MemoryIndex

from index.articles.passages import Filters
from index.errors import UnknownArticle, UsageError
from qa.answers import Answer, Reason
from qa.web.answering.examples.trying import Example
from qa.web.answering.opened import OpenIndex
from qa.web.answering.service import AnsweringService
from qa.web.metrics import Metrics
from qa.web.requests.problems import Busy
from qa.web.settings import RateLimits, ServerSettings

SETTINGS = ServerSettings(index=Path("nowhere"), examples=("Who landed?",))


def _service(
    opened: OpenIndex | None, settings: ServerSettings = SETTINGS, metrics: Metrics | None = None
) -> AnsweringService:
    return AnsweringService(lambda: opened, settings, metrics or Metrics())


@pytest.fixture
def opened() -> OpenIndex:
    stored = MemoryIndex()
    return OpenIndex(stored, LastWordAssistant(stored))


def test_without_an_index_it_says_so_and_looks_again() -> None:
    stored = MemoryIndex()
    found = iter([None, None, None, None, OpenIndex(stored, LastWordAssistant(stored))])
    service = AnsweringService(lambda: next(found), SETTINGS, Metrics())
    assert service.health() == (0, 0)
    assert service.overview().count == 0
    assert service.examples() == (Example("Who landed?"),)
    with pytest.raises(UnknownArticle, match="the index is empty"):
        service.article(EMOJI.id)
    assert in_own_loop(service.ask("Who?")).reason is Reason.EMPTY_INDEX
    assert service.health() == (2, 0)
    assert service.health() == (2, 0)  # opened once; another call would find nothing more


def test_the_overview_is_made_again_when_the_articles_change(opened: OpenIndex) -> None:
    service = _service(opened)
    first = service.overview()
    assert first.count == len(service.identifiers(Filters(), "", 9)) == 2
    assert list(first.authors) == [HOSTILE.info.author, EMOJI.info.author]  # as a list sorts them
    stored = opened.index
    assert isinstance(stored, MemoryIndex)
    stored.stored.pop()
    assert service.overview() is first
    stored.generation += 1
    assert service.overview().count == len(service.identifiers(Filters(), "", 9)) == 1


@pytest.mark.parametrize(
    ("question", "history", "message"),
    [
        ("  ", (), "The question is empty"),
        ("x" * 2001, (), "The question has 2,001 characters; at most 2,000"),
        ("Who?", ("y" * 2001,), "The earlier question has 2,001 characters"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused(
    opened: OpenIndex, question: str, history: Sequence[str], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        in_own_loop(_service(opened).ask(question, history=history))


def test_the_assistant_gets_what_was_asked(opened: OpenIndex) -> None:
    filters = Filters(author="Ada Löfgren")
    answer = in_own_loop(
        _service(opened).ask(" Who stops on Monday? ", history=[" Before? ", " "], filters=filters)
    )
    assert answer.answered
    assistant = opened.answerer
    assert isinstance(assistant, LastWordAssistant)
    assert assistant.asked == [("Who stops on Monday?", ("Before?",), filters)]


def _asked_while_none_is_answered(
    opened: OpenIndex, settings: ServerSettings, metrics: Metrics, asks: Sequence[tuple[str, str]]
) -> Sequence[Answer | BaseException]:
    """Return what each question came to, when none is answered before one was refused."""
    service = _service(opened, settings, metrics)
    assert isinstance(opened.answerer, LastWordAssistant)
    opened.answerer.gate = gate = threading.Event()

    async def all_of_them() -> Sequence[Answer | BaseException]:
        asked = [asyncio.ensure_future(service.ask(one, asker=asker)) for one, asker in asks]
        await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED, timeout=60)
        gate.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    return in_own_loop(all_of_them())


def test_one_asker_cannot_take_all_places(opened: OpenIndex) -> None:
    metrics = Metrics()
    settings = replace(SETTINGS, limits=RateLimits(asking=2))
    asks = [("Who stops on Monday?", "one")] * 3
    came = _asked_while_none_is_answered(opened, settings, metrics, asks)
    assert sorted(type(one).__name__ for one in came) == ["Answer", "Answer", "TooMany"]
    assert b'pullquote_refused_total{reason="asking"} 1.0' in metrics.exposition()


def test_a_full_queue_says_when_to_come_again(opened: OpenIndex) -> None:
    settings = replace(SETTINGS, waiting=2, batch=1, threads=1)
    asks = [(f"Who stops on day {n}?", f"asker {n}") for n in range(9)]
    came = _asked_while_none_is_answered(opened, settings, Metrics(), asks)
    refused = [one for one in came if isinstance(one, Busy)]
    assert refused
    assert all(one.retry >= 1 and "second" in str(one) for one in refused)


def test_answers_are_counted_and_questions_are_not_told(opened: OpenIndex) -> None:
    metrics = Metrics()
    service = _service(opened, metrics=metrics)
    in_own_loop(service.ask("Who stops on Monday?"))
    in_own_loop(service.ask("Who saw the unicorn?"))
    figures = metrics.exposition()
    assert b'pullquote_answers_total{outcome="answered"} 1.0' in figures
    assert b"unicorn" not in figures
    assert not service.busy
