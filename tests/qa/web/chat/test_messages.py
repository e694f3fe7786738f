"""Malformed and unknown input at every address of Gradio that exists here: refused, no failure."""

import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from web_server import Running, serving, until

from qa.web.settings import RateLimits

_JOIN, _DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"
_JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that does not count requests."""
    limits = RateLimits(requests=10**6, questions=10**6)
    with serving(tmp_path_factory.mktemp("messages"), limits=limits) as server:
        yield server


@pytest.fixture(autouse=True)
def _nothing_fails(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Whatever a test sends, no error is written down and no traceback printed."""
    yield
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert "Traceback" not in capfd.readouterr().err


@pytest.fixture(scope="module")
def asking(server: Running) -> dict[str, Any]:
    """The message with which the page asks what there is; no event takes a visitor's words."""
    events = server.client.get("/config").json()["dependencies"]
    assert [event["inputs"] for event in events] == [[], []]
    event = events[0]
    return {
        "data": [],
        "fn_index": event["id"],
        "session_hash": f"s{time.monotonic_ns()}",
        "trigger_id": event["targets"][0][0],
        "event_data": None,
    }


def _refused(response: httpx.Response) -> None:
    assert 400 <= response.status_code < 500, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].endswith(".")


_ODD = (None, True, "x", 1.5, -1, 10**30, [], {}, "\u0000", "../..", "é", "x" * 5_000)


@pytest.mark.parametrize("field", ["fn_index", "session_hash", "trigger_id", "data"])
def test_an_event_with_a_field_of_another_kind_is_refused(
    server: Running, asking: dict[str, Any], field: str
) -> None:
    for value in _ODD:
        if (field, value) in [("trigger_id", None), ("session_hash", "x"), ("data", [])]:
            continue
        _refused(server.client.post(_JOIN, json={**asking, field: value}))
    if field != "trigger_id":
        left = {name: value for name, value in asking.items() if name != field}
        _refused(server.client.post(_JOIN, json=left))


def test_an_event_that_the_page_does_not_have_is_refused(
    server: Running, asking: dict[str, Any]
) -> None:
    response = server.client.post(_JOIN, json={**asking, "fn_index": 99})
    _refused(response)
    assert "no event 99" in response.json()["detail"]


def test_an_event_takes_as_many_values_as_its_page_sends(
    server: Running, asking: dict[str, Any]
) -> None:
    for data in (["one more"], [None], ["", "x"]):
        _refused(server.client.post(_JOIN, json={**asking, "data": data}))


def test_half_characters_are_refused(server: Running, asking: dict[str, Any]) -> None:
    halved = json.dumps({**asking, "data": ["\ud800"]})
    _refused(server.client.post(_JOIN, content=halved, headers=_JSON))


def test_fields_that_the_page_does_not_send_never_reach_gradio(
    server: Running, asking: dict[str, Any]
) -> None:
    """With `batched` alone it would fail; `event_data` may pretend to be a file."""
    more = {
        "batched": True,
        "simple_format": True,
        "event_id": "x",
        "oauth_token": "x",
        "event_data": {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
        "trigger_id": 99_999,
    }
    assert server.client.post(_JOIN, json={**asking, **more}).status_code == 200
    told = _told(server, asking["session_hash"])
    assert "It answers with exact quotes" in told


def _told(server: Running, session: str) -> str:
    told = ""
    with server.client.stream("GET", _DATA, params={"session_hash": session}) as response:
        assert response.status_code == 200
        for line in response.iter_lines():
            told += line
            if "process_completed" in line:
                break
    return told


@pytest.mark.parametrize(
    "query",
    ["", "?session_hash=", "?session_hash=unknown", "?session_hash=a&session_hash=b",
     "?session_hash=%00", "?session_hash=%ff", "?session_hash=" + "x" * 5_000, "?%", "?session=a"],
)  # fmt: skip
def test_a_stream_of_no_known_session_is_refused_before_it_begins(
    server: Running, query: str
) -> None:
    _refused(server.client.get(_DATA + query))


def test_two_streams_of_one_session_end_quietly(server: Running, asking: dict[str, Any]) -> None:
    """The first whose reader goes takes the session along; the other used to fail."""
    session = f"two{time.monotonic_ns()}"
    sent = {**asking, "session_hash": session}
    assert server.client.post(_JOIN, json=sent).status_code == 200
    params = {"session_hash": session}
    with (
        server.client.stream("GET", _DATA, params=params) as one,
        server.client.stream("GET", _DATA, params=params) as other,
    ):
        assert one.status_code == other.status_code == 200
    # The streams have ended, so that this look is all that is served.
    until(lambda: "pullquote_http_open 1.0" in server.client.get("/metrics").text)
    assert server.client.get(_DATA, params=params).status_code == 404


@pytest.mark.parametrize("path", ["/gradio_api/cancel", "/gradio_api/reset", _JOIN])
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"{}", b"[]", b'"x"', b"null", b"\xff\xfe", b"[" * 50_000, b'{"event_id": 5}',
     b'{"session_hash": "a", "fn_index": "0", "event_id": null}',
     b'{"session_hash": "../..", "fn_index": 1' + b"0" * 40 + b', "event_id": [1]}'],
)  # fmt: skip
def test_what_is_no_message_is_refused(server: Running, path: str, content: bytes) -> None:
    _refused(server.client.post(path, content=content, headers=_JSON))


def test_what_has_ended_may_be_ended_again(server: Running) -> None:
    """The page does so when an answer comes at that moment."""
    for path in ("/gradio_api/cancel", "/gradio_api/reset"):
        sent = {"session_hash": "unknown", "fn_index": 99, "event_id": "unknown"}
        assert server.client.post(path, json=sent).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/assets/nothing", "/assets/" + "a" * 300, "/assets/" + "é" * 99, "/static/img",
     "/static/" + "a/" * 300 + "b", "/static/nothing.js", "/gradio_api/heartbeat/" + "a" * 41,
     "/gradio_api/heartbeat/%C3%A9", "/gradio_api/heartbeat/%D9%A3", "/gradio_api/heartbeat/"],
)  # fmt: skip
def test_what_gradio_does_not_have_is_a_problem_document(server: Running, path: str) -> None:
    _refused(server.client.get(path))


def test_a_method_that_gradio_does_not_take_is_refused(server: Running) -> None:
    for path in ("/gradio_api/heartbeat/abc", _DATA, "/gradio_api/app_id",
                 "/gradio_api/startup-events"):  # fmt: skip
        assert server.client.head(path).status_code == 405, path


def test_headers_are_given_of_what_gradio_gives(server: Running) -> None:
    for path in ("/config", "/theme.css"):
        head, whole = server.client.head(path), server.client.get(path)
        assert head.status_code == whole.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_a_deep_link_reaches_no_address(server: Running) -> None:
    plain = server.client.get("/config").json()
    assert server.client.get("/config?deep_link=../../x&page=x").json() == plain
