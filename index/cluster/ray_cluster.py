"""Door to `ray`: workers of a cluster, over Ray's client, so that no Ray runs in this process.

`local` starts a Ray of its own on this machine (`local_head.py`), and ends it.
"""

import contextlib
import importlib.util
import logging
import os
import re
import socket
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from index.cluster.dispatch import TaskFailedError, WorkerDiedError
from index.cluster.starting import LocalRay
from index.cluster.tasks import Setup, Task
from index.cluster.worker import TaskWorker
from index.errors import ClusterError, PullquoteError, UsageError

LOCAL = "local"

_ADDRESS = re.compile(r"ray://(?P<host>\[[0-9A-Fa-f:]+\]|[\w.-]+):(?P<port>\d{1,5})")
_MOST_WORKERS = 256
_REACH_SECONDS = 10.0
_EXTRA = (
    "Indexing over several machines needs Ray, which is not installed. Install it: "
    "pip install 'pullquote[ray]'"
)
_VERSIONS = re.compile(r"Ray: ([\w.+-]+)\s+Python: ([\w.+-]+)")
_NO_PULLQUOTE = re.compile(r"No module named '(index|qa)\b")
_MEMORY = re.compile(r"running low on memory|OutOfMemoryError|memory monitor", re.IGNORECASE)
"""What Ray says where it ended a worker; of any death it says that memory may be the cause."""
_NO_STATISTICS = {"RAY_USAGE_STATS_ENABLED": "0"}


class ActorOnOneCore(TaskWorker):
    """What runs as an actor of Ray; there are as many as cores."""

    def __init__(self, setup: Setup) -> None:
        os.environ["PULLQUOTE_THREADS"] = "1"
        super().__init__(setup)


class RemoteWorker:
    """A worker of the cluster, as this process sees it."""

    def __init__(self, actor: Any) -> None:  # noqa: ANN401
        self._actor = actor

    def identity(self) -> Any:  # noqa: ANN401
        """Ask who it is."""
        return self._actor.identity.remote()

    def do(self, task: Task) -> Any:  # noqa: ANN401
        """Hand it a task."""
        with _unwarned():
            return self._actor.do.remote(task)

    def end(self) -> None:
        """End it."""
        with contextlib.suppress(Exception):  # whatever Ray says of one that is away
            _ray_package().kill(self._actor)


class RayCluster:
    """A Ray cluster; connected to when first needed. Use it in a `with`.

    Args:
        address: `local`, or `ray://HOST:PORT` of the head's Ray client server.
        cores: of the local one; None for all that may be used.

    Raises:
        UsageError: no such address.
        ClusterError: Ray is not installed.
    """

    def __init__(self, address: str, cores: int | None = None) -> None:
        self.address = address
        self._place = None if address == LOCAL else _checked(address)
        self._cores = cores
        self._local: LocalRay | None = None
        self._actor_class: Any = None
        if importlib.util.find_spec("ray") is None:
            raise ClusterError(_EXTRA)

    def __enter__(self) -> "RayCluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster: its workers end, and what they do is lost."""
        if self._actor_class is not None:
            self._actor_class = None
            with contextlib.suppress(Exception):  # whatever Ray says of a cluster that is away
                _ray_package().shutdown()
        if self._local is not None:
            self._local.close()
            self._local = None

    def connect(self) -> None:
        """Connect, unless it is done.

        Raises:
            ClusterError: it cannot be reached, or has another version of Ray or Python.
        """
        if self._actor_class is not None:
            return
        environment: Mapping[str, str] = {}
        address = self.address
        if self._place is None:
            self._local = LocalRay(self._cores)
            address, environment = self._local.start()
        else:
            _reach(*self._place, self.address)
        os.environ.update({**environment, **_NO_STATISTICS})  # before Ray is imported
        with _sentences(self.address), _unwarned():
            ray = _ray_package()
            _make_quiet()
            ray.init(address, log_to_driver=False, configure_logging=False)
            options = {"num_cpus": 1, "max_restarts": 0, "max_task_retries": 0}
            self._actor_class = ray.remote(**options)(ActorOnOneCore)

    def size(self) -> int:
        """Return how many workers there is room for, at least 1."""
        with _sentences(self.address):
            cores = _ray_package().cluster_resources().get("CPU", 0)
        return max(1, min(int(cores), _MOST_WORKERS))

    def with_setup(self, setup: Setup) -> "RayWorkers":
        """Return what starts workers with a setup."""
        return RayWorkers(self.address, self._actor_class, setup)


