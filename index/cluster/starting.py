"""A Ray of this process alone, on this machine: started, and ended with it.

It runs in a process of its own (`local_head.py`), so that what Ray keeps, prints and changes stays
out of the process that writes the index. It listens on the loopback address alone, and asks for a
token that only this process knows.
"""

import contextlib
import json
import os
import secrets
import subprocess
import sys
from functools import cache
from pathlib import Path

from index.errors import ClusterError
from index.models.cores import usable_cores

_ROOT = Path(__file__).resolve().parents[2]
_END_SECONDS = 30.0


class LocalRay:
    """A cluster of one machine. Close it."""

    def __init__(self, cores: int | None) -> None:
        self._cores = cores or usable_cores()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> tuple[str, dict[str, str]]:
        """Return its address, and what of the environment a client needs.

        Raises:
            ClusterError: it does not start.
        """
        # In `_ROOT`, since Ray lets workers import from where it was started: that must not be a
        # folder of articles.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.cluster.local_head", str(self._cores)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=_ROOT,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for this process, which then ends it
        )
        line = self._process.stdout.readline() if self._process.stdout else ""
        try:
            said = json.loads(line)
        except ValueError:
            said = {"error": "it ended at once"}
        if "port" not in said:
            self.close()
            raise ClusterError(f"A local Ray cannot be started: {said.get('error')}.")
        return f"ray://127.0.0.1:{said['port']}", _token()

    def close(self) -> None:
        """End it, and all its processes."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):  # it ends when its input does
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@cache
def _token() -> dict[str, str]:
    """Return what client and cluster know each other by, once: Ray's client keeps it."""
    return {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    return {
        **kept,
        **_token(),
        "RAY_USAGE_STATS_ENABLED": "0",
        # What Ray does on systems where it expects one machine alone: all addresses are loopback.
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
        "RAY_worker_niceness": "0",  # else anything else on the machine comes first
    }
