import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index.errors import ReadError
from index.readers import read
from index.readers.fetch.fetching import fetch
from index.readers.sources import Source

PAGE = (
    "<html><head><title>A page of news today</title></head><body><article>"
    + "<p>The army left the town on Friday, and nobody saw it go.</p>" * 5
    + "</article></body></html>"
).encode()


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/gone": 404, "/loop": 302, "/moved": 301}.get(self.path, 200))
        if self.path in {"/loop", "/moved"}:
            self.send_header("Location", "/loop" if self.path == "/loop" else "/page")
        kind = "image/png" if self.path == "/image" else "text/html; charset=utf-8"
        body = b"x" * 100_000 if self.path == "/large" else PAGE
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_at_an_address_becomes_an_article(site: str) -> None:
    url = f"{site}/moved"
    (article,) = read(Source(url, url=url)).articles
    assert article.info.title == "A page of news today"
    assert article.info.path is None
    assert article.info.url == url
    assert "The army left the town" in article.text


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/gone", "answered 404"), ("/loop", "redirects"), ("/image", "not a page or feed")],
)
def test_what_cannot_be_read_is_a_failure_that_names_the_address(
    site: str, path: str, expected: str
) -> None:
    outcome = read(Source(site + path, url=site + path))
    assert outcome.articles == ()
    assert outcome.failures[0].path == site + path
    assert expected in outcome.failures[0].error


def test_too_many_bytes_end_the_transfer(site: str) -> None:
    with pytest.raises(ReadError, match="more than"):
        fetch(f"{site}/large", largest=50_000)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[bad/", "https://"])
def test_an_address_that_does_not_answer(url: str) -> None:
    with pytest.raises(ReadError, match="cannot be fetched"):
        fetch(url, largest=1)
