"""Who sends nothing, or next to nothing, is hung up on; who waits for an answer is not."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flood import request
from web_server import Running, serving, until

from qa.web.requests import connections

_PATIENCE = 0.5
_LONG = 60
"""Seconds after which a test gives up; a busy machine is no bug."""


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("impatient")) as server:
        yield server


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", _PATIENCE)


@contextmanager
def _connected(server: Running) -> Iterator[socket.socket]:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=_LONG) as connection:
        yield connection


def _trickle(connection: socket.socket) -> None:
    """Send a head that never ends, until the other side hangs up."""
    deadline = time.monotonic() + _LONG
    try:
        while time.monotonic() < deadline:
            connection.sendall(b"X-More: 1\r\n")
            time.sleep(0.05)
    except OSError:
        return
    raise AssertionError("nobody hung up")


def test_a_silent_connection_is_closed(impatient: Running) -> None:
    with _connected(impatient) as connection:
        assert connection.recv(1) == b""


def test_a_head_that_never_ends_is_not_waited_for(impatient: Running) -> None:
    with _connected(impatient) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        _trickle(connection)


def test_nor_is_the_one_after_a_first_request(
    impatient: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", _LONG)  # the first one is there in time
    gate, asked = threading.Event(), len(impatient.assistant.asked)
    impatient.assistant.gate = gate
    with _connected(impatient) as connection:
        connection.sendall(request(impatient.url, "/api/ask", body={"question": "dredging"},
                                   headers={"Connection": "keep-alive"}))  # fmt: skip
        until(lambda: len(impatient.assistant.asked) > asked)
        monkeypatch.setattr(connections, "HEAD_SECONDS", _PATIENCE)
        gate.set()
        impatient.assistant.gate = None
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        connection.sendall(b"GET / HTTP/1.1\r\n")
        _trickle(connection)


def test_an_answer_may_take_longer(impatient: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given once the time for the head is over, in which the head was there."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 5.0)
    gate = impatient.assistant.gate = threading.Event()
    hang_up = connections.HeadTimeoutProtocol._hang_up

    def looks(connection: connections.HeadTimeoutProtocol) -> None:
        hang_up(connection)
        gate.set()

    monkeypatch.setattr(connections.HeadTimeoutProtocol, "_hang_up", looks)
    response = impatient.client.post("/api/ask", json={"question": "dredging"})
    impatient.assistant.gate = None
    assert response.status_code == 200
