"""The log: JSON lines with the request they belong to, and never what was asked."""

import contextlib
import io
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from web_server import Running, serving, until

from qa.web import logs

SECRET = "Is the zeppelin pregnant"


@pytest.fixture
def lines(tmp_path: Path) -> Iterator["Lines"]:
    """The log of this process, caught, and put back as it was."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(as_json=True, questions=False, stream=stream)
    yield Lines(stream)
    root.handlers[:], level = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)


class Lines:
    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        logging.getLogger().handlers[0].flush()
        return self._stream.getvalue()

    def all(
        self, *messages: str, count: int = 1, request: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the lines with one of `messages`, once there are as many as `count`.

        A request is written down after its response was sent, so that those of another test may
        still come; of one `request` alone they are its own.
        """
        found: list[dict[str, Any]] = []

        def are_there() -> bool:
            lines = [json.loads(line) for line in self.text.splitlines()]
            found[:] = [
                one
                for one in lines
                if one["message"] in messages and request in (None, one.get("request_id"))
            ]
            return len(found) >= count

        until(are_there)
        return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("logs")) as server:
        yield server


@pytest.mark.parametrize("offered", ["a1b2c3d4", "trace.of_my-own.12345678", "0" * 64])
def test_a_well_formed_identifier_is_taken(server: Running, lines: Lines, offered: str) -> None:
    response = server.client.get("/healthz", headers={"X-Request-ID": offered})
    assert response.headers.get_list("x-request-id") == [offered]
    (request,) = lines.all("request", request=offered)
    assert (request["path"], request["status"], request["method"]) == ("/healthz", 200, "GET")
    assert request["client"] == "127.0.0.1"
    assert request["ms"] > 0
    assert request["time"].endswith("+00:00")


@pytest.mark.parametrize(
    "offered", ["", "short", "0" * 65, '{"a": "12345678"}', "12345678 9", "-" * 9]
)
def test_anything_else_is_replaced(server: Running, lines: Lines, offered: str) -> None:
    response = server.client.get("/healthz", headers={"X-Request-ID": offered})
    given = response.headers["x-request-id"]
    assert len(given) == 32
    assert len(lines.all("request", request=given)) == 1


def test_a_question_is_nowhere_in_the_log(server: Running, lines: Lines) -> None:
    ask = {"question": f"{SECRET}?", "history": [f"{SECRET}, or what?"]}
    response = server.client.post("/api/ask", json=ask)
    assert response.status_code == 200
    first = response.headers["x-request-id"]
    (answered,) = lines.all("answered", "abstained", request=first)
    assert answered["kind"] == "open"
    replies = [
        response,
        server.client.get("/docs", params={"question": SECRET}),
        server.client.post("/api/ask", json={"question": 7, "more": SECRET}),
        server.client.post(
            "/api/ask", content=SECRET, headers={"Content-Type": "application/json"}
        ),
    ]
    for one in replies:
        assert len(lines.all("request", request=one.headers["x-request-id"])) == 1
    assert "zeppelin" not in lines.text


def test_a_failure_is_told_by_kind_and_place_not_by_its_words(
    server: Running, lines: Lines
) -> None:
    response = server.client.post("/api/ask", json={"question": "Break."})
    assert response.status_code == 500
    given = response.headers["x-request-id"]
    (failure,) = lines.all("unforeseen failure", request=given)
    assert failure["level"] == "error"
    assert failure["error"]["kind"] == "builtins.RuntimeError"
    assert failure["error"]["at"][0].endswith("_ask")
    assert "secret detail" not in lines.text


def test_errors_of_the_system_are_told_in_full(lines: Lines) -> None:
    try:
        Path("/nowhere/at/all").read_text("utf-8")
    except OSError:
        logging.getLogger("qa").exception("failed")
    assert "/nowhere/at/all" in lines.all("failed")[0]["error"]["words"]


def test_libraries_and_warnings_use_the_same_log(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").info("from uvicorn")
    logging.getLogger("gradio").warning("from\n%s", "gradio")
    logging.getLogger("httpx").info("chatter")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("from a warning", stacklevel=1)
    until(lambda: "from a warning" in lines.text)
    found = [json.loads(line) for line in lines.text.splitlines()]
    found = [one for one in found if not one["logger"].startswith("qa.")]  # of servers of before
    assert [one["logger"] for one in found] == ["uvicorn.error", "gradio", "py.warnings"]
    assert found[1]["message"] == "from\ngradio"


def test_with_permission_questions_are_written(tmp_path: Path, lines: Lines) -> None:
    with serving(tmp_path, log_questions=True) as server:
        server.client.post("/api/ask", json={"question": f"{SECRET}?"})
    assert f"{SECRET}?" in {one["question"] for one in lines.all("abstained")}


def test_the_chat_writes_down_its_answers_with_the_request(server: Running, lines: Lines) -> None:
    """They are made in a task of its own; the identifier of the asking request is kept."""
    given = {"X-Request-ID": "the-chat-asks-this"}
    asked = {"question": "When does the dredging stop?"}
    assert server.client.post("/chat/ask", json=asked, headers=given).status_code == 200
    assert len(lines.all("answered", "abstained", request="the-chat-asks-this")) == 1


def test_a_log_that_nobody_reads_keeps_nobody_waiting() -> None:
    reading, writing = os.pipe()
    stream = open(writing, "w", encoding="utf-8")  # noqa: SIM115 - its reader must go first
    with open(reading, encoding="utf-8") as end:
        handler = logs.LogHandler(stream, capacity=100)
        handler.setFormatter(logs.JsonLines(questions=False))
        record = logging.LogRecord("qa", logging.INFO, "", 1, "x" * 1_000, None, None)
        for _ in range(2_000):  # a pipe holds 65,536 bytes
            handler.emit(record)
        lost = 0
        for _ in range(400):
            lost += json.loads(end.readline()).get("lines", 0)
            handler.emit(record)
    assert lost > 1_000
    with contextlib.suppress(BrokenPipeError):
        stream.close()


def test_text_for_people_is_one_line_for_each_problem() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.TextLines(questions=False))
    try:
        int(SECRET)
    except ValueError:
        record = logging.LogRecord("qa", logging.ERROR, "", 1, "it failed", None, sys.exc_info())
    handler.emit(record)
    assert stream.getvalue().startswith("error: it failed (builtins.ValueError: -; ")
    assert stream.getvalue().count("\n") == 1
    assert SECRET not in stream.getvalue()


def test_the_log_of_a_refused_request_says_so(server: Running, lines: Lines) -> None:
    given = {"Host": "evil.example", "X-Request-ID": "to-be-refused"}
    httpx.get(f"{server.url}/healthz", headers=given, trust_env=False, timeout=600)
    (refused,) = lines.all("request", request="to-be-refused")
    assert refused["status"] == 421
