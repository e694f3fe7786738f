"""The process of a local Ray: run as `python -m index.cluster.local_head CORES`.

Says its port as a line of JSON, or what is wrong; ends when its standard input does.
"""

import contextlib
import json
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

_LOOPBACK = "127.0.0.1"
_OBJECT_BYTES = 256 * 1024 * 1024


def main() -> None:
    """Serve one client until it goes away."""
    said = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # Sockets have short names: a folder of the user's choice may be too long for them.
    folder = tempfile.mkdtemp(prefix="pq-ray-", dir="/tmp" if Path("/tmp").is_dir() else None)
    try:
        _serve(folder, int(sys.argv[1]), said)
    except Exception as error:  # whatever keeps Ray from starting
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        _say(said, {"error": first[:300].rstrip(".")})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(folder: str, cores: int, said: Any) -> None:  # noqa: ANN401
    import ray
    from ray.util.client.server import server

    ray.init(
        "local",
        num_cpus=cores,
        include_dashboard=False,
        log_to_driver=False,
        configure_logging=False,
        object_store_memory=_OBJECT_BYTES,
        _temp_dir=folder,
    )
    try:
        addresses = {one["NodeManagerAddress"] for one in ray.nodes()}
        if addresses != {_LOOPBACK}:
            raise OSError(f"it would listen on {', '.join(addresses)}")
        port = _free_port()
        handle = server.serve(_LOOPBACK, port, ray_connect_handler=lambda *_, **__: None)
        _say(said, {"port": port})
        sys.stdin.read()
        handle.stop(0)
    finally:
        ray.shutdown()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _say(said: Any, what: dict[str, object]) -> None:  # noqa: ANN401
    with contextlib.suppress(OSError):
        said.write(json.dumps(what) + "\n")
        said.flush()


if __name__ == "__main__":
    main()
