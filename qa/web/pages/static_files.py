"""Style sheets, scripts and fonts that every page may load."""

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
    """Return the files that may be served, by name; nothing else of the disk ever is."""
    paths = sorted(path for path in _FOLDER.iterdir() if path.suffix in _TYPES)
    return {path.name: path.read_bytes() for path in paths}


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
