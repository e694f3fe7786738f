"""What goes to an endpoint and what comes back, over real connections."""

import itertools
import socket
from typing import Any

import pytest
from language_model import Answer, Handler, LanguageModel, replying

from qa.reading.selector.chat import Chat
from qa.reading.selector.client import LARGEST_ANSWER, EndpointProblem
from qa.reading.selector.endpoint import parse_endpoint
from qa.reading.selector.messages import NO_USE

MESSAGES = [{"role": "user", "content": "Which?"}]
SCHEMA = {"type": "object"}


def asked(chat: Chat) -> str:
    return chat.ask(MESSAGES, SCHEMA)


def problem(chat: Chat) -> str:
    with pytest.raises(EndpointProblem) as raised:
        asked(chat)
    return str(raised.value)


def test_a_reply_is_asked_for_by_its_schema(model: LanguageModel) -> None:
    model.says("[1]")
    assert asked(model.chat(model="small", key="k-1")) == "[1]"
    ((headers, request),) = model.requests
    assert headers["path"] == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer k-1"
    assert request["model"] == "small"
    assert request["messages"] == MESSAGES
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA


def test_without_model_and_key_none_are_sent(model: LanguageModel) -> None:
    asked(model.chat())
    ((headers, request),) = model.requests
    assert "Authorization" not in headers
    assert "model" not in request


@pytest.mark.parametrize("known", ["json_object", None])
def test_an_endpoint_is_asked_in_the_form_it_knows(model: LanguageModel, known: str | None) -> None:
    def answer(handler: Handler, request: dict[str, Any]) -> None:
        form = request.get("response_format", {}).get("type")
        if form == known:
            handler.reply("good")
        else:
            handler.document({"error": "unknown response_format"}, 400)

    model.answer = answer
    chat = model.chat()
    assert asked(chat) == "good"
    tries = len(model.requests)
    assert tries == {"json_object": 2, None: 3}[known]
    assert asked(chat) == "good"
    assert len(model.requests) == tries + 1


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_a_failure_is_told_and_not_tried_again(model: LanguageModel, status: int) -> None:
    model.answer = lambda handler, _: handler.document({"error": "no"}, status)
    assert problem(model.chat()) == f"answered {status}"
    assert len(model.requests) == 1


def test_what_no_form_suits_is_asked_once_in_each(model: LanguageModel) -> None:
    model.answer = lambda handler, _: handler.document({"error": "no"}, 400)
    assert problem(model.chat()) == "answered 400"
    assert len(model.requests) == 3


@pytest.mark.parametrize(
    "body",
    [b"", b"no JSON", b"[]", b"null", b'{"choices": []}', b'{"choices": {"0": 1}}',
     b'{"choices": [{"message": null}]}', b'{"choices": [{"message": {"content": null}}]}',
     b'{"choices": [{"message": {"content": ["a"]}}]}', b"\xff\xfe\x00", b"[" * 100_000,
     b"1" * 10_000],
)  # fmt: skip
def test_what_is_no_reply_is_told(model: LanguageModel, body: bytes) -> None:
    model.answer = lambda handler, _: handler.raw(body)
    assert problem(model.chat()) == NO_USE


def test_redirects_are_not_followed(model: LanguageModel) -> None:
    model.answer = lambda handler, _: handler.raw(b"", 307, Location=f"{model.url}/other")
    assert problem(model.chat()) == "redirects (307), which is not followed"
    assert len(model.requests) == 1


@pytest.mark.parametrize("chunked", [False, True])
def test_a_huge_answer_is_given_up(model: LanguageModel, chunked: bool) -> None:
    def answer(handler: Handler, _: dict[str, Any]) -> None:
        if not chunked:
            handler.raw(b"x" * (LARGEST_ANSWER + 1))
            return
        begin_chunks(handler)
        while not model.gone.is_set():
            handler.wfile.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    model.answer = answer
    assert problem(model.chat()) == f"answered more than {LARGEST_ANSWER // 1024} kB"


