"""What a real server holds in memory: no torch, and little else."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[3]
MOST_MB = 500
HEAVY = ("torch", "transformers", "sentence_transformers", "onnx", "sklearn", "peft")
# Runs `pullquote serve`, and tells at the end which heavy packages came in meanwhile.
_SERVE = f"""
import atexit, sys
atexit.register(lambda: print("imported:", *[name for name in {HEAVY} if name in sys.modules]))
from qa.cli.main import main
sys.argv[1:] = ["serve", "--port", "0", "--index", sys.argv[1]]
main()
"""


@contextmanager
def _serving(index: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _SERVE, str(index)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        try:
            yield process, _address(process.stderr)
        finally:
            process.kill()


def _address(lines: Iterator[str]) -> str:
    for line in lines:
        found = re.search(r"http://\S+", line)
        if found:
            return found.group().rstrip("/")
    raise AssertionError("the server did not say where it listens")


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")
def test_a_server_answers_without_torch_and_in_little_memory(sample_index_folder: Path) -> None:
    with _serving(sample_index_folder) as (process, url):
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(
            base_url=url, timeout=600, trust_env=False, transport=transport
        ) as client:
            assert client.get("/").status_code == 200
            for question in ("What did Bordyuzha say about Iran?", "Who closed the bridge?"):
                assert client.post("/api/ask", json={"question": question}).status_code == 200
            assert client.post("/api/search", json={"query": "bridge"}).json()["hits"]
        status = Path(f"/proc/{process.pid}/status").read_text()
        mapped = Path(f"/proc/{process.pid}/maps").read_text()
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=600)
    highest = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert highest is not None
    assert int(highest[1]) / 1024 < MOST_MB
    assert "libonnxruntime" in mapped or "onnxruntime_pybind11_state" in mapped
    assert "libtorch" not in mapped
    assert printed.strip().splitlines()[-1] == "imported:"
