"""Pictures of pages made in a child with limits, which is ended when nobody asks for a while."""

import base64
import binascii
import json
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.readers.apart.children import Child
from index.readers.apart.limits import Limits
from index.readers.apart.workers import TOO_MUCH

if TYPE_CHECKING:
    from index.readers.pdf.picture import WantedPage

LIMITS = Limits(seconds=20.0, cpu_seconds=10, file_bytes=0)
LARGEST_FILE = 200 * 1024 * 1024
_LARGEST_ANSWER = 8 * 1024 * 1024
_IDLE = 60.0
"""Seconds after which the child is ended."""
_SIGNATURE = (b"RIFF", b"WEBP")


class PictureMaker:
    """Makes one picture at a time. Safe to share among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._ending: threading.Timer | None = None

    def picture(self, path: Path, wanted: "WantedPage") -> bytes:
        """Return the picture of a page of a file (WebP).

        Raises:
            ReadError: the file cannot be read, or the page is not found in it.
        """
        request = {
            "picture": asdict(wanted),
            "path": str(path.absolute()),
            "limits": asdict(LIMITS),
            "formats": [],
        }
        written = json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogatepass")
        with self._lock:
            if self._child is None:
                self._child = Child()
            self._child.send(written)
            reply = self._child.receive(LIMITS.seconds, _LARGEST_ANSWER)
            if not reply:
                self._end()
                raise ReadError(f"{path.name}: {TOO_MUCH}")
            self._end_later()
        return _picture_of(reply, path)

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _end_later(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = threading.Timer(_IDLE, self.close)
        self._ending.daemon = True
        self._ending.start()

    def _end(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
        if self._child is not None:
            self._child.end()
            self._child = None


def _picture_of(reply: bytes, path: Path) -> bytes:
    """Return the picture in an answer; a child that a file took over could send anything."""
    try:
        answer = json.loads(reply)
        data = base64.b64decode(answer["picture"] or "", validate=True)
        error = str(answer["error"])
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        raise ReadError(f"{path.name}: {TOO_MUCH}") from None
    if (data[:4], data[8:12]) != _SIGNATURE:
        raise ReadError(f"{path.name}: {error[:300] or TOO_MUCH}")
    return data
