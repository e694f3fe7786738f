"""Style sheets, scripts and fonts that every page may load, and the modules of the chat."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "static"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}


@lru_cache(maxsize=1)
def static_files() -> dict[str, bytes]:
    """Return the files that may be served, by name; nothing else of the disk ever is.

    Those of the chat alone are named with their folder, as in `chat/main.js`.
    """
    paths = (*_FOLDER.iterdir(), *(_FOLDER / "chat").iterdir())
    found = sorted(path for path in paths if path.suffix in _TYPES)
    return {path.relative_to(_FOLDER).as_posix(): path.read_bytes() for path in found}


@lru_cache(maxsize=1)
def compressed_files() -> dict[str, bytes]:
    """Return those files that are words, by name, as gzip has them."""
    return {
        name: gzip.compress(content, 9, mtime=0)
        for name, content in static_files().items()
        if not name.endswith(".woff2")
    }


def chat_modules() -> list[str]:
    """Return the names of the chat's scripts, which import each other."""
    names = (name.partition("/")[2] for name in static_files() if name.endswith(".js"))
    return [name for name in names if name]


def chat_styles() -> list[str]:
    """Return the names of the chat's style sheets that are for screens."""
    names = (name.partition("/")[2] for name in static_files() if name.endswith(".css"))
    return [name for name in names if name and name != "print.css"]


@lru_cache(maxsize=1)
def static_stamp() -> str:
    """Return a hash of all static files, for addresses that may be kept for ever."""
    digest = hashlib.sha256()
    for content in static_files().values():
        digest.update(content)
    return digest.hexdigest()[:12]


def media_type(name: str) -> str:
    """Return the media type of one of the static files."""
    return _TYPES[Path(name).suffix]