def begin_chunks(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()


def silent(handler: Handler, _: dict[str, Any]) -> None:
    handler.model.gone.wait()


def slow_headers(handler: Handler, _: dict[str, Any]) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not handler.model.gone.wait(0.01):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def slow_chunks(handler: Handler, _: dict[str, Any]) -> None:
    begin_chunks(handler)
    while not handler.model.gone.wait(0.01):
        handler.wfile.write(b"1\r\n \r\n")
        handler.wfile.flush()


def only_interim(handler: Handler, _: dict[str, Any]) -> None:
    while not handler.model.gone.wait(0.01):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        handler.wfile.flush()


@pytest.mark.parametrize("answer", [silent, slow_headers, slow_chunks, only_interim])
def test_the_time_is_for_the_whole_call(model: LanguageModel, answer: Answer) -> None:
    model.answer = answer
    assert problem(model.chat(seconds=0.3)) == "did not answer in 0.3 s"


def test_forms_share_the_time(model: LanguageModel) -> None:
    def answer(handler: Handler, request: dict[str, Any]) -> None:
        if "response_format" in request:
            handler.document({}, 400)
        else:
            silent(handler, request)

    model.answer = answer
    assert problem(model.chat(seconds=0.5)) == "did not answer in 0.5 s"


@pytest.mark.parametrize(
    "raw",
    [b"\r\n\r\n", b"HTTP/9 ???\r\n\r\n", b"SSH-2.0-x\r\n",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
     b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n",
     b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_http_is_told(model: LanguageModel, raw: bytes) -> None:
    model.answer = lambda handler, _: handler.wfile.write(raw) and None
    assert problem(model.chat()) == "gave no answer of HTTP"


@pytest.mark.parametrize(
    ("raw", "told"),
    [(b"", "cannot be reached"), (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", NO_USE)],
)
def test_an_answer_that_breaks_off_is_told(model: LanguageModel, raw: bytes, told: str) -> None:
    model.answer = lambda handler, _: handler.wfile.write(raw) and None
    assert problem(model.chat()) == told


def test_a_compression_that_was_not_asked_for_is_not_unpacked(model: LanguageModel) -> None:
    model.answer = lambda handler, _: handler.raw(b"x", Content_Encoding="gzip")
    assert problem(model.chat()) == "answered in a compression that was not asked for"


def test_where_nobody_listens_it_is_told() -> None:
    with socket.socket() as probe:  # it has the port, and listens to nobody
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        assert problem(Chat(parse_endpoint(f"http://127.0.0.1:{port}"))) == "cannot be reached"


def test_tls_that_is_none_is_told(model: LanguageModel) -> None:
    chat = Chat(parse_endpoint(model.url.replace("http:", "https:")))
    assert problem(chat) == "cannot be reached safely (TLS failed)"


def test_another_machine_is_not_called() -> None:
    found = problem(Chat(parse_endpoint("http://192.0.2.7:11434")))
    assert found == "is not on this machine, and article texts must not leave it"


def test_every_address_of_a_name_is_checked(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no such name here; what the system would say of one is given instead."""
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("127.0.0.1", "10.0.0.9")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    chat = Chat(parse_endpoint(model.url.replace("127.0.0.1", "model.example")))
    assert problem(chat) == "is not on this machine, and article texts must not leave it"
    assert model.requests == []


def test_a_look_up_that_hangs_takes_no_longer_than_the_call(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: model.gone.wait() and [])
    chat = Chat(parse_endpoint("http://model.example", seconds=0.2))
    assert problem(chat) == "did not answer in 0.2 s"


def test_a_name_leads_to_whichever_address_answers(model: LanguageModel) -> None:
    """`localhost` is ::1 first on many machines, where this server does not listen."""
    model.answer = replying("good")
    assert asked(Chat(parse_endpoint(model.url.replace("127.0.0.1", "localhost")))) == "good"


def test_proxies_of_the_environment_are_not_used(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    model.says("good")
    assert asked(model.chat()) == "good"


def test_threads_share_a_chat(model: LanguageModel) -> None:
    from concurrent.futures import ThreadPoolExecutor

    counter = itertools.count()
    model.answer = lambda handler, _: handler.reply(str(next(counter)))
    chat = model.chat()
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: asked(chat), range(24)))
    assert sorted(map(int, replies)) == list(range(24))
