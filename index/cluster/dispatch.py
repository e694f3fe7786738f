"""Tasks handed to workers, few at a time, and handed again where a worker died.

A task that was with a worker as it died is done again by one that has nothing else, one of several
files or articles in pieces; what a worker dies of twice is given up, and the others go on.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from index.cluster.identity import Identity
from index.cluster.tasks import Result, Task
from index.errors import ClusterError

_TASKS_OF_WORKER = 2
"""One is being done, the next one is there already."""

_RESULTS_OF_WORKER = 3
_BYTES = 256 * 1024 * 1024
"""Of what was sent and whose results were not taken, beyond which nothing more is sent."""

_DEATHS = 2
_IN_A_ROW = 5
"""Tasks given up, or workers that died as they started, before nothing else is tried."""

_START_SECONDS = 300.0
_LOOK_SECONDS = 5.0


class WorkerDiedError(Exception):
    """The worker that did a task is no more; the message says why."""


class TaskFailedError(Exception):
    """A worker could not do a task, and goes on with others; the message says why."""


class Remote(Protocol):
    """A worker. What it is asked for comes later: `Cluster.result` gives it."""

    def identity(self) -> Any:  # noqa: ANN401
        """Ask who it is."""
        ...

    def do(self, task: Task) -> Any:  # noqa: ANN401
        """Hand it a task, which it does after those before."""
        ...

    def end(self) -> None:
        """End it; what it has to do is lost."""
        ...


class Cluster(Protocol):
    """Where workers are. All raise `ClusterError` once it cannot be reached."""

    def worker(self) -> Remote:
        """Start a worker."""
        ...

    def first(self, jobs: list[Any], seconds: float) -> Any | None:  # noqa: ANN401
        """Wait until one of the jobs has come to an end; None where none has in this time."""
        ...

    def result(self, job: Any) -> Any:  # noqa: ANN401
        """Return what a job gave.

        Raises:
            WorkerDiedError: the worker died of it or before it.
            TaskFailedError: something else was raised.
        """
        ...


@dataclass(eq=False)
class Ticket:
    """A task on its way, with what came of it.

    `alone` says that its worker gets nothing else meanwhile; `lost` why it was given up; `pieces`
    are what it was cut into.
    """

    task: Task
    size: int = 0
    deaths: int = 0
    alone: bool = False
    result: Result | None = None
    lost: str | None = None
    pieces: list["Ticket"] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether there is something to take."""
        if self.pieces:
            return all(one.is_done for one in self.pieces)
        return self.result is not None or self.lost is not None

    def ends(self) -> "Iterator[Ticket]":
        """Yield the tickets without pieces, in order."""
        if not self.pieces:
            yield self
        for one in self.pieces:
            yield from one.ends()


@dataclass(eq=False)
class _Hand:
    """A worker with what it has to do, the first of it first."""

    remote: Remote
    starting: Any
    jobs: deque[tuple[Any, Ticket]] = field(default_factory=deque)

    def takes(self, ticket: Ticket) -> bool:
        if self.starting is not None or any(one.alone for _, one in self.jobs):
            return False
        return len(self.jobs) < (1 if ticket.alone else _TASKS_OF_WORKER)