class RayWorkers:
    """Workers of one run; see `index.cluster.dispatch.Cluster`."""

    def __init__(self, address: str, actor_class: Any, setup: Setup) -> None:  # noqa: ANN401
        self._address, self._actor_class, self._setup = address, actor_class, setup

    def worker(self) -> RemoteWorker:
        """Start a worker on whichever machine has a free processor."""
        with _sentences(self._address):
            return RemoteWorker(self._actor_class.remote(self._setup))

    def first(self, jobs: list[Any], seconds: float) -> Any | None:  # noqa: ANN401
        """Wait until one of the jobs has come to an end; None where none has in this time."""
        with _sentences(self._address):
            done, _ = _ray_package().wait(jobs, num_returns=1, timeout=seconds)
        return next((one for one in jobs if one in done), None)

    def result(self, job: Any) -> Any:  # noqa: ANN401
        """Return what a job gave; see `index.cluster.dispatch.Cluster`."""
        from ray import exceptions

        with _sentences(self._address):
            try:
                return _ray_package().get(job)
            except exceptions.RayTaskError as error:
                raise _failed(error) from None
            except (
                exceptions.RayActorError,
                exceptions.WorkerCrashedError,
                exceptions.NodeDiedError,
                exceptions.OutOfMemoryError,
                exceptions.ObjectLostError,
                exceptions.TaskCancelledError,
            ) as error:
                raise WorkerDiedError(_why_died(str(error))) from None


def _checked(address: str) -> tuple[str, int]:
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise UsageError(
            f"{address!r} is no address of a Ray cluster; write ray://HOST:PORT (10001 unless it "
            f"was started with another port), or local for one on this machine"
        )
    return found["host"].strip("[]"), int(found["port"])


def _ray_package() -> Any:  # noqa: ANN401
    import ray
    import ray.util.client

    return ray


@contextlib.contextmanager
def _unwarned() -> Iterator[None]:
    """Keep Ray from warning of sizes that are meant."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _reach(host: str, port: int, address: str) -> None:
    """Look whether anybody listens: Ray itself would try for half a minute."""
    try:
        socket.create_connection((host, port), _REACH_SECONDS).close()
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ClusterError(
            f"There is no Ray cluster at {address} ({reason}). Check the address, and whether the "
            f"head was started: ray start --head"
        ) from error


def _make_quiet() -> None:
    """Keep Ray's messages from standard output and error; its own logs have them."""
    from ray.util.client import logsclient

    logging.getLogger("ray").setLevel(logging.CRITICAL)
    logsclient.LogstreamClient.stdstream = lambda *_, **__: None


@contextlib.contextmanager
def _sentences(address: str) -> Iterator[None]:
    """Turn what Ray raises into a sentence."""
    try:
        yield
    except (PullquoteError, WorkerDiedError, TaskFailedError):
        raise
    except Exception as error:  # Ray raises what gRPC, pickle and it itself have
        raise ClusterError(_sentence(error, address)) from error


def _sentence(error: Exception, address: str) -> str:
    text = str(error)
    versions = _VERSIONS.findall(text)
    if "ersion mismatch" in text and len(versions) == 2:
        (ray, python), (here, python_here) = versions
        return (
            f"The cluster at {address} has Ray {ray} on Python {python}; here are Ray {here} and "
            f"Python {python_here}. Install the same ones on all machines."
        )
    if _NO_PULLQUOTE.search(text):
        return (
            f"Pullquote is not installed on the machines of the cluster at {address}. Install the "
            f"same version on all of them, the head as well, and start Ray again."
        )
    if "connection timeout" in text:
        return (
            f"Nobody answers as a Ray client server at {address}. Is that its port (10001 unless "
            f"the head was started with another), and does it ask for a token (RAY_AUTH_TOKEN)?"
        )
    last = (text.strip().splitlines() or [type(error).__name__])[-1].strip()[:300]
    return (
        f"The Ray cluster at {address} cannot be used ({last}). What was indexed is kept; run the "
        f"command again to go on."
    )


def _failed(error: Any) -> Exception:  # noqa: ANN401
    cause = error.cause
    if _NO_PULLQUOTE.search(str(error)):
        return ClusterError(_sentence(error, "this address"))
    if isinstance(cause, PullquoteError):
        return TaskFailedError(str(cause))
    if isinstance(cause, MemoryError):
        return TaskFailedError("its worker ran out of memory")
    what = str(cause).strip().splitlines()
    return TaskFailedError(f"its worker raised {type(cause).__name__}: {(what or [''])[0][:200]}")


def _why_died(text: str) -> str:
    if _MEMORY.search(text):
        return "its worker ran out of memory"
    return "its worker died, perhaps for want of memory"
