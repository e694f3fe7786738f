"""What goes wrong on the command line: said by name, with its exit code, and nothing else lost."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.store.locking import writer_lock

ROOT = Path(__file__).resolve().parents[2]
GOOD = "Harbour news\n\nThe harbour stays shut, Mayor Lena Fisk said. “We wait,” she added.\n"
GERMAN = "Die Brücke in Köln wird größer. Der Bürgermeister sagte, das sei schön für alle.\n"
PAGE = "<html><head><title>Menu</title></head><body><nav><a href='/'>Home</a></nav></body></html>"
ROWS = (
    '{"id": "1", "title": "Bridge", "text": "The bridge opened in 2012, Anna Berg said."}\n'
    '{"id": "2", "title": broken\n'
    '{"id": "3", "title": "Tunnel", "text": "The tunnel costs 40 million, Carl Dahl warned."}\n'
)


def _command(*arguments: object) -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PULLQUOTE_INDEX", None)
    return [sys.executable, str(ROOT / "app.py"), *map(str, arguments)], environment


def pullquote(*arguments: object) -> subprocess.CompletedProcess[str]:
    command, environment = _command(*arguments)
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=600, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two good files among bad ones."""
    made = tmp_path_factory.mktemp("files")
    (made / "good.txt").write_text(GOOD, encoding="utf-8")
    (made / "koeln.txt").write_bytes((GERMAN * 4).encode("latin-1"))
    (made / "empty.txt").write_bytes(b"")
    (made / "binary.txt").write_bytes(random.Random(1).randbytes(4000))
    (made / "line.txt").write_text("another word of it, " * 2_500_000, encoding="utf-8")
    (made / "menu.html").write_text(PAGE, encoding="utf-8")
    (made / "rows.jsonl").write_text(ROWS, encoding="utf-8")
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def outcome(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The index of the good files, and what indexing said of the bad ones."""
    index = tmp_path_factory.mktemp("bad") / "index"
    return index, pullquote("index", folder, folder / "nowhere", "--index", index, "--json")


def _report(done: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401 - JSON
    return json.loads(done.stdout)


def test_every_bad_file_is_named_with_its_reason(
    outcome: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    done = outcome[1]
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    failed = {Path(one["path"]).name: one["error"] for one in _report(done)["failed"]}
    reasons = {
        "nowhere": "no such file or folder",
        "empty.txt": "empty file",
        "binary.txt": "looks binary",
        "line.txt": "characters, more than 10,000,000",
        "menu.html": "no article found",
        "rows.jsonl": "line 2",
    }
    assert failed.keys() == reasons.keys()
    for name, reason in reasons.items():
        assert name in failed[name]
        assert reason in failed[name]


def test_what_is_good_is_indexed_beside_what_is_bad(
    outcome: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    index, done = outcome
    assert _report(done)["added"] == 4
    articles = _report(pullquote("articles", "--index", index, "--json"))["articles"]
    assert {one["title"] for one in articles} == {"Harbour news", "koeln", "Bridge", "Tunnel"}
    koeln = next(one["id"] for one in articles if one["title"] == "koeln")
    assert _report(pullquote("show", koeln, "--index", index, "--json"))["text"].startswith(GERMAN)


def test_people_read_one_line_for_each_failure(
    folder: Path, outcome: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    done = pullquote("index", folder, "--index", outcome[0])
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 5
    assert all(line.count(str(folder)) == 1 for line in lines)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Nobody reads this.", encoding="utf-8")
    secret.chmod(0)
    command, environment = _command("index", tmp_path, "--index", tmp_path / "index")
    if os.access(secret, os.R_OK):  # the administrator reads everything, unless told not to
        drop = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--inh-caps={drop}", f"--bounding-set={drop}", *command]
        if not shutil.which("setpriv"):
            pytest.skip("this user may read every file")
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=600, check=False
    )
    assert done.returncode == 1
    assert "secret.txt: not allowed to read it; check the permissions" in done.stderr


def test_a_second_writer_is_told_to_wait(
    folder: Path, outcome: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    index = outcome[0]
    with writer_lock(index):
        second = pullquote("index", folder / "good.txt", "--index", index)
        reader = pullquote("search", "harbour", "--index", index, "--json")
    assert second.returncode == 1
    assert f"process {os.getpid()}" in second.stderr
    assert reader.returncode == 0
    assert _report(reader)["hits"]


def test_ctrl_c_ends_with_a_word_and_a_sound_index(tmp_path: Path) -> None:
    index, articles = tmp_path / "index", tmp_path / "articles"
    articles.mkdir()
    for number in range(300):
        lines = (f"Line {at} of {number} says “wait”, said Berg {number}." for at in range(60))
        (articles / f"{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    command, environment = _command("index", articles, "--index", index)
    # Where this suite runs in the background, its children would ignore the signal, as it does.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    signal.signal(signal.SIGINT, before)
    while not (index / "writer.pid").exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 130
    assert "Interrupted. What was finished before is kept" in said
    assert "Traceback" not in said
    assert pullquote("verify", "--index", index).returncode == 0


def test_an_index_of_a_newer_version_is_refused(
    tmp_path: Path, outcome: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(outcome[0], newer)
    database = sqlite3.connect(newer / "articles.sqlite")
    database.execute("INSERT INTO migrations VALUES (99, 'of the future', '2040-01-01')")
    database.commit()
    database.close()
    done = pullquote("ask", "Who spoke?", "--index", newer)
    assert done.returncode == 1
    assert "version 99" in done.stderr
    assert "Update Pullquote" in done.stderr


def test_an_index_of_another_model_is_refused(
    outcome: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    done = pullquote("index", ROOT / "samples", "--index", outcome[0], "--embedding-model", "a/b")
    assert done.returncode == 1
    assert "was made with the embedding model all-MiniLM-L6-v2, not with a/b" in done.stderr


@pytest.mark.parametrize(
    ("command", "question"),
    [("ask", ""), ("ask", " \n?!"), ("ask", "x" * 100_000), ("search", "")],
    ids=["empty", "no words", "long", "search"],
)
def test_an_impossible_question_is_wrong_usage(
    command: str, question: str, outcome: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    done = pullquote(command, question, "--index", outcome[0])
    assert done.returncode == 2
    assert "question is" in done.stderr
    assert done.stdout == ""
