"""`--vectors` on the command line: the same hits, and what is said where Milvus is away."""

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from qa.cli.main import app

if TYPE_CHECKING:
    from milvus_server import MilvusServer

QUESTION = "What did Bordyuzha say about Iran?"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("PULLQUOTE_VECTORS", "PULLQUOTE_MILVUS")):
            monkeypatch.delenv(name)


def _run(*words: str, folder: Path) -> Result:
    return CliRunner().invoke(app, [*words, "--index", str(folder)])


def test_hits_answers_and_soundness_are_the_same_and_go_on_without_it(
    milvus: "MilvusServer",
    sample_index_folder: Path,
    samples: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "index"
    shutil.copytree(sample_index_folder, folder)
    named = ("--vectors", milvus.url)
    search = ("search", QUESTION, "-k", "12", "--json")
    plain = _run(*search, folder=folder)
    assert json.loads(plain.stdout)["hits"]

    indexed = _run("index", str(samples), *named, "--json", folder=folder)
    assert indexed.exit_code == 0, indexed.output
    milvus.faults.calls.clear()
    assert _run(*search, *named, folder=folder).stdout == plain.stdout
    assert milvus.faults.calls.count("Search") >= 2
    monkeypatch.setenv("PULLQUOTE_VECTORS", milvus.url)
    milvus.faults.calls.clear()
    assert _run(*search, folder=folder).stdout == plain.stdout
    assert "Search" in milvus.faults.calls
    monkeypatch.delenv("PULLQUOTE_VECTORS")
    assert _run("verify", *named, folder=folder).exit_code == 0

    milvus.stop()
    caplog.clear()
    away = _run(*search, *named, folder=folder)
    assert (away.exit_code, away.stdout) == (0, plain.stdout)
    assert "this machine are searched instead" in caplog.text
    verified = _run("verify", *named, "--json", folder=folder)
    assert verified.exit_code == 1
    assert "cannot be reached" in json.loads(verified.stdout)["problems"][0]
    indexed = _run("index", str(samples), *named, "--json", folder=folder)
    assert indexed.exit_code == 1
    assert json.loads(indexed.stdout)["unchanged"] == 32
    assert "are indexed on this machine" in indexed.stderr


@pytest.mark.parametrize("command", ["ask", "search", "index", "verify", "serve", "mcp"])
def test_what_is_no_address_is_wrong_usage(command: str, tmp_path: Path) -> None:
    words = [] if command in {"verify", "serve", "mcp"} else ["words"]
    done = _run(command, *words, "--vectors", "http://root:s3cret@host", folder=tmp_path / "none")
    assert done.exit_code == 2
    assert "milvus://" in done.stderr
    assert "s3cret" not in done.output
