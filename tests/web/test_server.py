"""The server as a process: how it starts, what it refuses, how it stops."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from web_server import serving

ROOT = Path(__file__).resolve().parents[2]
_QUIET = {**os.environ, "PYTHONWARNINGS": "ignore"}


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", "serve", *arguments],
        cwd=ROOT, env=_QUIET, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@contextmanager
def _started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "app.py", "serve", "--port", "0", "--index", str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, env=_QUIET, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        try:
            yield process, next(word for word in line.split() if word.startswith("http"))
        finally:
            process.kill()


def _wait_for(url: str) -> None:
    with httpx.Client(transport=httpx.HTTPTransport(retries=8), trust_env=False) as client:
        assert client.get(url + "healthz", timeout=60).status_code == 200


def test_it_starts_without_an_index_and_stops_though_a_chat_is_open(tmp_path: Path) -> None:
    with _started(tmp_path / "none") as (process, url):
        _wait_for(url)
        with httpx.stream("GET", url + "gradio_api/heartbeat/abc", trust_env=False) as stream:
            next(stream.iter_lines())
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) in {0, -signal.SIGTERM}
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_public_address_is_refused_with_the_reason() -> None:
    outcome = _run("--host", "0.0.0.0", "--port", "0")
    assert outcome.returncode == 1
    assert "--allow-anonymous" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = _run("--port", str(port), "--index", str(tmp_path))
    assert outcome.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in outcome.stderr


def test_an_origin_that_is_none_is_refused() -> None:
    outcome = _run("--allow-origin", "*", "--port", "0")
    assert outcome.returncode == 1
    assert "'*' is not the origin of a site" in outcome.stderr


def test_answers_in_work_are_finished_when_the_server_stops(tmp_path: Path) -> None:
    answers: list[int] = []
    with serving(tmp_path) as server:
        server.assistant.gate = threading.Event()

        def ask() -> None:
            url = f"{server.url}/api/ask"
            answers.append(httpx.post(url, json={"question": "dredging"}, timeout=30).status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        while not any(question == "dredging" for question, *_ in server.assistant.asked):
            asking.join(0.01)
        threading.Timer(0.5, server.assistant.gate.set).start()
    asking.join(30)
    assert answers == [200]


@pytest.mark.parametrize("name", ["GRADIO_ANALYTICS_ENABLED", "HF_HUB_OFFLINE"])
def test_libraries_are_told_not_to_call_home(name: str) -> None:
    code = (
        "import os; from pathlib import Path; from qa.web.server import *;"
        "create_app(ServerSettings(index=Path('none')));"
        f"import gradio.analytics as a; print(os.environ[{name!r}], a.analytics_enabled())"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert done.stdout.split()[0] in {"False", "1"}
    assert done.stdout.split()[1] == "False"
