"""What is let through of Gradio: the few addresses its page needs, under a strict policy.

Gradio serves a file proxy, uploads, monitoring, deep links and a call API at addresses of its own;
none is needed here, so they do not exist. Its page is handed out with a Content-Security-Policy
that names each inline script by its hash: markup that slipped into the page could not run.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.responses import HTMLResponse
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.chat.messages import ChatState, EventGuard
from qa.web.chat.speaking_page import in_language
from qa.web.pages.languages import VARY, language_of
from qa.web.requests.paths import route_path

_PAGE = "/"
_SEGMENT = r"[\w@-][\w.@-]{0,99}"  # what no file system can hold is no file of Gradio's
_SERVED = {
    "GET": re.compile(
        rf"/|/favicon\.ico|/theme\.css|/config|/(?:assets|static)(?:/{_SEGMENT}){{1,8}}"
        rf"|/gradio_api/(?:heartbeat/\w{{1,40}}|queue/data|startup-events|app_id)",
        re.ASCII,
    ),
    "POST": re.compile(r"/gradio_api/(?:queue/join|cancel|reset/?)"),
}
_SERVED["HEAD"] = _SERVED["GET"]

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_CARDS = re.compile(r"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")
_MANIFEST = re.compile(r"\s*<link rel=\"manifest\"[^>]*>")
# `unsafe-eval` is Gradio's: its HTML component compiles its (constant) template that way.
# `unsafe-inline` for styles only, which Svelte sets on elements.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' {hashes}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class Page(NamedTuple):
    """What Gradio's page gets in a language: `head`, and what components say by `elem_id`."""

    head: str
    says: Mapping[str, Mapping[str, str]]


class ChatMount(Mount):
    """Gradio, mounted at `/`, but only at the addresses listed; others fall through to a 404."""

    def __init__(
        self,
        app: ASGIApp,
        state: ChatState,
        pages: Mapping[str, Page],
        for_visitor: Callable[[Scope], str],
    ) -> None:
        """Mount Gradio, its page in the visitor's language, with `for_visitor` in its head."""
        super().__init__("/", app=EventGuard(_ChatPage(app, pages, for_visitor), state))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match only what the chat's page needs."""
        served = _SERVED.get(scope.get("method", ""))
        if served is None or not served.fullmatch(route_path(scope)):
            return Match.NONE, {}
        return super().matches(scope)


class _ChatPage:
    """Rewrites the one page: our style and script in, foreign addresses out, policy on."""

    def __init__(
        self, app: ASGIApp, pages: Mapping[str, Page], for_visitor: Callable[[Scope], str]
    ) -> None:
        self._app = app
        self._pages = pages
        self._for_visitor = for_visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if route_path(scope) not in {_PAGE, ""}:
            await self._app(scope, receive, send)
            return
        collected = _Collected()
        # Uncompressed, the scripts can be hashed.
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        await self._app({**scope, "headers": plain, "query_string": b""}, receive, collected)
        language = language_of(scope)
        given = self._pages[language]
        head = given.head + self._for_visitor(scope)
        page = in_language(collected.body.decode("utf-8"), language, given.says)
        page = _rewrite(page, head)
        response = HTMLResponse(
            page,
            status_code=collected.status,
            headers={
                "Content-Security-Policy": policy(page),
                "Cache-Control": "no-cache",
                "Vary": VARY,
            },
        )
        await response(scope, receive, send)


class _Collected:
    def __init__(self) -> None:
        self.status = 500
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


def _rewrite(page: str, head: str) -> str:
    page = _MANIFEST.sub("", _CARDS.sub("", page))
    before, mark, after = page.partition("</head>")
    return f"{before}{head}{mark}{after}"


def policy(page: str) -> str:
    """Return the Content-Security-Policy under which `page` works and nothing else runs."""
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in _INLINE_SCRIPT.findall(page))
    return _POLICY.format(hashes=hashes)


def _hash(script: str) -> str:
    # A browser hashes what its parser kept, and that has only "\n" for ends of lines.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
