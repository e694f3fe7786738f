"""A web site of its own, whose pages show the widget of a server under test.

One port, many origins: a browser takes every name below `.localhost` for this machine.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import FrameLocator, Locator, Page, expect
from web_server import Running, Watched

_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><title>Intranet</title></head>
<body><h1>Intranet</h1><p><a id="before" href="#news">News</a></p><div id="here"></div>
{script}
{more}
</body></html>
"""


@dataclass
class Site:
    """A running web site; `pages` maps paths to what is sent, `headers` to headers beside it."""

    port: int
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def origin(self, host: str = "intranet.localhost") -> str:
        """Return the origin of the site under one of its names."""
        return f"http://{host}:{self.port}"

    def add(
        self,
        path: str,
        script: str,
        *,
        more: str = "",
        language: str = "en",
        direction: str = "ltr",
        **headers: str,
    ) -> None:
        """Put a page on the site; in names of headers "_" stands for "-"."""
        self.pages[path] = _PAGE.format(
            script=script, more=more, language=language, direction=direction
        )
        self.headers[path] = {name.replace("_", "-"): value for name, value in headers.items()}


@contextmanager
def web_site() -> Iterator[Site]:
    """Run a web site on a free port until the block ends."""
    site = Site(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            content = site.pages.get(path, "").encode("utf-8")
            self.send_response(200 if content or path == "/favicon.ico" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            for name, value in site.headers.get(path, {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing of a browser that leaves before all is sent."""

    server = Quiet(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(60)


def script_for(server: Running, root: str = "", **options: str) -> str:
    """Return the one line that shows the widget of `server`."""
    given = "".join(f' data-{name}="{value}"' for name, value in options.items())
    return f'<script src="{server.url}{root}/widget.js" async{given}></script>'


def launcher(page: Page) -> Locator:
    """Return the floating button."""
    return page.locator("pullquote-widget button.open")


def notice(page: Page) -> Locator:
    """Return what the widget says where its frame was refused."""
    return page.locator("pullquote-widget .blocked")


def frame_of(page: Page) -> FrameLocator:
    """Return the embedded page."""
    return page.frame_locator("pullquote-widget iframe")


def open_widget(watched: Watched, address: str) -> FrameLocator:
    """Go to a page of a site and open its widget with the button."""
    watched.page.goto(address)
    launcher(watched.page).click()
    frame = frame_of(watched.page)
    expect(frame.locator("html[data-ready]")).to_be_attached()
    return frame


def ask(frame: FrameLocator, question: str) -> Locator:
    """Ask in the widget, wait for what comes of it, and return its turn."""
    box = frame.locator("#question")
    box.fill(question)
    box.press("Enter")
    turn = frame.locator(".turn").last
    expect(turn.locator(".asked")).to_have_text(question)
    expect(turn.locator(".sure, .silence, .problem")).to_be_visible()
    return turn
