"""A worker: answers what its server sends, until that hangs up.

Run as `python -m qa.web.workers.process DESCRIPTOR`, with one end of a pair of sockets. Only the
server ends it: signals to the whole group of processes (Ctrl-C, a service that is stopped) go by,
because answers in work are still wanted then. When the server is gone, however it went, so is this.
"""

import logging
import os
import queue
import re
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from index.articles.passages import Hit
from index.errors import PullquoteError
from index.keeping.collector import set_apart
from index.keeping.heaps import use_few_heaps
from index.models.cores import computing_on
from qa.answers import Answer
from qa.assistant import Ask
from qa.inquiry import NO_FILTERS
from qa.limiting import KeptByNames
from qa.web import logs
from qa.web.answering.opened import OpenIndex, open_with_assistant
from qa.web.environment import switch_off_telemetry
from qa.web.requests.seeing import EVERYTHING
from qa.web.workers.messages import Asked, Done, Failure, Passages, Ready, Setup, Stage, Work

_log = logging.getLogger(__name__)
_OWN = re.compile(r"RssAnon:\s+(\d+) kB")


class Answering:
    """Opens the index when it is first asked for, again until there is one, and answers from it."""

    def __init__(self, setup: Setup, connection: Connection) -> None:
        self._setup = setup
        self._connection = connection
        self._opened: OpenIndex | None = None
        self._limited = KeptByNames(self._limit)

    def warm(self) -> None:
        """Load what the first question needs; what goes wrong is told to the first who asks."""
        try:
            opened = self._open()
            if opened is not None and opened.assistant is not None:
                opened.index.search("warm", 1, NO_FILTERS)
                _ = opened.assistant.reader
        except PullquoteError:
            return

    def done(self, work: Work) -> Done:
        """Return the answers, or why there are none."""
        try:
            with computing_on(work.cores):
                answers = self._answers(work)
        except Exception as error:
            return Done((), _sendable(error), own_memory())
        return Done(tuple(answers), None, own_memory())

    def _answers(self, work: Work) -> Sequence[Answer]:
        asks = [self._with_callbacks(number, one) for number, one in enumerate(work.asked)]
        opened = self._open()
        if opened is None:
            raise PullquoteError("The index is gone; nothing can be answered until it is back.")
        if work.seen is not EVERYTHING:
            opened = self._limited.of(work.seen)
        return opened.answerer.ask_many(asks)

    def _with_callbacks(self, number: int, asked: Asked) -> Ask:
        return replace(
            asked.ask,
            report=partial(self._report, number) if asked.reports else None,
            found=partial(self._found, number) if asked.finds else None,
        )

    def _report(self, number: int, stage: str) -> None:
        self._connection.send(Stage(number, stage))

    def _found(self, number: int, hits: Sequence[Hit]) -> None:
        self._connection.send(Passages(number, tuple(hits)))

    def _open(self) -> OpenIndex | None:
        if self._opened is None:
            setup = self._setup
            self._opened = open_with_assistant(
                setup.index,
                setup.reader_model,
                setup.selector,
                setup.milvus,
                follows="elsewhere",  # by the server
            )
        return self._opened

    def _limit(self, names: frozenset[str]) -> OpenIndex:
        opened = self._open()
        if opened is None:
            raise PullquoteError("The index is gone; nothing can be answered until it is back.")
        return opened.limited_to(names)


def _sendable(error: Exception) -> Failure:
    """Return a failure as it is sent; what was not foreseen is logged here, where it rose."""
    if isinstance(error, PullquoteError):
        return Failure(type(error), error.args, dict(error.__dict__))
    _log.error("unforeseen failure of a worker", exc_info=error)
    return Failure(None, (), {})


def own_memory() -> int:
    """Return the bytes that this process holds for itself alone; 0 where the system does not say.

    What is mapped from files is not counted: all workers share it.
    """
    try:
        found = _OWN.search(Path("/proc/self/status").read_text("ascii"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def main(descriptor: int) -> None:
    """Answer what comes until the server hangs up."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    use_few_heaps()
    connection = Connection(descriptor)
    setup: Setup = connection.recv()
    if setup.log is not None:
        logs.configure(as_json=setup.log.as_json, questions=setup.log.questions)
    switch_off_telemetry()
    coming: queue.SimpleQueue[Work] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, coming), daemon=True).start()
    answering = Answering(setup, connection)
    answering.warm()
    set_apart()
    connection.send(Ready(own_memory()))
    while True:
        connection.send(answering.done(coming.get()))


def _receive(connection: Connection, coming: "queue.SimpleQueue[Work]") -> None:
    """Take what comes; end the process at once when nobody is there to hear of answers."""
    try:
        while True:
            coming.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
