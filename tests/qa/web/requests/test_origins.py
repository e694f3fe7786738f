"""Whose page sends a request: scheme, host and port are one whole."""

import json
from collections.abc import Iterator

import pytest
from web_server import Running, serving

from qa.web.requests.origins import is_own_origin

_HEADERS = {"Content-Type": "application/json"}
_QUESTION = json.dumps({"question": "dredging"})


@pytest.mark.parametrize(
    ("scheme", "host", "origin", "own"),
    [
        ("http", "127.0.0.1:7860", "http://127.0.0.1:7860", True),
        ("https", "News.Example", "https://news.example", True),
        ("https", "news.example", "https://news.example:443", True),
        ("http", "news.example:80", "http://news.example", True),
        ("http", "[::1]:7860", "http://[::1]:7860", True),
        ("http", "news.example", "https://news.example", False),
        ("https", "news.example", "http://news.example", False),
        ("https", "news.example", "https://news.example:8443", False),
        ("https", "news.example", "https://news.example.evil.example", False),
        ("https", "news.example", "https://evil@news.example", False),
        ("https", "news.example", "https://news.example/", False),
        ("https", "news.example", "https://news.example?", False),
        ("https", "news.example", "https://news.example#x", False),
        ("https", "news.example", "ftp://news.example", False),
        ("https", "news.example", "null", False),
        ("https", "news.example", "", False),
        ("https", "news.example", "https://[", False),
        ("https", "news.example", "https://news.example:99999", False),
        ("https", "", "https://", False),
        ("https", "[", "https://[", False),
    ],
)
def test_an_origin_is_ours_when_all_of_it_is(
    scheme: str, host: str, origin: str, own: bool
) -> None:
    assert is_own_origin(origin, {"scheme": scheme}, host) is own


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("proxied")
    with serving(folder, trusted_proxies=("127.0.0.1",), allow_hosts=("news.example",)) as server:
        yield server


def _asked(server: Running, origin: str, **headers: str) -> int:
    headers = {"Host": "news.example", "Origin": origin, **_HEADERS, **headers}
    return server.client.post("/api/ask", content=_QUESTION, headers=headers).status_code


def test_the_scheme_is_the_one_that_visitors_see(behind_proxy: Running) -> None:
    https = {"X-Forwarded-Proto": "https"}
    assert _asked(behind_proxy, "https://news.example", **https) == 200
    assert _asked(behind_proxy, "http://news.example", **https) == 403
    assert _asked(behind_proxy, "http://news.example") == 200
    assert _asked(behind_proxy, "https://news.example") == 403


def test_articles_are_changed_from_pages_of_the_same_scheme(behind_proxy: Running) -> None:
    """The widget's token lets other sites ask; the routes of editors look once more."""
    headers = {"Host": "news.example", "X-Forwarded-Proto": "https"}
    for origin, refused in (("http://news.example", True), ("https://news.example", False)):
        response = behind_proxy.client.delete(
            "/api/articles/nothing-here", headers={**headers, **_HEADERS, "Origin": origin}
        )
        assert (response.status_code == 403) is refused, origin


def test_who_is_not_trusted_does_not_say_the_scheme(running: Running) -> None:
    headers = {**_HEADERS, "X-Forwarded-Proto": "https"}
    own = running.url.replace("http://", "https://")
    refused = running.client.post("/api/ask", content=_QUESTION, headers={**headers, "Origin": own})
    assert refused.status_code == 403
    assert "--trusted-proxy" in refused.json()["detail"]
    headers["Origin"] = running.url
    assert running.client.post("/api/ask", content=_QUESTION, headers=headers).status_code == 200
