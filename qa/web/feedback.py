"""Verdicts of readers, one JSON line each, on disk before they are confirmed."""

import json
import os
import secrets
import threading
from datetime import UTC, datetime
from pathlib import Path

from index.errors import UsageError

_LARGEST = 50_000_000


class FeedbackFile:
    """Appends to a file that only its owner may read.

    A record is one write of one line to a file opened for appending: a crash leaves whole lines,
    or at worst one half line at the end, which the next record starts after.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def record(self, fields: dict[str, object]) -> str:
        """Write one verdict and return its identifier.

        Raises:
            UsageError: when the file is full, so that strangers cannot fill the disk.
        """
        name = secrets.token_hex(8)
        row = {"id": name, "at": datetime.now(UTC).isoformat(timespec="seconds"), **fields}
        line = (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "replace")
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                self._append(handle, line)
            finally:
                os.close(handle)
        return name

    def _append(self, handle: int, line: bytes) -> None:
        size = os.fstat(handle).st_size
        if size + len(line) > _LARGEST:
            raise UsageError(f"{self.path} is full; move it away to record more feedback.")
        if size and os.pread(handle, 1, size - 1) != b"\n":
            line = b"\n" + line
        os.write(handle, line)
        os.fsync(handle)
