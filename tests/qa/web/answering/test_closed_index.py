"""A server that is being stopped: its index is closed, and whoever still asks is told so."""

from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from loops import in_own_loop
from web_server import LastWordAssistant, MemoryIndex

from index.collection import Index
from index.errors import IndexClosed
from qa.web.answering.opened import OpenIndex
from qa.web.answering.service import AnsweringService
from qa.web.metrics import Metrics
from qa.web.requests.problems import add_problem_handlers, problem_of
from qa.web.settings import ServerSettings

SETTINGS = ServerSettings(index=Path("nowhere"), examples=("Who landed?",))


def _service(folder: Path) -> AnsweringService:
    def opened() -> OpenIndex:
        return OpenIndex(Index.open(folder), LastWordAssistant(MemoryIndex()))

    return AnsweringService(opened, SETTINGS, Metrics())


def _got(service: AnsweringService, languages: Sequence[str]) -> list[httpx.Response]:
    app = FastAPI()
    add_problem_handlers(app)
    app.get("/count")(lambda: service.health()[0])

    async def get() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://quay.example") as client:
            return [
                await client.get("/count", headers={"Accept-Language": one}) for one in languages
            ]

    return in_own_loop(get())


def test_whoever_asks_when_the_index_is_closed_is_told_to_come_again(
    sample_index_folder: Path,
) -> None:
    service = _service(sample_index_folder)
    (before,) = _got(service, ["en"])
    assert (before.status_code, before.json() > 0) == (200, True)
    service.close()
    english, german = _got(service, ["en", "de"])
    assert [one.status_code for one in (english, german)] == [503, 503]
    assert english.headers["Retry-After"] == "5"
    assert english.json()["retry_after"] == 5
    assert english.json()["detail"] == "The server is being stopped; ask again in a moment."
    assert "5 s" in german.json()["detail"]
    assert str(sample_index_folder) not in english.text + german.text
    service.close()


def test_a_server_that_was_stopped_before_it_opened_an_index_opens_none(
    sample_index_folder: Path,
) -> None:
    service = _service(sample_index_folder)
    service.close()
    with pytest.raises(IndexClosed):
        service.whole()


def test_where_a_response_has_begun_it_ends_with_the_same() -> None:
    problem = problem_of(IndexClosed("The index at /home/ada was closed."))
    assert (problem["status"], problem["retry_after"]) == (503, 5)
    assert "ada" not in str(problem)
