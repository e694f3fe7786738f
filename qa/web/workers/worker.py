"""A worker as its server sees it: a process that is asked one thing at a time."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from qa.assistant import Ask
from qa.web.workers.messages import Done, Passages, Ready, Setup, Stage, Work

_ROOT = Path(__file__).resolve().parents[3]


class WorkerEnded(Exception):
    """The process ended before it answered; `hung` where that took too long."""

    def __init__(self, *, hung: bool) -> None:
        super().__init__()
        self.hung = hung


class Worker:
    """One process. `deadline` is when it is ended, if it has not answered by then.

    `retired` is one that is to be replaced, and ends for that; `hung` one that was ended, be it in
    the very moment in which it answered.
    """

    def __init__(self, number: int, setup: Setup, *, start_within: float) -> None:
        """Start it; it loads what answers.

        Args:
            number: of its place among all.
            setup: what it answers from.
            start_within: seconds that loading may take.
        """
        self.number = number
        self.deadline: float | None = time.monotonic() + start_within
        self._ending = threading.Lock()
        self.hung = False
        self.retired = False
        self.ready: Ready | None = None
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                # -P: a folder that the server is started in holds no module of ours.
                [sys.executable, "-P", "-m", "qa.web.workers.process", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for the server, which lets answers finish
            )
        self._connection = Connection(ours.detach())
        with contextlib.suppress(OSError):  # it is gone already, as `wait_ready` will find
            self._connection.send(setup)

    @property
    def process(self) -> int:
        """The number of the process."""
        return self._process.pid

    def wait_ready(self) -> bool:
        """Wait until it has loaded what answers; return whether it has."""
        try:
            told = self._connection.recv()
        except (EOFError, OSError):
            return False
        with self._ending:
            self.deadline = None
        self.ready = told if isinstance(told, Ready) and not self.hung else None
        return self.ready is not None

    def answer(self, work: Work, asks: Sequence[Ask], within: float) -> Done:
        """Return the answers; the callbacks of `asks` are called meanwhile.

        Raises:
            WorkerEnded: it ended, or was ended after `within` seconds.
        """
        self.deadline = time.monotonic() + within
        try:
            self._connection.send(work)
            return self._heard(asks)
        except (EOFError, OSError):
            raise WorkerEnded(hung=self.hung) from None
        except BaseException:
            self.kill()  # what it goes on saying would be taken for the next answer
            raise
        finally:
            with self._ending:  # who looks at the clock ends it before this, or not for this answer
                self.deadline = None

    def _heard(self, asks: Sequence[Ask]) -> Done:
        while True:
            told = self._connection.recv()
            if isinstance(told, Done):
                return told
            if isinstance(told, Stage) and (report := asks[told.number].report):
                report(told.name)
            elif isinstance(told, Passages) and (found := asks[told.number].found):
                found(told.hits)

    def is_gone(self) -> bool:
        """Whether it ended while it was idle, when it has nothing to say."""
        try:
            return self._connection.poll(0)
        except OSError:
            return True

    def end_if_late(self) -> None:
        """End it where its time is over."""
        with self._ending:
            if self.deadline is not None and time.monotonic() > self.deadline:
                self.hung = True
                self.kill()

    def wait(self) -> int:
        """Return the status with which the process ended, once it has."""
        return self._process.wait()  # the connection may be read from still; it closes itself

    def hang_up(self) -> None:
        """Have the process end by itself, and what waits for its answer hear of it."""
        with contextlib.suppress(OSError):
            descriptor = os.dup(self._connection.fileno())
            with socket.socket(fileno=descriptor) as ours:
                ours.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """End it at once; it only reads, so there is nothing it could leave half done."""
        self._process.kill()


def _environment() -> dict[str, str]:
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
