"""What standard output holds, whatever the locale, the names of files and the arguments are."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
NAME = "b\udcffd.txt"


def _run(*arguments: str, encoding: str = "") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    command = [sys.executable, str(ROOT / "app.py"), *arguments]
    return subprocess.run(command, capture_output=True, env=environment, timeout=120, check=False)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd") / "files"
    folder.mkdir()
    (folder / "gate.txt").write_text("Gate 🎉\n\n“It stays shut,” said Ána Prins.\n", "utf-8")
    try:
        (folder / NAME).write_text("Whose name is no text.", "utf-8")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    return folder


def test_json_is_utf_8_though_a_name_is_no_text_and_the_locale_is_another(files: Path) -> None:
    index = str(files.parent / "index")
    done = _run("index", str(files), "--index", index, "--json", encoding="latin-1")
    report = json.loads(done.stdout.decode("utf-8"))
    assert [Path(one["path"]).name for one in report["failed"]] == [NAME]
    listed = _run("articles", "--index", index, encoding="ascii")
    assert "Gate 🎉" in listed.stdout.decode("utf-8")
    assert (done.returncode, listed.returncode) == (1, 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask", "b\udcffd?"), "no text"),
        (("ask",), "Missing argument"),
        (("ask", "x", "--after", "soon"), "'soon' is not a date"),
        (("search", "x", "-k", "0"), "-k"),
        (("no-such-command",), "No such command"),
    ],
)
def test_wrong_usage_is_a_document_too(arguments: tuple[str, ...], says: str) -> None:
    done = _run(*arguments, "--json")
    assert done.returncode == 2
    assert says in json.loads(done.stdout)["error"]
    assert says.encode() in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["gaps", "links", "users list", "keys list"])
def test_what_only_lists_makes_no_index(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "misspelt"
    done = _run(*command.split(), "--index", str(folder), "--json")
    assert done.returncode == 1
    assert "There is no index at" in json.loads(done.stdout)["error"]
    assert not folder.exists()
