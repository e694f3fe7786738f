"""The examples of docs/api.md, run as they stand, against a real server over the samples."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_server import Running, serving

from index.collection import Index
from qa.assistant import Assistant

ROOT = Path(__file__).resolve().parents[4]
DOCS = (ROOT / "docs" / "api.md").read_text("utf-8")
_QUESTION = "What did Bordyuzha say about Iran?"
_BLOCK = re.compile(r"^```(sh|json)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HOST = "http://127.0.0.1:7860"
_IDENTIFIER = "csto-astana-meeting-b5599ee2"
_KEY = "nikolay-bordyuzha-c1b51fbc"


def _commands(script: str) -> list[str]:
    """Return the commands of a block; one may go on over several lines."""
    return [command.strip() for command in re.split(r"^(?=curl )", script, flags=re.MULTILINE)[1:]]


_BLOCKS = _BLOCK.findall(DOCS)
EXAMPLES = [
    (command, after[1] if after[0] == "json" else None)
    for (kind, text), after in zip(_BLOCKS, [*_BLOCKS[1:], ("", "")], strict=True)
    if kind == "sh"
    for command in _commands(text)
]


@pytest.fixture(scope="module")
def samples_served(
    tmp_path_factory: pytest.TempPathFactory, sample_index_folder: Path
) -> Iterator[Running]:
    """A server over a copy of the samples' index, which feedback is written to."""
    folder = tmp_path_factory.mktemp("docs") / "index"
    shutil.copytree(sample_index_folder, folder)
    with serving(folder, real=True) as server:
        yield server


@pytest.fixture(scope="module")
def identifier(samples_served: Running) -> str:
    """Identifiers depend on where the samples lie; this one is named in the examples."""
    articles = samples_served.client.get("/api/articles").json()["articles"]
    name = _IDENTIFIER.rpartition("-")[0]
    return str(next(one["id"] for one in articles if one["id"].startswith(name)))


def _operations(server: Running) -> dict[str, list[dict[str, Any]]]:
    """Return the operations by path, without those of editors, who have a page of docs."""
    paths = server.client.get("/openapi.json").json()["paths"]
    kept = {
        path: [one for one in methods.values() if one["tags"] != ["editors"]]
        for path, methods in paths.items()
    }
    return {path: operations for path, operations in kept.items() if operations}


def test_every_operation_has_an_example(samples_served: Running) -> None:
    shown = {
        command.replace(_IDENTIFIER, "{identifier}").replace(_KEY, "{key}")
        for command, _ in EXAMPLES
    }
    for path in _operations(samples_served):
        assert any(f"{_HOST}{path}" in command for command in shown), path


@pytest.mark.parametrize(("command", "reply"), EXAMPLES)
def test_an_example_does_what_it_shows(
    samples_served: Running, identifier: str, command: str, reply: str | None
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    command = command.replace(_HOST, samples_served.url).replace(_IDENTIFIER, identifier)
    if "--no-fail" not in command:
        command += " --fail-with-body"
    done = subprocess.run(
        ["sh", "-c", f"{command.replace(' --no-fail', '')} --silent --show-error --noproxy '*'"],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    if "/ask/stream" in command:
        assert "\nevent: answer\n" in done.stdout
    elif reply is not None:
        _resembles(json.loads(done.stdout), json.loads(reply), "")
    elif "/metrics" not in command:
        assert json.loads(done.stdout)


def _resembles(came: Any, shown: Any, place: str) -> None:  # noqa: ANN401 - JSON
    """Check that what is shown came: the same fields, of the same kind."""
    if isinstance(shown, dict):
        assert shown.keys() <= came.keys(), place
        for name, value in shown.items():
            _resembles(came[name], value, f"{place}.{name}")
    elif isinstance(shown, list) and shown:
        assert came, place
        _resembles(came[0], shown[0], f"{place}[0]")
    elif shown is not None and came is not None:
        number = (int, float)
        assert isinstance(came, number if isinstance(shown, number) else type(shown)), place


def test_the_failure_shown_is_the_failure_that_comes(samples_served: Running) -> None:
    shown = json.loads(next(reply for command, reply in EXAMPLES if "--no-fail" in command) or "")
    body = {"question": "Who?", "filters": {"after": "soon"}}
    assert samples_served.client.post("/api/ask", json=body).json() == shown


def test_statuses_are_those_of_the_description(samples_served: Running) -> None:
    operations = [one for found in _operations(samples_served).values() for one in found]
    statuses = {status for operation in operations for status in operation["responses"]}
    listed = set(re.findall(r"\b[45]\d\d\b", DOCS.split("## When something is wrong")[1]))
    assert {status for status in statuses if status >= "400"} <= listed


def test_command_line_http_and_python_give_the_same_answer(samples_served: Running) -> None:
    folder = samples_served.settings.index
    with Index.open(folder) as index:
        python = Assistant(index).ask(_QUESTION).to_json()
    http = samples_served.client.post("/api/ask", json={"question": _QUESTION}).json()
    command = [sys.executable, "app.py", "ask", _QUESTION, "--index", str(folder), "--json"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=True
    )
    line = json.loads(done.stdout)
    for answer in (python, http, line):
        timings = answer.pop("timings_ms")
        assert timings.keys() == {"retrieve", "read", "total"}
    assert http == line == json.loads(json.dumps(python))
    assert http["quotes"][0]["speaker"] == "Nikolay Bordyuzha"
