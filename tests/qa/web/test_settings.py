from pathlib import Path

import pytest

from index.errors import UsageError
from qa.web.settings import ServerSettings, check_origin, check_settings, is_loopback


def _settings(**options: object) -> ServerSettings:
    return ServerSettings(index=Path("index"), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_loopback_needs_no_permission(host: str) -> None:
    assert is_loopback(host)
    check_settings(_settings(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_an_address_others_can_reach_is_refused_until_allowed(host: str) -> None:
    with pytest.raises(UsageError, match="--allow-anonymous"):
        check_settings(_settings(host=host))
    check_settings(_settings(host=host, allow_anonymous=True))


@pytest.mark.parametrize(
    "origin", ["https://news.example", "http://localhost:8000", "http://[::1]:80"]
)
def test_origins_are_scheme_host_and_port(origin: str) -> None:
    assert check_origin(origin) == origin


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "news.example", "https://news.example/", "https://*.example", "ftp://a.example",
     "https://a.example/path", "https://user@a.example", "https://A.example", "https://a:99999",
     "https://", ""],
)  # fmt: skip
def test_anything_else_is_no_origin(origin: str) -> None:
    with pytest.raises(UsageError):
        check_settings(_settings(allow_origins=(origin,)))


def test_a_loopback_server_knows_only_its_own_names() -> None:
    settings = _settings(allow_hosts=("Articles.Example",))
    for name in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST", "articles.example", "localhost."):
        assert settings.knows_host(name), name
    for name in ("evil.example", "localhost.evil.example", "10.0.0.1", ""):
        assert not settings.knows_host(name), name


def test_a_server_on_every_address_takes_figures_but_no_strange_names() -> None:
    settings = _settings(host="0.0.0.0", allow_anonymous=True)
    assert settings.knows_host("10.1.2.3")
    assert settings.knows_host("[fe80::1]")
    assert not settings.knows_host("evil.example")


def test_the_address_to_open() -> None:
    assert _settings(port=80).url == "http://127.0.0.1:80/"
    assert _settings(host="::1", port=80).url == "http://[::1]:80/"
    assert _settings(host="0.0.0.0", port=80).url == "http://localhost:80/"


@pytest.mark.parametrize("path", ["", "/pullquote", "/a/b-c.d/e_f~"])
def test_a_root_path_begins_with_a_slash_and_ends_without(path: str) -> None:
    check_settings(_settings(root_path=path))


@pytest.mark.parametrize("path", ["/", "pullquote", "/a/", "/..", "/a//b", "/a b", "/a%2fb", "/é"])
def test_anything_else_is_no_root_path(path: str) -> None:
    with pytest.raises(UsageError, match="/pullquote"):
        check_settings(_settings(root_path=path))


def test_a_proxy_that_is_no_address_is_refused() -> None:
    with pytest.raises(UsageError, match="address of a proxy"):
        check_settings(_settings(trusted_proxies=("proxy.example",)))
