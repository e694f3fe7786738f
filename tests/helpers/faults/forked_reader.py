"""The child that reads files, forked instead of started: quick, and free of what watches a disk."""

import contextlib
import os
import signal
import sys
import threading
from typing import BinaryIO

from forking import fork

from index.readers.apart import child as reading
from index.readers.apart.children import Child


class _Forked:
    """As much of a `subprocess.Popen` as `Child` needs."""

    def __init__(self, number: int, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self._number, self.stdin, self.stdout = number, stdin, stdout

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._number, signal.SIGKILL)

    def wait(self) -> None:
        os.waitpid(self._number, 0)


class ForkedReader(Child):
    """A `Child` that begins with all modules of its parent; it ends when its parent does."""

    def __init__(self, kept: tuple[str, ...] = ()) -> None:
        asked, ask = os.pipe()
        answer, answered = os.pipe()
        number = fork()
        if not number:
            try:
                os.dup2(asked, 0)
                os.dup2(answered, 1)
                os.closerange(3, 256)  # else the parent's own end of the pipe stays open
                sys.stdin = os.fdopen(0, "r")
                reading._limit = lambda limits, *, is_last: None  # type: ignore[assignment]
                reading.main()
            finally:
                os._exit(0)
        os.close(asked)
        os.close(answered)
        self._process = _Forked(number, os.fdopen(ask, "wb"), os.fdopen(answer, "rb"))  # type: ignore[assignment]
        self._deadline: float | None = None
        self._ended = threading.Event()
        self._watcher: threading.Thread | None = None
