"""A site on this machine that says what it is told to, and remembers who asked for what."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.collection import Index
from index.models.embedder import Embedder


@dataclass
class Site:
    """Pages by path: status, headers and body; `asked` are the requests with their headers."""

    url: str = ""
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(
        self, path: str, body: str, *, status: int = 200, kind: str = "text/html", **headers: str
    ) -> str:
        """Put a page in its place; return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": kind, **named}, body.encode())
        return f"{self.url}{path}"

    def article(self, path: str, words: str, **headers: str) -> str:
        """Put a page with an article in its place."""
        text = "".join(f"<p>{words} The {path.strip('/')} stays where it is.</p>" for _ in range(4))
        head = f"<title>About {path.strip('/')}</title>"
        page = f"<html><head>{head}</head><body><article>{text}</article></body></html>"
        return self.put(path, page, **headers)

    def sitemap(self, path: str, *entries: tuple[str, str], kind: str = "url") -> str:
        """Put a sitemap in its place, of addresses with the times when they changed."""
        inner = "".join(
            f"<{kind}><loc>{url}</loc><lastmod>{changed}</lastmod></{kind}>"
            for url, changed in entries
        )
        root = "urlset" if kind == "url" else "sitemapindex"
        return self.put(path, f"<{root}>{inner}</{root}>", kind="application/xml")

    def paths(self) -> list[str]:
        """Return what was asked for since the last time, robots.txt left out."""
        paths = [path for path, _ in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return paths


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that has nothing yet."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            status, headers, body = made.pages.get(self.path, (404, {}, b""))
            etag, modified = headers.get("ETag"), headers.get("Last-Modified")
            same = etag and self.headers.get("If-None-Match") == etag
            same = same or (modified and self.headers.get("If-Modified-Since") == modified)
            self.send_response(304 if same else status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def index(tmp_path: Path, word_counts: Callable[..., Embedder]) -> Iterator[Index]:
    """An empty index that asks a host as often as it likes."""
    opened = Index.open(tmp_path / "index", create=True, embedder=word_counts(), interval=0.0)
    with opened as index:
        yield index
