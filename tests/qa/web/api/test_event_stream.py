"""Answers as server-sent events, over real sockets."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from web_server import EMOJI, Running, serving, until

from qa.web.api import event_stream
from qa.web.api.event_stream import accepts_events

_STAGES = ["waiting", "searching", "reading"]


def _events(text: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in text.split("\n\n"):
        fields = dict(
            line.split(": ", 1) for line in block.splitlines() if not line.startswith(":")
        )
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def _post(server: Running, path: str = "/api/ask/stream", **body: object) -> httpx.Response:
    return server.client.post(path, json=body)


def test_it_tells_what_is_done_and_then_the_answer(running: Running) -> None:
    response = _post(running, question="Who dredging")
    events = _events(response.text)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    assert [name for name, _ in events] == [*_STAGES, "answer"]
    plain = _post(running, "/api/ask", question="Who dredging").json()
    assert events[-1][1] == plain
    assert plain["quotes"][0]["article"]["title"] == EMOJI.info.title


@pytest.mark.parametrize("path", ["/api/ask", "/api/v1/ask"])
def test_who_accepts_events_gets_them_at_the_plain_address(running: Running, path: str) -> None:
    headers = {"Accept": "text/event-stream;q=0.9, */*;q=0.1"}
    response = running.client.post(path, json={"question": "dredging"}, headers=headers)
    assert _events(response.text)[-1][0] == "answer"


def test_an_abstention_ends_the_stream_like_an_answer(running: Running) -> None:
    name, answer = _events(_post(running, question="Who mentions Brazil?").text)[-1]
    assert (name, answer["answered"], answer["reason"]) == ("answer", False, "not-stated")


def test_a_failure_on_the_way_is_a_problem_that_tells_nothing_of_the_inside(
    running: Running,
) -> None:
    response = _post(running, question="Break.")
    name, problem = _events(response.text)[-1]
    assert (name, problem["status"]) == ("problem", 500)
    assert "secret" not in response.text


@pytest.mark.parametrize("question", ["  ", "x" * 2001])
def test_what_can_be_told_at_once_has_a_status_of_its_own(running: Running, question: str) -> None:
    response = _post(running, question=question)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_full_queue_is_told_at_once(tmp_path: Path) -> None:
    with (
        serving(tmp_path, threads=1, batch=1, waiting=1) as server,
        _closed_gate(server) as open_gate,
    ):
        with _streaming(server), _streaming(server):
            response = _post(server, question="dredging")
            open_gate()
        assert response.status_code == 503
        assert int(response.headers["retry-after"]) > 0


def test_silence_is_broken_by_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "PING", 0.05)
    with (
        serving(tmp_path) as server,
        _closed_gate(server) as open_gate,
        _streaming(server) as lines,
    ):
        assert any(line.startswith(":") for line in lines)
        open_gate()
        assert any(line == "event: answer" for line in lines)


def test_who_goes_away_takes_the_question_along(tmp_path: Path) -> None:
    """The second question waits while the first is worked on; its asker hangs up."""
    with serving(tmp_path, threads=1, batch=1) as server, _closed_gate(server) as open_gate:
        with _streaming(server):
            with _streaming(server, question="Second dredging") as lines:
                assert next(lines) == "event: waiting"
            until(lambda: "pullquote_http_open 2.0" in server.client.get("/metrics").text)
            open_gate()  # the server has heard of it: the first and that look are all it serves
        assert _post(server, question="Third dredging").status_code == 200
        asked = [question for question, *_ in server.assistant.asked]
        assert asked[-1] == "Third dredging"
        assert "Second dredging" not in asked


def test_a_stream_in_work_is_finished_when_the_server_stops(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        gate = server.assistant.gate = threading.Event()
        connection = _send(server, "dredging")
        assert b"event: reading" in _until(connection, b"reading\n")
        threading.Timer(0.5, gate.set).start()
    assert b"event: answer" in _until(connection, b"0\r\n\r\n")
    connection.close()


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("text/event-stream", True), ("TEXT/event-stream; q=1", True),
        ("application/json, text/event-stream", True), ("*/*", False), ("", False),
        ("text/event-streams", False),
    ],
)  # fmt: skip
def test_only_who_names_the_type_wants_events(accept: str, wanted: bool) -> None:
    assert accepts_events(accept) is wanted


@contextmanager
def _closed_gate(server: Running) -> Iterator[Callable[[], None]]:
    gate = server.assistant.gate = threading.Event()
    try:
        yield gate.set
    finally:
        gate.set()


@contextmanager
def _streaming(server: Running, question: str = "First dredging") -> Iterator[Iterator[str]]:
    with server.client.stream("POST", "/api/ask/stream", json={"question": question}) as response:
        yield response.iter_lines()


def _send(server: Running, question: str) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    body = json.dumps({"question": question})
    connection = socket.create_connection((host, int(port)), timeout=600)
    connection.sendall(
        f"POST /api/ask/stream HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    return connection


def _until(connection: socket.socket, end: bytes) -> bytes:
    received = b""
    while end not in received and (part := connection.recv(65536)):
        received += part
    return received
