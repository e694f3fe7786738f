"""Names that a reverse proxy gives its visitors: believed from it, and from nobody else."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from web_server import Running, serving

from index.errors import UsageError
from qa.web.access.policy import Access, ProxyHeader
from qa.web.access.store import AccessStore
from qa.web.access.tokens import Keys
from qa.web.roles import Role
from qa.web.settings import ServerSettings, check_settings

NAME = "X-Remote-User"
ACCESS = Access(
    method=ProxyHeader(NAME), editors=("ada", "Zoë"), readers=("ben", "*@news.example", "ada")
)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose proxy is this machine."""
    folder = tmp_path_factory.mktemp("behind")
    with serving(folder, access=ACCESS, trusted_proxies=("127.0.0.1",)) as server:
        yield server


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose proxy is another machine than ours."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with serving(folder, access=ACCESS, trusted_proxies=("192.0.2.1",)) as server:
        yield server


def _get(server: Running, *names: bytes | str, **headers: str) -> httpx.Response:
    pairs = [(NAME, name) for name in names] + list(headers.items())
    return server.client.get("/api/articles", headers=pairs)  # type: ignore[arg-type]


def _remove(server: Running, name: str) -> int:
    headers = {NAME: name.encode(), "Content-Type": "application/json"}
    return server.client.delete("/api/articles/x", headers=headers).status_code  # type: ignore[arg-type]


def test_the_proxys_word_is_taken(behind: Running) -> None:
    for name in ("ada", "ben", "cleo@news.example", "Cleo@News.Example"):
        response = _get(behind, name)
        assert response.status_code == 200, name
        assert "set-cookie" not in response.headers
    assert (_remove(behind, "ada"), _remove(behind, "Zoë")) == (422, 422)
    assert _remove(behind, "ben") == 403


def test_the_same_word_from_anywhere_else_is_refused(elsewhere: Running) -> None:
    for headers in ({}, {"X-Forwarded-For": "192.0.2.1"}, {"Forwarded": "for=192.0.2.1"},
                    {"X-Real-IP": "192.0.2.1"}):  # fmt: skip
        response = _get(elsewhere, "ada", **headers)
        assert response.status_code == 403
        assert "from this server's proxy only" in response.json()["detail"]


def test_who_comes_without_a_name_gets_no_further(behind: Running, elsewhere: Running) -> None:
    for server in (behind, elsewhere):
        response = server.client.get("/", headers={"Accept": "text/html"})
        assert response.status_code == 401
        assert "through the proxy" in response.text
        assert server.client.get("/healthz").status_code == 200
        assert server.client.get("/login").status_code == 401


@pytest.mark.parametrize(
    "name", ["eve", "ADA", "eve@evil.example", "eve@news.example.evil.example"]
)
def test_who_may_not_read_is_told_so(behind: Running, name: str) -> None:
    response = _get(behind, name)
    assert response.status_code == 403
    assert name in response.json()["detail"]


@pytest.mark.parametrize(
    "names", [("",), ("ada", "ben"), (b"\xff",), ("a\tda",), ("x" * 300,), ("ada, ben",)]
)
def test_a_name_that_is_none_is_refused(behind: Running, names: tuple[str, ...]) -> None:
    assert _get(behind, *names).status_code == 403


def test_a_key_comes_without_the_proxy(elsewhere: Running) -> None:
    store = AccessStore(elsewhere.settings.index)
    key = Keys(store).add("scraper", Role.READER)
    store.close()
    assert _get(elsewhere, Authorization=f"Bearer {key}").status_code == 200


def test_without_a_trusted_proxy_it_does_not_start() -> None:
    with pytest.raises(UsageError, match="--trusted-proxy"):
        check_settings(ServerSettings(index=Path("x"), access=ACCESS))


def test_a_public_address_is_taken_with_auth() -> None:
    check_settings(
        ServerSettings(
            index=Path("x"), host="0.0.0.0", access=ACCESS, trusted_proxies=("192.0.2.1",)
        )
    )
