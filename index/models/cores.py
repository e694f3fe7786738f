"""How many processor cores this process may use, and what they can compute."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_TOPOLOGY = Path("/sys/devices/system/cpu")
_QUOTA = Path("/sys/fs/cgroup/cpu.max")

_granted: ContextVar[int | None] = ContextVar("granted", default=None)


def usable_cores() -> int:
    """Return the physical cores this process may keep busy, at least 1.

    `$PULLQUOTE_THREADS` decides where it is a number; else the cores the process is bound to, two
    threads of one core counted once, and no more than the container's share of time.
    """
    asked = os.environ.get("PULLQUOTE_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    quota = _quota()
    cores = _physical()
    return max(1, min(cores, quota) if quota else cores)


def granted_cores() -> int:
    """Return the cores that the work at hand may keep busy: all usable ones, or fewer."""
    granted, usable = _granted.get(), usable_cores()
    return usable if granted is None else max(1, min(granted, usable))


@contextmanager
def computing_on(cores: int) -> Iterator[None]:
    """Have models compute on so many cores at most for what this thread asks of them."""
    token = _granted.set(cores)
    try:
        yield
    finally:
        _granted.reset(token)


def instructions() -> frozenset[str]:
    """Return the processor's instruction sets as the system names them, such as `avx512_vnni`.

    Where it does not list them, the processor's kind and the machine's name stand for them: another
    machine may then only seem different.
    """
    try:
        lines = _CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() in ("flags", "Features"):
            return frozenset(value.split())
    return frozenset([platform.machine(), platform.processor(), platform.node()])


def _physical() -> int:
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    bound = sorted(os.sched_getaffinity(0))
    return len({_siblings(number) for number in bound})


def _siblings(number: int) -> str:
    try:
        path = _TOPOLOGY / f"cpu{number}" / "topology" / "thread_siblings_list"
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return str(number)


def _quota() -> int | None:
    """Return the whole cores a container's time limit allows, None without a limit."""
    try:
        allowed, period = _QUOTA.read_text(encoding="ascii").split()[:2]
        return max(1, int(allowed) // int(period)) if allowed != "max" else None
    except (OSError, ValueError):
        return None
