"""The embedded page, its token, and the pages that help a site owner to embed it."""

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, JSONResponse

from index.errors import PullquoteError, UsageError
from qa.web.desk import Desk
from qa.web.embed_token import LIFETIME, EmbedTokens
from qa.web.fragments import render
from qa.web.settings import ServerSettings, check_origin, is_loopback
from qa.web.viewer import static_stamp
from qa.web.widget import LANGUAGES, RIGHT_TO_LEFT, assets, choose_language, stamp, strings

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
_OWN_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HOST_HEADER = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?", re.ASCII)
_DEFAULT_PORTS = {"http": 80, "https": 443}

_Text = Annotated[str, Query(max_length=500)]


def frame_ancestors(origins: tuple[str, ...]) -> str:
    """Return who may frame the embedded page: the listed origins, by default nobody.

    Raises:
        UsageError: for anything that is not exactly an origin; it never reaches a header.
    """
    return " ".join(map(check_origin, origins)) or "'none'"


def embed_router(desk: Desk, settings: ServerSettings, tokens: EmbedTokens) -> APIRouter:
    """Return the routes of the embedded page and of the pages around it."""
    router = APIRouter(include_in_schema=False)
    _add_page(router, settings, tokens)
    _add_calls(router, desk, tokens)
    _add_help(router, settings)
    return router


def _add_page(router: APIRouter, settings: ServerSettings, tokens: EmbedTokens) -> None:
    listed = frame_ancestors(settings.allow_origins)

    @router.get("/embed")
    def page(request: Request, lang: _Text = "", preview: bool = False) -> HTMLResponse:
        language = choose_language(lang, request.headers.get("accept-language"))
        content = render(
            "embed.html",
            stamp=stamp(),
            token=tokens.issue(),
            language=language,
            direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
            strings=strings(language),
            longest=settings.question_length,
        )
        # The preview on the Embed page is framed by this server only, the widget by others only.
        ancestors = "'self'" if preview else listed
        return HTMLResponse(
            content,
            headers={
                "Content-Security-Policy": _POLICY.format(ancestors=ancestors),
                "Cache-Control": "no-store",
                # So that pages in cross-origin isolation can frame it, too.
                "Cross-Origin-Embedder-Policy": "require-corp",
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )


def _add_calls(router: APIRouter, desk: Desk, tokens: EmbedTokens) -> None:
    @router.get("/embed/token")
    def token() -> JSONResponse:
        content = {"token": tokens.issue(), "seconds": LIFETIME}
        return JSONResponse(content, headers={"Cache-Control": "no-store"})

    @router.get("/embed/examples")
    def examples() -> JSONResponse:
        try:
            questions = desk.shelf().examples
        except PullquoteError:
            questions = ()  # the first question says what is wrong
        return JSONResponse({"questions": questions}, headers={"Cache-Control": "no-store"})


def _add_help(router: APIRouter, settings: ServerSettings) -> None:
    @router.get("/embed/check")
    def check(request: Request, origin: _Text = "") -> HTMLResponse:
        server = _own_origin(request, settings)
        checked = check_site(origin, server, settings) if origin.strip() else None
        content = render(
            "embed_check.html",
            stamp=static_stamp(),
            widget_stamp=stamp(),
            server=server,
            script=f"{server}{_root(request)}/widget.js",
            given=origin,
            checked=checked,
        )
        return HTMLResponse(content, headers={"Content-Security-Policy": _OWN_PAGE})

    @router.get("/embed/setup")
    def setup(request: Request) -> HTMLResponse:
        script = assets()["widget.js"]
        content = render(
            "embed_setup.html",
            stamp=static_stamp(),
            widget_stamp=stamp(),
            script=f"{_own_origin(request, settings)}{_root(request)}/widget.js",
            tag=script.tag,
            integrity=script.integrity,
            languages=LANGUAGES,
            names={language: strings(language)["name"] for language in LANGUAGES},
            listed=settings.allow_origins,
        )
        return HTMLResponse(content, headers={"Content-Security-Policy": _OWN_PAGE})


def _own_origin(request: Request, settings: ServerSettings) -> str:
    host = request.headers["host"]
    if not _HOST_HEADER.fullmatch(host):
        return settings.url.rstrip("/")
    return f"{request.scope['scheme']}://{host.lower()}"


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, what it is, and what to do."""

    good: bool
    title: str
    advice: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a site owner is told about an origin."""

    origin: str | None
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Whether the widget should work there."""
        return all(finding.good for finding in self.findings)


def check_site(given: str, server: str, settings: ServerSettings) -> Checked:
    """Say whether pages of the site `given` can show the widget of `server`, and if not, why."""
    origin = origin_of(given)
    if origin is None:
        return Checked(None, (_no_origin(given),))
    found = (
        _listed(origin, settings.allow_origins),
        _same_security(origin, server),
        _reachable(origin, server),
    )
    return Checked(origin, tuple(finding for finding in found if finding))


def origin_of(given: str) -> str | None:
    """Return the origin of an address as a browser names it; `None` when it has none."""
    try:
        parts = urlsplit(given.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        return None
    if not parts.scheme or not host:
        return None
    bracketed = f"[{host}]" if ":" in host else host
    named = "" if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f":{port}"
    try:
        return check_origin(f"{parts.scheme}://{bracketed}{named}")
    except UsageError:
        return None


def _no_origin(given: str) -> Finding:
    if given.strip().lower() == "null" or given.strip().lower().startswith(("file:", "data:")):
        return Finding(
            False,
            "A page without an origin cannot show the widget",
            "Pages opened from a file, from a data: address or in a sandboxed frame have the "
            "origin “null”, which anybody can take on. Serve the page from a web server.",
        )
    return Finding(
        False,
        "This is not the address of a site",
        "Write it with its scheme, as in https://news.example or http://localhost:8000.",
    )


def _listed(origin: str, listed: tuple[str, ...]) -> Finding:
    if origin in listed:
        return Finding(True, "The origin is on this server's list")
    alike = next((one for one in listed if _bare_host(one) == _bare_host(origin)), None)
    advice = "Start the server with this option added (and the others it has now):"
    if alike:
        advice = f"{alike} is listed, but is another origin to a browser. {advice}"
    return Finding(
        False, "The origin is not on this server's list", advice, f"--allow-origin {origin}"
    )


def _bare_host(origin: str) -> str:
    return (urlsplit(origin).hostname or "").removeprefix("www.")


def _same_security(origin: str, server: str) -> Finding | None:
    if urlsplit(origin).scheme != "https":
        return None
    parts = urlsplit(server)
    if parts.scheme == "https":
        return Finding(True, "Both the page and this server use https")
    if is_loopback(parts.hostname or ""):
        return None  # browsers make an exception for the machine itself
    return Finding(
        False,
        "Mixed content: the page uses https, this server does not",
        "Browsers block http scripts and frames in https pages. Put this server behind a proxy "
        "with a certificate and use its https address in the script element.",
    )


def _reachable(origin: str, server: str) -> Finding | None:
    if not is_loopback(urlsplit(server).hostname or ""):
        return None
    if is_loopback(urlsplit(origin).hostname or ""):
        return None
    return Finding(
        False,
        "This address of the server is only good on the machine itself",
        f"{server} means each visitor's own machine. Use the server's public name in the "
        "script element.",
    )
