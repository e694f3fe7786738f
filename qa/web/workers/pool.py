"""All workers of a server: each answers one batch at a time, and one that ends is started again.

Everything else a server knows (who is signed in, whose turn it is, what is being indexed) stays in
its one process, so nothing of that has to be shared; workers only read.
"""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.models.cores import usable_cores
from qa.answers import Answer
from qa.assistant import Ask
from qa.web.metrics import WorkerFigures
from qa.web.requests.problems import STOPPED_FOR, STOPPING, Interrupted
from qa.web.requests.seeing import Seen
from qa.web.workers.messages import Asked, Done, Setup, Work
from qa.web.workers.worker import Worker, WorkerEnded

_log = logging.getLogger(__name__)

_TICK = 0.25
"""Seconds between looks at the clock: how much too late a worker may be ended."""

_START_WITHIN = 300.0
"""Seconds; the first start on a machine compiles the models."""

_TRIES = 3
"""Workers that one question may be the end of; all of them may have been ended at one time."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_ENDING = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a worker may take: `seconds` for a batch, and `growth` bytes more than after loading."""

    seconds: float
    growth: int


class Pool:
    """So many workers. Safe to share among threads."""

    def __init__(self, count: int, setup: Setup, limits: Limits, figures: WorkerFigures) -> None:
        """Start nothing yet."""
        self.count = count
        self._setup, self._limits, self._figures = setup, limits, figures
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._running: dict[int, Worker] = {}
        self._to_come = count
        self._busy = 0
        self._reason = ""
        self._stopped = threading.Event()
        self._compiled = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._keep, args=(number,), name=f"worker-{number}", daemon=True
            )
            for number in range(1, count + 1)
        ]
        self._threads.append(threading.Thread(target=self._watch, name="workers", daemon=True))
        figures.show(lambda: self.ready, lambda: self._busy)

    def start(self) -> None:
        """Start all workers, the first before the others: it may have to compile the models."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all workers; those that are idle at once, the others a moment later."""
        self._stopped.set()
        self._compiled.set()
        with self._changed:
            running = list(self._running.values())
            self._changed.notify_all()
        for worker in running:
            worker.hang_up()
        until = time.monotonic() + _ENDING
        for thread in filter(threading.Thread.is_alive, self._threads):
            thread.join(max(0.0, until - time.monotonic()))
        for worker in running:
            worker.kill()

    @property
    def ready(self) -> int:
        """How many workers have loaded what answers."""
        with self._changed:
            return sum(1 for worker in self._running.values() if worker.ready)

    def wait(self) -> None:
        """Wait until the first worker can answer; raises like `check`."""
        with self._changed:
            while not any(worker.ready for worker in self._running.values()):
                self._check()
                self._changed.wait()

    def check(self) -> None:
        """Look whether questions can be answered, now or in a moment.

        Raises:
            Interrupted: when no worker can be started.
        """
        with self._changed:
            self._check()

    def answer(self, seen: Seen, asks: Sequence[Ask]) -> Sequence[Answer]:
        """Return the answers to some questions; one alone is tried again where a worker ends.

        Raises:
            Interrupted: when no worker lived to answer, or none can be started.
            Exception: whatever answering raised in the worker.
        """
        tries = _TRIES if len(asks) == 1 else 1
        while True:
            tries -= 1
            try:
                done = self._once(seen, asks)
            except WorkerEnded as ended:
                if not tries or ended.hung or self._stopped.is_set():
                    raise self._interrupted(ended) from None
            else:
                break
        if done.failure is not None:
            raise done.failure.error()
        return done.answers

    def _interrupted(self, ended: WorkerEnded) -> Interrupted:
        if ended.hung:
            return Interrupted(
                f"Answering took more than {self._limits.seconds:.0f} seconds and was given up. "
                "Ask about less at a time, or again later."
            )
        return Interrupted("What was answering was ended before it was done; ask again.")

    def _once(self, seen: Seen, asks: Sequence[Ask]) -> Done:
        worker, busy = self._take()
        work = Work(seen, tuple(map(_sent, asks)), max(1, usable_cores() // busy))
        try:
            done = worker.answer(work, asks, self._limits.seconds)
        except BaseException:
            self._give_back(None)
            raise
        self._figures.memory(worker.number, done.memory)
        first = worker.ready.memory if worker.ready else 0
        worker.retired = done.memory > first + self._limits.growth
        self._give_back(None if worker.retired or worker.hung else worker)
        if worker.retired:
            worker.hang_up()
        return done

    def _take(self) -> tuple[Worker, int]:
        """Return a worker that is idle, once there is one, and how many then are not."""
        with self._changed:
            while True:
                while not self._idle:
                    self._check()
                    self._changed.wait()
                worker = self._idle.pop()
                if not worker.is_gone():
                    break
            self._busy += 1
            return worker, self._busy

    def _give_back(self, worker: Worker | None) -> None:
        with self._changed:
            self._busy -= 1
            if worker is not None and self._running.get(worker.number) is worker:
                self._idle.append(worker)
            self._changed.notify_all()

    def _check(self) -> None:
        if self._stopped.is_set():
            raise Interrupted(STOPPING, retry=STOPPED_FOR)
        if not self._to_come and not self._running:
            raise Interrupted(self._reason, retry=int(_LONGEST_PAUSE))

    def _keep(self, number: int) -> None:
        """Keep one place filled: start a worker, and another one whenever it ends."""
        pause = 0.0
        if number > 1:
            self._compiled.wait(_START_WITHIN)
        while not self._stopped.wait(pause):
            was_ready = self._live(number, resumes=pause > 0)
            pause = 0.0 if was_ready else min(_LONGEST_PAUSE, max(_FIRST_PAUSE, 2 * pause))
            self._compiled.set()

    def _live(self, number: int, *, resumes: bool) -> bool:
        """Start a worker and wait until it ends; return whether it ever was ready."""
        with self._changed:
            self._to_come += resumes
        try:
            worker = Worker(number, self._setup, start_within=_START_WITHIN)
        except OSError as error:  # the system has no room for another process
            with self._changed:
                self._to_come -= 1
            self._lost(number, None, f"could not be started ({error.strerror})")
            return False
        with self._changed:
            self._running[number] = worker
            self._to_come -= 1
        if worker.wait_ready():
            self._begin(worker)
        else:
            worker.kill()
        status = worker.wait()
        if worker.retired:
            how = f"had more than {self._limits.growth >> 20} MB to itself, beside the models"
        else:
            how = "took too long" if worker.hung else f"ended with status {status}"
        self._lost(number, worker, how)
        return worker.ready is not None

    def _begin(self, worker: Worker) -> None:
        self._compiled.set()
        self._figures.memory(worker.number, worker.ready.memory if worker.ready else 0)
        _log.info("worker %d is ready (process %d)", worker.number, worker.process)
        with self._changed:
            self._idle.append(worker)
            self._changed.notify_all()

    def _lost(self, number: int, worker: Worker | None, how: str) -> None:
        with self._changed:
            self._running.pop(number, None)
            if worker in self._idle:
                self._idle.remove(worker)
            if worker and worker.ready:
                self._to_come += 1
            self._reason = (
                f"The processes that answer questions cannot be started: the last one {how}; the "
                "log of the server says more. They are tried again."
            )
            self._changed.notify_all()
        self._figures.memory(number, 0)
        if not self._stopped.is_set():
            self._figures.ended(_reason(worker))
            _log.warning("worker %d %s; another is started", number, how)

    def _watch(self) -> None:
        while not self._stopped.wait(_TICK):
            with self._changed:
                running = list(self._running.values())
            for worker in running:
                worker.end_if_late()


def _reason(worker: Worker | None) -> str:
    if worker is not None and worker.retired:
        return "grown"
    return "hung" if worker is not None and worker.hung else "died"


def _sent(ask: Ask) -> Asked:
    return Asked(replace(ask, report=None, found=None), bool(ask.report), bool(ask.found))
