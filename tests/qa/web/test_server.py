"""The server as a process: how it starts, what it refuses, how it stops."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from editing_server import FILE
from flood import flood, request
from web_server import serving, until

ROOT = Path(__file__).resolve().parents[3]
_QUIET = {**os.environ, "PYTHONWARNINGS": "ignore"}


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", "serve", *arguments],
        cwd=ROOT, env=_QUIET, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


@dataclass
class Started:
    """A server's process, where it listens, and the file its log goes to."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(600)


@contextmanager
def _started(folder: Path, log: Path, *options: str, cwd: Path = ROOT) -> Iterator[Started]:
    app = str(ROOT / "app.py")
    command = [sys.executable, app, "serve", "--port", "0", "--index", str(folder), *options]
    with (
        log.open("wb") as file,
        subprocess.Popen(command, cwd=cwd, env=_QUIET, stderr=file) as process,
    ):
        try:
            yield Started(process, _address(log, process), log)
        finally:
            process.kill()


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and process.poll() is None:
        for word in log.read_text("utf-8").split():
            if word.startswith("http://"):
                return word
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


def _wait_for(url: str) -> None:
    with httpx.Client(transport=httpx.HTTPTransport(retries=8), trust_env=False) as client:
        assert client.get(url + "healthz", timeout=600).status_code == 200


def test_it_starts_without_an_index_and_stops_though_a_chat_is_open(tmp_path: Path) -> None:
    with _started(tmp_path / "none", tmp_path / "log") as started:
        _wait_for(started.url)
        with httpx.stream(
            "GET", started.url + "gradio_api/heartbeat/abc", trust_env=False, timeout=600
        ) as stream:
            next(stream.iter_lines())
            assert started.stop() == 0
        assert started.lines()[-1]["message"] == "stopped"


def test_a_file_is_taken_by_a_server_whose_index_was_given_relative_to_its_folder(
    tmp_path: Path,
) -> None:
    """As `make run` starts it; the process that reads the file works in another folder."""
    with _started(Path("pile"), tmp_path / "log", cwd=tmp_path) as started:
        _wait_for(started.url)
        with httpx.Client(base_url=started.url, timeout=600, trust_env=False) as client:
            sent = client.post(
                "api/drafts", params={"name": "quay.txt"}, content="The quay is closed.",
                headers=FILE,
            )  # fmt: skip
            assert sent.status_code == 201, sent.text
            saved = client.post("api/articles", json={"draft": sent.json()["id"]})
            assert saved.status_code == 201, saved.text
        assert started.stop() == 0
    assert list((tmp_path / "pile" / ".originals").glob("*/file.txt"))


def test_visitors_who_hang_up_do_not_end_it(tmp_path: Path) -> None:
    """A broken pipe ends the other commands; a server gets many of them."""
    with _started(tmp_path / "none", tmp_path / "log") as started:
        _wait_for(started.url)
        host, port = started.url.removeprefix("http://").strip("/").split(":")
        ask = f"GET /ui/pullquote.css HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode("ascii")
        for _ in range(40):
            with socket.create_connection((host, int(port))) as connection:
                # Closed at once and without farewell (RST), while replies are on their way.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.sendall(ask * 20)
                time.sleep(0.005)
        _wait_for(started.url)
        assert started.stop() == 0


def test_it_answers_in_little_memory_and_finishes_what_it_began(
    sample_index_folder: Path, tmp_path: Path
) -> None:
    with _started(sample_index_folder, tmp_path / "log", "--grace", "120") as started:
        questions = [f"What did {name} say?" for name in ("Bordyuzha", "the minister", "Calder")]
        asking = [
            request(started.url, "/api/ask", body={"question": question}) for question in questions
        ]
        assert [flood(started.url, [one])[0].status for one in asking] == [200] * 3
        assert _resident(started.process.pid) < 500
        assert "torch" not in Path(f"/proc/{started.process.pid}/maps").read_text("utf-8")
        with ThreadPoolExecutor(1) as aside:
            more = [
                request(
                    started.url, "/api/ask", body={"question": f"{question[:-1]} about {what}?"}
                )
                for question in questions
                for what in ("the ice", "the bridge", "money")  # what was asked before is kept
            ]
            begun = aside.submit(flood, started.url, more)
            until(lambda: _taken(started.url) == 12)
            assert started.stop() == 0
            assert [one.status for one in begun.result()] == [200] * 9
        lines = started.lines()
    assert len([one for one in lines if one["message"] in {"answered", "abstained"}]) == 12
    assert [one for one in lines if one["level"] == "error"] == []
    assert not any("Bordyuzha" in str(one) for one in lines)


def _taken(url: str) -> float:
    """Return how many questions a server was ever asked: those that wait, and those begun."""
    rows = httpx.get(url + "metrics", trust_env=False, timeout=600).text.splitlines()
    figures = ('pullquote_stage_seconds_count{stage="wait"} ', "pullquote_questions_waiting ")
    return sum(float(row.split()[-1]) for row in rows if row.startswith(figures))


def _resident(process: int) -> float:
    """Return the memory a process holds, in MB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return next(
        int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")
    )


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
            answers.append(httpx.post(url, json={"question": "dredging"}, timeout=600).status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        until(lambda: any(question == "dredging" for question, *_ in server.assistant.asked))
        threading.Timer(0.5, server.assistant.gate.set).start()
    asking.join(600)
    assert answers == [200]


def test_libraries_are_told_not_to_call_home() -> None:
    code = (
        "import os; from pathlib import Path; from qa.web.server import create_app;"
        "from qa.web.settings import ServerSettings;"
        "create_app(ServerSettings(index=Path('none')));"
        "told = [os.environ[name] for name in ('GRADIO_ANALYTICS_ENABLED', 'HF_HUB_OFFLINE')];"
        "import gradio.analytics as a; print(*told, a.analytics_enabled())"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["False", "1", "False"]
