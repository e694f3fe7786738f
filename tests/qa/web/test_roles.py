"""What routes learn of a visitor, asked over real HTTP of a server with a route that tells."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from web_server import until

from qa.web.access.without_login import WithoutLogin
from qa.web.metrics import Metrics
from qa.web.requests.middleware import RequestMiddleware
from qa.web.requests.problems import add_problem_handlers
from qa.web.roles import CurrentEditor, CurrentReader
from qa.web.settings import ServerSettings
from qa.web.widget.embed_token import HEADER, EmbedTokens, TokenGuard

TOKENS = EmbedTokens()


def _app(settings: ServerSettings, *, decided: bool = True) -> FastAPI:
    app = FastAPI()
    add_problem_handlers(app)

    @app.get("/who")
    def who(visitor: CurrentReader) -> dict[str, str]:
        return {"name": visitor.name, "role": visitor.role}

    @app.delete("/articles")
    def remove(visitor: CurrentEditor) -> dict[str, str]:
        return {"by": visitor.name}

    guards = (TokenGuard(TOKENS), WithoutLogin(settings)) if decided else ()
    app.add_middleware(RequestMiddleware, settings=settings, metrics=Metrics(), guards=guards)
    return app


@contextmanager
def _serving(app: FastAPI) -> Iterator[httpx.Client]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, proxy_headers=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=600) as client:
        yield client
    server.should_exit = True
    thread.join(60)


@pytest.fixture(scope="module")
def at_home() -> Iterator[httpx.Client]:
    settings = ServerSettings(index=Path("none"), allow_origins=("https://news.example",))
    with _serving(_app(settings)) as client:
        yield client


def test_who_sits_at_the_machine_may_edit(at_home: httpx.Client) -> None:
    assert at_home.get("/who").json() == {"name": "local", "role": "editor"}
    removed = at_home.request("DELETE", "/articles", headers={"Content-Type": "application/json"})
    assert removed.json() == {"by": "local"}


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "192.0.2.7"}, {"Forwarded": "for=192.0.2.7"}, {"Via": "1.1 proxy"},
        {"X-Real-IP": "192.0.2.7"}, {"X-Forwarded-Host": "articles.example"},
        {"Origin": "https://news.example"}, {HEADER: "issued"},
    ],
)  # fmt: skip
def test_who_comes_through_something_else_may_only_read(
    at_home: httpx.Client, headers: dict[str, str]
) -> None:
    if HEADER in headers:
        headers = {HEADER: TOKENS.issue()}  # now: it is good for minutes
    assert at_home.get("/who", headers=headers).json() == {"name": "anonymous", "role": "reader"}


def test_with_allow_anonymous_nobody_edits() -> None:
    with _serving(_app(ServerSettings(index=Path("none"), allow_anonymous=True))) as client:
        assert client.get("/who").json()["role"] == "reader"
        refused = client.request(
            "DELETE", "/articles", headers={"Content-Type": "application/json"}
        )
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "Only editors may add, change or remove articles."


def test_a_request_on_which_nobody_decided_gets_no_further() -> None:
    with _serving(_app(ServerSettings(index=Path("none")), decided=False)) as client:
        response = client.get("/who")
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["detail"] == "Sign in first."
