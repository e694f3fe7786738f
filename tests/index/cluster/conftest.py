"""A cluster without machines: its workers work in this process, one task after the other."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from index.cluster.dispatch import TaskFailedError, WorkerDiedError
from index.cluster.identity import Identity
from index.cluster.tasks import Result, Task

Work = Callable[[Task], Result]


@dataclass(eq=False)
class Job:
    """Something asked of a worker: a task, or None for who it is."""

    remote: "WorkerHere"
    task: Task | None
    value: Any = None
    error: Exception | None = None
    is_done: bool = False


@dataclass(eq=False)
class WorkerHere:
    """A worker, dead once it did what raises `WorkerDiedError`."""

    cluster: "ClusterHere"
    jobs: deque[Job] = field(default_factory=deque)
    is_ended: bool = False

    def identity(self) -> Job:
        self.jobs.append(Job(self, None))
        return self.jobs[-1]

    def do(self, task: Task) -> Job:
        self.jobs.append(Job(self, task))
        self.cluster.longest = max(self.cluster.longest, len(self.jobs))
        return self.jobs[-1]

    def end(self) -> None:
        self.is_ended = True

    def step(self) -> Job:
        """Do what was asked first."""
        job = self.jobs.popleft()
        try:
            job.value = self.cluster.who if job.task is None else self.cluster.work(job.task)
        except WorkerDiedError as died:
            for one in (job, *self.jobs):
                one.error, one.is_done = died, True
            self.jobs.clear()
        except TaskFailedError as failed:
            job.error = failed
        job.is_done = True
        return job


@dataclass(eq=False)
class ClusterHere:
    """See `index.cluster.dispatch.Cluster`. `longest` is the most that a worker had to do."""

    work: Work
    who: Identity
    workers: list[WorkerHere] = field(default_factory=list)
    longest: int = 0

    def worker(self) -> WorkerHere:
        self.workers.append(WorkerHere(self))
        return self.workers[-1]

    def first(self, jobs: list[Job], seconds: float) -> Job | None:
        done = next((job for job in jobs if job.is_done), None)
        # The worker that was started last is the quickest: results come in another order.
        return done or jobs[-1].remote.step()

    def result(self, job: Job) -> Any:  # noqa: ANN401
        while not job.is_done:
            job.remote.step()
        if job.error:
            raise job.error
        return job.value


@pytest.fixture(scope="session")
def cluster_here() -> type[ClusterHere]:
    """What makes a cluster of workers in this process."""
    return ClusterHere
