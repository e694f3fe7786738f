"""Hostile addresses, over raw sockets: nothing outside the index is served, fetched or led to."""

import inspect
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import gradio
import httpx
import pytest
from attack_payloads import ADDRESSES, addresses
from web_server import EMOJI, Running, serving

from qa.web.settings import RateLimits

ROOT = Path(__file__).resolve().parents[3]
_REFUSED = {400, 401, 403, 404, 405, 408, 413, 414, 415, 421, 422}
_LEAKS = (b"root:x:", b"[extensions]", b"daemon:x:")
_UNLIMITED = RateLimits(requests=10**6, questions=10**6)
_ROUTE = re.compile(r'\.(?:get|post|put|patch|delete)\(\s*"(/[^"]*)"')
_PARAMETER = re.compile(r"\{[^}]*\}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that does not count requests."""
    with serving(tmp_path_factory.mktemp("addresses"), limits=_UNLIMITED) as server:
        yield server


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The same, shown by a proxy under a part of its own address."""
    folder = tmp_path_factory.mktemp("below")
    with serving(folder, limits=_UNLIMITED, root_path="/desk/news") as server:
        yield server


class Raw:
    """Sends paths as they are written, which clients tidy up, over one connection."""

    def __init__(self, server: Running) -> None:
        self._host = server.url.removeprefix("http://")
        self._connection: socket.socket | None = None

    def ask(
        self, path: str, method: str = "GET", body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body; of a stream the body is left unread."""
        if self._connection is None:
            host, port = self._host.split(":")
            self._connection = socket.create_connection((host, int(port)), timeout=600)
        lines = {"Host": self._host, "Content-Length": str(len(body)), **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
        self._connection.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        reply = self._connection.makefile("rb")
        status = int(reply.readline().split()[1])
        found = {}
        while line := reply.readline().strip():
            name, _, value = line.decode("latin-1").partition(": ")
            found[name.lower()] = value
        content = b""
        if method != "HEAD" and "content-length" in found:
            content = reply.read(int(found["content-length"]))
        if "content-length" not in found or found.get("connection") == "close":
            self.close()
        return status, found, content

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@pytest.fixture
def raw(server: Running) -> Iterator[Raw]:
    """A connection that is closed in the end."""
    raw = Raw(server)
    yield raw
    raw.close()


def _harmless(raw: Raw, path: str, **headers: str) -> int:
    status, found, body = raw.ask(path, **headers)
    assert status < 300 or status == 308 or status in _REFUSED, path
    assert not any(leak in body for leak in _LEAKS), path
    target = urlsplit(found.get("location", ""))
    assert (target.scheme, target.netloc) == ("", ""), path
    return status


def _written(payload: str) -> str:
    """Return a payload as a part of a path; what no parser takes is percent-encoded."""
    return quote(payload, safe="/%;:=&@.,~!*'()\\|")


def _templates() -> list[str]:
    """Return the paths of all routes, with and without the prefixes of the API."""
    sources = sorted((ROOT / "qa" / "web").rglob("*.py"))
    paths = {path for source in sources for path in _ROUTE.findall(source.read_text("utf-8"))}
    assert {"/ask", "/articles/{identifier}", "/read/{identifier}", "/embed", "/docs"} <= paths
    prefixed = (f"{prefix}{path}" for path in sorted(paths) for prefix in ("", "/api", "/api/v1"))
    return [one for one in prefixed if "/login" not in one or not one.startswith("/api")]


@pytest.mark.parametrize("template", ["/{}", "/ui/{}", "/read/{}", "/api/articles/{}"])
def test_no_address_reaches_beyond_the_articles(raw: Raw, template: str) -> None:
    for payload in addresses():
        path = template.format(_written(payload))
        assert _harmless(raw, path) != 200 or template == "/{}", path


def test_no_route_reaches_beyond_the_articles(raw: Raw) -> None:
    payloads = [*ADDRESSES, *addresses()[:: max(1, len(addresses()) // 12)]]
    for template in _templates():
        for payload in payloads:
            written = _written(payload)
            inside = _PARAMETER.sub(lambda _, part=written: part, template)
            _harmless(raw, inside if inside != template else f"{template}/{written}")


def test_what_is_not_normalised_is_not_there(raw: Raw) -> None:
    for path in ("/./docs", "/x/../docs", "/docs/", "/docs/.", "//docs", "/docs%2f", "/%2e/docs",
                 "/docs;x", "/DOCS", "/docs%00", "/ui/../docs", "/docs%20", "/docs\\"):  # fmt: skip
        assert raw.ask(path)[0] in {400, 404}, path


@pytest.mark.parametrize(
    "target", ["http://attacker.example/docs", "http://attacker.example:80/", "*", "docs", "?", "#"]
)
def test_a_request_for_another_server_gets_nothing_of_it(raw: Raw, target: str) -> None:
    status, found, body = raw.ask(target)
    assert status in {200, 400, 404, 421}
    assert b"attacker" not in body
    assert "location" not in found


# Queries and headers -----------------------------------------------------------------------------

_NAMES = ("url", "next", "redirect", "return_to", "file", "path", "origin", "lang", "v", "start",
          "end", "answer", "article", "cursor", "speaker", "about", "limit", "name", "deep_link",
          "session_hash", "__theme", "view")  # fmt: skip


def test_no_query_makes_the_server_fetch_or_redirect(raw: Raw) -> None:
    with _canary() as (canary, visits):
        payloads = [canary, *ADDRESSES, *addresses()[:: max(1, len(addresses()) // 12)]]
        for template in ("/", f"/read/{EMOJI.id}", *_templates()):
            if "{" in template:
                continue
            for payload in payloads:
                query = "&".join(f"{name}={quote(payload, safe='')}" for name in _NAMES)
                _harmless(raw, f"{template}?{query}")
        assert visits == []


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_Host": "attacker.example"},
        {"X_Forwarded_Host": "\"></script><script>alert('host')</script>"},
        {"X_Forwarded_Proto": "https"},
        {"X_Forwarded_Prefix": "//attacker.example"},
        {"Forwarded": "host=attacker.example;proto=https"},
        {"X_Gradio_Server": "http://attacker.example"},
        {"X_Original_URL": "/metrics", "X_Rewrite_URL": "/metrics"},
        {"X_HTTP_Method_Override": "DELETE"},
        {"Referer": "http://attacker.example/"},
        {"Origin": "http://attacker.example"},
        {"Origin": "http://["},
        {"Accept_Language": "../../etc/passwd, attacker.example"},
        {"Cookie": "access-token=../../etc/passwd; session=attacker.example"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_of_a_visitor_gets_into_a_page(raw: Raw, headers: dict[str, str]) -> None:
    for path in ("/", "/config", "/docs", "/openapi.json", "/embed", "/embed/setup", "/embed/check",
                 "/widget.js", f"/read/{EMOJI.id}", "/api/articles", "/nowhere"):  # fmt: skip
        plain = raw.ask(path)
        status, found, body = raw.ask(path, **headers)
        assert status == plain[0], path
        assert b"attacker" not in body, path
        assert b"https://127.0.0.1" not in body, path
        assert "attacker" not in json.dumps({**found, "x-request-id": ""}), path


def test_two_hosts_or_none_are_refused(server: Running) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    for lines in (
        "",
        f"Host: {host}\r\nHost: attacker.example\r\n",
        "Host: a.example, b.example\r\n",
    ):
        with socket.create_connection((host, int(port)), timeout=600) as connection:
            connection.sendall(f"GET /docs HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
            reply = b"".join(iter(lambda: connection.recv(65536), b""))
        assert reply.split()[1] in {b"400", b"421"}, lines


# Gradio ------------------------------------------------------------------------------------------

_NEEDED = {
    "/", "/config", "/theme.css", "/favicon.ico", "/assets/{path:path}", "/static/{path:path}",
    "/gradio_api/heartbeat/{session_hash}", "/gradio_api/queue/data", "/gradio_api/startup-events",
    "/gradio_api/app_id", "/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset",
}  # fmt: skip
_FILLED = {
    "path_or_url": "http://169.254.169.254/latest", "url_path": "http://attacker.example/x",
    "path": "etc/passwd", "api_name": "ask", "session_hash": "abc", "run": "predict",
}  # fmt: skip
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def unneeded() -> list[str]:
    """Every address that this version of Gradio has, but those that its page needs."""
    source = inspect.getsource(gradio.routes)
    found = re.findall(r'@(app|router)\.[a-z_]+\(\s*f?"(/[^"]*)"', source)
    paths = {path if owner == "app" else f"/gradio_api{path}" for owner, path in found}
    assert paths | {"/favicon.ico"} >= _NEEDED
    assert len(paths) > 40
    left = sorted({path.removesuffix("/") for path in paths} - _NEEDED - {""})
    assert any("file=" in path for path in left)
    assert any("proxy=" in path for path in left)

    def fill(path: str) -> str:
        return _PARAMETER.sub(lambda one: _FILLED.get(one[0].strip("{}").split(":")[0], "x"), path)

    return [fill(path) for path in left]


def _spellings(path: str) -> Iterator[str]:
    """Yield ways to write a path that some servers take for the same."""
    yield path
    yield path + "/"
    yield "/" + path
    yield path.replace("/", "//")
    yield path.upper()
    yield path.replace("=", "%3D").replace(":", "%3A")
    once = "".join(c if c == "/" else f"%{ord(c):02x}" for c in path)
    yield once
    yield once.upper()
    yield once.replace("%", "%25")
    yield path.replace("/", "%2f").replace("%2f", "/", 1)
    yield path.replace("/gradio_api", "/assets/..%2f..%2fgradio_api")
    yield path.replace("/gradio_api", "/config/../gradio_api")
    yield path.replace("/gradio_api/", "/gradio_api;x/")


@pytest.mark.parametrize("method", _METHODS)
def test_nothing_else_of_gradio_exists_however_it_is_written(
    raw: Raw, unneeded: list[str], method: str
) -> None:
    for path in unneeded:
        for spelling in _spellings(path):
            status, _, body = raw.ask(
                spelling.replace(" ", "%20"), method, b"{}", Content_Type="application/json"
            )
            assert status in {400, 404, 405}, (method, spelling)
            assert not any(leak in body for leak in _LEAKS), spelling


def test_nothing_else_of_gradio_exists_under_a_root_path(
    below: Running, unneeded: list[str]
) -> None:
    raw = Raw(below)
    for path in unneeded[::4]:
        for spelling in _spellings(path):
            for root in ("", "/desk/news", "/desk/news/desk/news", "/desk%2fnews", "/DESK/news"):
                status = raw.ask(root + spelling.replace(" ", "%20"))[0]
                assert status in {400, 404, 405}, root + spelling
    assert raw.ask("/desk/news/docs")[0] == raw.ask("/desk/news/")[0] == 200
    raw.close()


def _pretended_file(named: str) -> dict[str, object]:
    meta = {"_type": "gradio.FileData"}
    return {"path": named, "url": named, "orig_name": "x", "meta": meta}


@pytest.mark.parametrize(
    "named", ["http://198.51.100.7/x", "https://attacker.example/x", "/etc/passwd", "data:,x"]
)
@pytest.mark.parametrize(
    "wrapped", [lambda file: file, lambda file: [file], lambda file: {"": file}]
)
def test_a_question_that_pretends_to_be_a_file_does_not_reach_gradio(
    server: Running, named: str, wrapped: Callable[[object], object]
) -> None:
    """Gradio would fetch the address, of any component's value."""
    for event in _events(server):
        response = _join(server, event["id"], [wrapped(_pretended_file(named))])
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("data", [5, {}, "x", None, [5], [True], [["x"]], [{}], [[[]]]])
def test_the_chat_takes_words_only(server: Running, data: object) -> None:
    assert _join(server, 0, data).status_code == 422
    for content in ("[" * 50_000, "{", '{"data": []', "null", '{"data": [NaN]}'):
        headers = {"Content-Type": "application/json"}
        response = server.client.post("/gradio_api/queue/join", content=content, headers=headers)
        assert response.status_code == 422


def test_its_own_messages_reach_it(server: Running) -> None:
    session = f"s{time.monotonic_ns()}"
    assert _join(server, _events(server)[0]["id"], [], session).status_code == 200
    told = ""
    with server.client.stream(
        "GET", "/gradio_api/queue/data", params={"session_hash": session}
    ) as response:
        for line in response.iter_lines():
            told += line
            if "process_completed" in line:
                break
    assert "It answers with exact quotes from" in told


def _events(server: Running) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.client.get("/config").json()["dependencies"]
    return found


def _join(server: Running, event: int, data: object, session: str = "s") -> httpx.Response:
    body = {"data": data, "fn_index": event, "session_hash": session, "event_data": None}
    return server.client.post("/gradio_api/queue/join", json=body)


@contextmanager
def _canary() -> Iterator[tuple[str, list[str]]]:
    """Listen on this machine, and write down who comes."""
    visits: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    connection, address = listener.accept()
                except TimeoutError:
                    continue
                visits.append(f"{address}: {connection.recv(200)!r}")
                connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/secret", visits
        finally:
            over.set()
            thread.join(60)
