"""What is refused before anything is read, over real HTTP."""

import json
import socket

import pytest
from web_server import Running

_JSON = {"Content-Type": "application/json"}
_QUESTION = json.dumps({"question": "dredging"})


def _post(server: Running, path: str = "/api/ask", **headers: str) -> int:
    return server.client.post(path, content=_QUESTION, headers={**_JSON, **headers}).status_code


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:7860", "", "localhost@evil"]
)
def test_other_names_of_this_machine_are_not_answered(running: Running, host: str) -> None:
    response = running.client.get("/api/articles", headers={"Host": host})
    assert response.status_code == 421
    assert "articles" not in response.text


def test_its_own_names_are(running: Running) -> None:
    port = running.url.rsplit(":", 1)[1]
    for host in (f"localhost:{port}", "127.0.0.1", f"[::1]:{port}"):
        assert running.client.get("/healthz", headers={"Host": host}).status_code == 200


def test_programs_send_no_origin_and_pass(running: Running) -> None:
    assert _post(running) == 200


def test_our_own_pages_pass(running: Running) -> None:
    assert _post(running, Origin=running.url, **{"Sec-Fetch-Site": "same-origin"}) == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "https://news.example.evil.example", "http://news.example",
     "https://xnews.example", "https://news.example:8443", "http://127.0.0.1:1", "", "http://["],
)  # fmt: skip
def test_other_sites_cannot_send_anything(running: Running, origin: str) -> None:
    assert _post(running, Origin=origin) == 403


def test_a_cross_site_request_without_origin_is_refused(running: Running) -> None:
    assert _post(running, **{"Sec-Fetch-Site": "cross-site"}) == 403


def test_a_listed_site_may_ask_and_nothing_else(running: Running) -> None:
    assert _post(running, Origin="https://news.example") == 200
    assert _post(running, "/gradio_api/queue/join", Origin="https://news.example") == 403


def test_a_listed_site_may_read_the_answer_and_others_may_not(running: Running) -> None:
    ask = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    listed = running.client.options("/api/ask", headers={"Origin": "https://news.example", **ask})
    other = running.client.options("/api/ask", headers={"Origin": "https://evil.example", **ask})
    assert listed.headers["access-control-allow-origin"] == "https://news.example"
    assert "access-control-allow-credentials" not in listed.headers
    assert other.status_code == 400
    assert "access-control-allow-origin" not in other.headers


def test_gradio_answers_no_other_origin_either(running: Running) -> None:
    for path in ("/", "/config", "/theme.css"):
        headers = running.client.get(path, headers={"Origin": "https://evil.example"}).headers
        assert "access-control-allow-origin" not in headers, path
        assert "access-control-allow-credentials" not in headers, path


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_read(running: Running, kind: str) -> None:
    for path in ("/api/ask", "/gradio_api/queue/join"):
        response = running.client.post(path, content=_QUESTION, headers={"Content-Type": kind})
        assert response.status_code == 415, path


def test_a_large_body_is_refused_by_its_length(running: Running) -> None:
    response = running.client.post("/api/ask", content=b"x" * 1_000_001, headers=_JSON)
    assert response.status_code == 413


def test_a_large_body_that_hides_its_length_is_refused_as_it_comes(running: Running) -> None:
    def pieces() -> object:
        for _ in range(20):
            yield b" " * 100_000

    response = running.client.post("/api/ask", content=pieces(), headers=_JSON)  # type: ignore[arg-type]
    assert response.status_code == 413


def test_a_question_of_a_hundred_thousand_characters_is_a_clear_422(running: Running) -> None:
    response = running.client.post("/api/ask", json={"question": "a" * 100_000})
    assert response.status_code == 422
    assert "100,000 characters" in response.json()["detail"]


def test_unheard_of_methods_are_refused(running: Running) -> None:
    for method in ("TRACE", "CONNECT", "BREW", "PROPFIND"):
        response = running.client.request(method, "/healthz")
        assert response.status_code == 405
        assert "GET" in response.headers["allow"]


@pytest.mark.parametrize(
    "path", ["/healthz", "/api/articles", "/widget.js", "/metrics", "/speakers", "/nothing-here"]
)
def test_head_tells_of_what_get_gives(running: Running, path: str) -> None:
    whole, head = running.client.get(path), running.client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "content-length", "etag", "cache-control"):
        if path != "/metrics" or name != "content-length":  # its figures have moved on
            assert head.headers.get(name) == whole.headers.get(name), name


def test_head_asks_nothing_and_ends_no_stream(running: Running) -> None:
    assert running.client.head("/api/ask").status_code == 405
    assert running.client.head("/gradio_api/queue/data?session_hash=x").status_code >= 400


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://169.254.169.254/latest", "/gradio_api/file=/etc/passwd",
        "/gradio_api/file%3Dhttp%3A%2F%2Fevil.example", "/gradio_api/file=%2e%2e/x",
        "/file=http://evil.example", "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://evil.example", "/proxy=http://evil.example",
        "/monitoring", "/monitoring/summary", "/gradio_api/deep_link?session_hash=abc",
        "/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/runs",
        "/gradio_api/upload_progress", "/gradio_api/user", "/gradio_api/token", "/login_check",
        "/gradio_api/queue/status", "/gradio_api/dev/reload", "/gradio_api/vibe-code",
        "/gradio_api/component_server", "/gradio_api/profiling/traces", "/manifest.json",
        "/pwa_icon", "/svelte/x.js", "/logout", "/robots.txt", "/gradio_api/custom_component/1/a",
        "/assets/../../../etc/passwd", "/assets/%2e%2e/%2e%2e/x", "/static/..%2f..%2fetc/passwd",
        "/ui/../server.py", "/ui/%2e%2e%2fserver.py", "/read/..%2f..%2fetc%2fpasswd",
        "/api/articles/..%2f..%2fetc%2fpasswd",
    ],
)  # fmt: skip
def test_addresses_nobody_needs_do_not_exist(running: Running, path: str) -> None:
    status, body = _raw_get(running, path)
    assert status == 404
    assert b"root:" not in body


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/upload", "/gradio_api/run/predict", "/gradio_api/call/ask", "/gradio_api/api/ask",
     "/gradio_api/component_server", "/gradio_api/process_recording", "/gradio_api/vibe-edit",
     "/login", "/gradio_api/run-history/connect"],
)  # fmt: skip
def test_nothing_else_of_gradio_takes_a_request(running: Running, path: str) -> None:
    assert _post(running, path) in {404, 405}


def _raw_get(server: Running, path: str) -> tuple[int, bytes]:
    """Send the path as it is written; clients tidy it up."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=600) as connection:
        request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode("ascii"))
        reply = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(reply.split(b" ", 2)[1]), reply


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/read/emoji-00000001", "/api/articles", "/nowhere"]
)
def test_every_page_says_what_may_run_and_who_may_frame_it(running: Running, path: str) -> None:
    headers = running.client.get(path).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_only_the_chat_may_evaluate_and_only_because_gradio_must(running: Running) -> None:
    assert "unsafe-eval" in running.client.get("/").headers["content-security-policy"]
    for path in ("/docs", "/read/emoji-00000001", "/api/articles"):
        assert "unsafe" not in running.client.get(path).headers["content-security-policy"]


def test_a_deep_link_in_the_address_is_ignored(running: Running) -> None:
    plain = running.client.get("/").text
    assert running.client.get("/?deep_link=../../x").text == plain


def test_a_method_that_is_not_taken_is_a_problem(running: Running) -> None:
    response = running.client.get("/api/ask")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
