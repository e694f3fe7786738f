"""A process that reads, as its parent sees it: asked by lines, answered by lines, ended in time."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
_NEEDED = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT", "TZ")
_TICK = 0.2
"""Seconds between looks at the clock: how much too late a child may be ended."""

CALLING = (
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NETRC",
)
"""What fetching an address needs that the user gave on the command line."""


_PIPE_BYTES = 1 << 20
"""So that a child reads on while what it has read waits its turn; the system may give less."""


class Child:
    """A process that reads; `kept` are variables of the environment that it gets."""

    def __init__(self, kept: tuple[str, ...] = ()) -> None:
        # In `_ROOT`, "-m" finds this package and no module that came with a file.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.readers.apart.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=_PIPE_BYTES,
            cwd=_ROOT,
            env=environment(kept),
        )
        self._deadline: float | None = None
        self._ended = threading.Event()
        self._watcher: threading.Thread | None = None

    def send(self, request: bytes) -> None:
        """Send a line to a child that may still be busy with one before; lost where it died."""
        pipe = self._process.stdin
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.write(request + b"\n")
                pipe.flush()

    def receive(self, seconds: float, most: int) -> bytes:
        """Return the next line; nothing when it takes longer than `seconds` or has `most` bytes."""
        pipe = self._process.stdout
        if pipe is None:
            return b""
        self._watch(seconds)
        try:
            reply = pipe.readline(most + 1)
        except OSError:
            return b""
        finally:
            self._deadline = None
        return reply if reply.endswith(b"\n") else b""

    def end(self) -> None:
        """End the process; there is nothing it could lose."""
        self._ended.set()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what nobody read
                    pipe.close()

    def _watch(self, seconds: float) -> None:
        """Have the process killed unless a line comes in time, by one thread for all lines."""
        self._deadline = time.monotonic() + seconds
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._end_in_time, daemon=True)
            self._watcher.start()

    def _end_in_time(self) -> None:
        while not self._ended.wait(_TICK):
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline:
                self._process.kill()
                return


def environment(more: tuple[str, ...] = ()) -> dict[str, str]:
    """Return what Python needs to start, and none of the secrets a server may have been given."""
    kept = {name: os.environ[name] for name in (*_NEEDED, *more) if name in os.environ}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
