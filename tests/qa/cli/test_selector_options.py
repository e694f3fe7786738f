"""`--selector` on the command line: where it may point, and what a run says of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "reading" / "selector"))

from language_model import LanguageModel, running

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = str(ROOT / "samples" / "questions.jsonl")
QUESTION = "What did Bordyuzha say about Iran?"


@pytest.fixture
def model() -> Iterator[LanguageModel]:
    with running() as made:
        yield made


def pullquote(
    *arguments: object, index: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PULLQUOTE_")}
    cache = {k: v for k, v in os.environ.items() if k == "PULLQUOTE_CACHE"}
    command = [sys.executable, str(ROOT / "app.py"), *map(str, arguments), "--index", str(index)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**kept, **cache, **variables},
        check=False,
    )


def test_a_question_is_asked_with_a_model(model: LanguageModel, sample_index_folder: Path) -> None:
    model.says({"sentences": [], "speaker": None, "verdict": "not-stated"})
    done = pullquote(
        "ask", QUESTION, "--selector", model.url, "--selector-model", "small", "--json",
        index=sample_index_folder, PULLQUOTE_SELECTOR_KEY="k-1",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "not-stated"
    ((headers, request),) = model.requests
    assert headers["Authorization"] == "Bearer k-1"
    assert request["model"] == "small"


def test_the_environment_names_it_too(model: LanguageModel, sample_index_folder: Path) -> None:
    model.says("nothing of use")
    done = pullquote(
        "ask", QUESTION, "--json", index=sample_index_folder,
        PULLQUOTE_SELECTOR=model.url, PULLQUOTE_SELECTOR_MODEL="small",
        PULLQUOTE_SELECTOR_TIMEOUT="60",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["answered"]
    assert "read without it" in answer["notes"][0]
    assert model.requests[0][1]["model"] == "small"


@pytest.mark.parametrize(
    ("command", "url", "said"),
    [
        (("ask", QUESTION), "http://192.0.2.7:11434", "--selector-remote"),
        (("ask", QUESTION), "localhost:11434", "not the address"),
        (("ask", QUESTION), "http://me:secret@localhost", "PULLQUOTE_SELECTOR_KEY"),
        (("serve",), "http://192.0.2.7:11434", "--selector-remote"),
        (("evaluate", QUESTIONS), "http://192.0.2.7:11434", "--selector-remote"),
    ],
)
def test_an_address_that_may_not_be_called_is_wrong_usage(
    command: tuple[str, ...], url: str, said: str, tmp_path: Path
) -> None:
    done = pullquote(*command, "--selector", url, index=tmp_path)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert "secret" not in done.stderr


def test_a_run_says_which_model_chose(
    model: LanguageModel, sample_index_folder: Path, tmp_path: Path
) -> None:
    model.says({"sentences": [], "verdict": "not-stated"})
    done = pullquote(
        "evaluate", QUESTIONS, "--limit", "6", "--json",
        "--selector", model.url, "--selector-model", "small:3b", "--save", tmp_path / "run.json",
        index=sample_index_folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["settings"]["reader"] == "selector/small:3b"
    assert document["metrics"]["quote_validity"] in (None, 1.0)
    assert document["warnings"] == []
    assert len(model.requests) >= 4


def test_a_run_in_which_the_model_failed_says_so(
    model: LanguageModel, sample_index_folder: Path
) -> None:
    model.answer = lambda handler, _: handler.document({}, 503)
    done = pullquote(
        "evaluate", QUESTIONS, "--limit", "3", "--json",
        "--selector", model.url, index=sample_index_folder,
    )  # fmt: skip
    document = json.loads(done.stdout)
    asked = [row for row in document["questions"] if row["notes"]]
    assert asked
    assert len(document["warnings"]) == len(asked)
    assert "answered 503; read without it." in done.stderr