class Dispatch:
    """Hands tasks to the workers of a cluster.

    Args:
        cluster: where they are.
        count: how many.
        check: called with the identity of each worker; what it raises ends everything.
    """

    def __init__(self, cluster: Cluster, count: int, check: Callable[[Identity], None]) -> None:
        self._cluster = cluster
        self._check = check
        self._waiting: deque[Ticket] = deque()
        self._untaken: set[Ticket] = set()
        self._died_in_a_row = self._lost_in_a_row = 0
        self._hands = [self._started() for _ in range(count)]
        self._started_at = time.monotonic()

    def close(self) -> None:
        """End the workers."""
        for hand in self._hands:
            hand.remote.end()

    def forget(self) -> None:
        """Forget what was sent and not taken, of a run that was broken off."""
        self._waiting.clear()
        self._untaken.clear()
        self._lost_in_a_row = 0

    @property
    def most(self) -> int:
        """Tasks that may be sent before something is taken."""
        return _RESULTS_OF_WORKER * len(self._hands)

    @property
    def has_room(self) -> bool:
        """Whether more may be sent before something is taken."""
        size = sum(one.size for one in self._untaken)
        return len(self._untaken) < self.most and size < _BYTES

    def send(self, task: Task, size: int, *, first: bool = False) -> Ticket:
        """Have a task done, before those that wait if it is the `first`."""
        ticket = Ticket(task, size)
        self._untaken.add(ticket)
        if first:
            self._waiting.appendleft(ticket)
        else:
            self._waiting.append(ticket)
        self._hand_out()
        return ticket

    def take(self, ticket: Ticket) -> Iterator[Ticket]:
        """Wait until a task is done; yield its ends, each with a result or the reason for none.

        Raises:
            ClusterError: the cluster is away, its workers are others than this process, or it goes
                on losing them.
        """
        while not ticket.is_done:
            self._look()
        self._untaken.discard(ticket)
        yield from ticket.ends()

    def _started(self) -> _Hand:
        remote = self._cluster.worker()
        return _Hand(remote, remote.identity())

    def _hand_out(self) -> None:
        for hand in self._hands:
            while self._waiting and hand.takes(self._waiting[0]):
                ticket = self._waiting.popleft()
                hand.jobs.append((hand.remote.do(ticket.task), ticket))

    def _look(self) -> None:
        """Wait for what comes next, and see to it."""
        jobs = [hand.starting for hand in self._hands if hand.starting is not None]
        jobs += [job for hand in self._hands for job, _ in hand.jobs]
        done = self._cluster.first(jobs, _LOOK_SECONDS)
        if done is None:
            self._check_start()
            return
        for at, hand in enumerate(self._hands):
            if done is hand.starting:
                self._begin(at, hand)
            elif any(job is done for job, _ in hand.jobs):
                self._finish(at, hand, done)
        self._hand_out()

    def _begin(self, at: int, hand: _Hand) -> None:
        try:
            identity = self._cluster.result(hand.starting)
        except WorkerDiedError as died:
            self._died_in_a_row += 1
            if self._died_in_a_row >= _IN_A_ROW:
                raise ClusterError(
                    f"Workers end as soon as they start ({died}). Ray's logs say more; have their "
                    f"machines memory enough?"
                ) from died
            self._hands[at] = self._started()
            return
        except TaskFailedError as failed:
            raise ClusterError(f"A worker cannot start: {failed}") from failed
        self._check(identity)
        hand.starting = None
        self._died_in_a_row = 0

    def _finish(self, at: int, hand: _Hand, done: Any) -> None:  # noqa: ANN401
        try:
            self._settle(hand, done)
        except WorkerDiedError as died:
            self._bury(at, hand, str(died))
        except TaskFailedError as failed:
            job = next(one for one in hand.jobs if one[0] is done)
            hand.jobs.remove(job)
            self._try_again([job[1]], str(failed))

    def _settle(self, hand: _Hand, done: Any) -> None:  # noqa: ANN401
        job = next(one for one in hand.jobs if one[0] is done)
        job[1].result = self._cluster.result(done)
        hand.jobs.remove(job)
        self._lost_in_a_row = 0

    def _bury(self, at: int, hand: _Hand, reason: str) -> None:
        """Start another worker, and have done again what this one had not done."""
        left = []
        for job, ticket in tuple(hand.jobs):
            try:
                self._settle(hand, job)
            except (WorkerDiedError, TaskFailedError):
                left.append(ticket)
        hand.remote.end()  # it may only be out of reach
        self._hands[at] = self._started()
        self._try_again(left, reason)

    def _try_again(self, tickets: list[Ticket], reason: str) -> None:
        again: list[Ticket] = []
        for one in tickets:
            one.deaths += 1
            one.alone = True
            pieces = one.task.pieces()
            if len(pieces) > 1:
                one.pieces = [Ticket(piece, deaths=one.deaths, alone=True) for piece in pieces]
                again += one.pieces
            elif one.deaths < _DEATHS:
                again.append(one)
            else:
                self._give_up(one, reason)
        self._waiting.extendleft(reversed(again))

    def _give_up(self, ticket: Ticket, reason: str) -> None:
        ticket.lost = reason
        self._lost_in_a_row += 1
        if self._lost_in_a_row >= _IN_A_ROW:
            raise ClusterError(
                f"Workers end again and again ({reason}). What was indexed is kept; give them more "
                f"memory, or fewer processors, and run the command again."
            )

    def _check_start(self) -> None:
        if any(hand.starting is None for hand in self._hands):
            return
        if time.monotonic() - self._started_at > _START_SECONDS:
            raise ClusterError(
                f"No worker started within {_START_SECONDS:.0f} seconds. Has the cluster free "
                f"processors? `ray status` on one of its machines says."
            )
