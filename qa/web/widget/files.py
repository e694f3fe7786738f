"""Files of the widget: the script for other sites, and what the embedded page loads."""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.responses import Response

from qa.web.pages.languages import LANGUAGES

_FOLDER = FilePath(__file__).parents[1] / "static" / "widget"
_SCRIPT = "widget.js"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_YEAR = 365 * 24 * 3600
_FIVE_MINUTES = 300


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: plain and compressed, with the tag of its content."""

    content: bytes
    compressed: bytes
    tag: str
    media_type: str

    @property
    def integrity(self) -> str:
        """The hash for a script element's `integrity` attribute."""
        digest = hashlib.sha384(self.content).digest()
        return "sha384-" + base64.b64encode(digest).decode("ascii")


@lru_cache(maxsize=1)
def assets() -> dict[str, Asset]:
    """Return all files of the widget by name; no other file is ever served here."""
    paths = sorted(path for path in _FOLDER.iterdir() if path.suffix in _TYPES)
    return {path.name: _asset(path.read_bytes(), _TYPES[path.suffix]) for path in paths}


def _asset(content: bytes, media_type: str) -> Asset:
    return Asset(
        content=content,
        compressed=gzip.compress(content, 9, mtime=0),
        tag=hashlib.sha256(content).hexdigest()[:16],
        media_type=media_type,
    )


@lru_cache(maxsize=1)
def stamp() -> str:
    """Return a hash of all files, for addresses that may be kept for ever."""
    tags = "".join(asset.tag for asset in assets().values())
    return hashlib.sha256(tags.encode("ascii")).hexdigest()[:12]


@lru_cache(maxsize=len(LANGUAGES))
def strings(language: str) -> dict[str, object]:
    """Return what the embedded page says in one of LANGUAGES."""
    found: dict[str, object] = json.loads(
        (_FOLDER / "lang" / f"{language}.json").read_text("utf-8")
    )
    return found


def widget_router() -> APIRouter:
    """Return the routes of the widget's files."""
    router = APIRouter(include_in_schema=False)

    @router.get("/widget.js")
    def script(request: Request, v: str = "") -> Response:
        asset = assets()[_SCRIPT]
        # Pages of any site may load the script, isolated ones and those that pin its hash too.
        open_to_all = {
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return _send(asset, request, pinned=v == asset.tag, headers=open_to_all)

    @router.get("/embed/static/{name}")
    def static(
        request: Request, name: Annotated[str, Path(max_length=100)], v: str = ""
    ) -> Response:
        asset = assets().get(name)
        if asset is None:
            raise HTTPException(404)
        return _send(asset, request, pinned=v == stamp(), headers={})

    return router


def _send(asset: Asset, request: Request, *, pinned: bool, headers: dict[str, str]) -> Response:
    kept = f"public, max-age={_YEAR}, immutable" if pinned else f"max-age={_FIVE_MINUTES}"
    tag = f'"{asset.tag}"'
    headers = {"ETag": tag, "Cache-Control": kept, "Vary": "Accept-Encoding", **headers}
    known = request.headers.get("if-none-match", "")
    if tag in {one.strip().removeprefix("W/") for one in known.split(",")}:
        return Response(status_code=304, headers=headers)
    content = asset.content
    if "gzip" in request.headers.get("accept-encoding", "").lower():
        content = asset.compressed
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=asset.media_type, headers=headers)
