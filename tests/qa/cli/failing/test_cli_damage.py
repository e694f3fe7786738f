"""What the command line says of a damaged index: a message, exit code 1, and the way out."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def folder(sample_index_folder: Path, tmp_path: Path) -> Path:
    """A copy of the samples' index to damage."""
    return shutil.copytree(sample_index_folder, tmp_path / "index")


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments, "--index", str(folder)],
        capture_output=True, text=True, cwd=ROOT, timeout=600, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


def _spoil_tree(folder: Path, table: str) -> None:
    path = folder / "articles.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)


def test_a_damaged_database_is_a_message_and_can_be_saved(folder: Path) -> None:
    _spoil_tree(folder, "sqlite_autoindex_articles_1")
    for command in (["articles"], ["search", "Iran"], ["index", "samples"], ["verify", "--json"]):
        done = _run(folder, *command)
        if command[0] != "search":  # what it needs is sound
            assert done.returncode == 1
            assert "verify --repair" in done.stdout + done.stderr
    report = json.loads(_run(folder, "verify", "--repair", "--json").stdout)
    assert report["ok"]
    assert report["lost"] == []
    assert (folder / "articles.sqlite.damaged-1").exists()
    assert _run(folder, "verify").returncode == 0


def test_show_refuses_an_article_with_a_wrong_letter_and_statements_go_on(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "articles.sqlite", isolation_level=None)) as connection:
        (article,) = connection.execute("SELECT id FROM articles LIMIT 1").fetchone()
        connection.execute("UPDATE articles SET text = text || '!' WHERE id = ?", (article,))
    shown = _run(folder, "show", article)
    assert shown.returncode == 1
    assert shown.stdout == ""
    assert "is not as it was stored" in shown.stderr
    assert f"pullquote remove {article}" in shown.stderr
    listed = _run(folder, "statements", "--json")
    assert listed.returncode == 1
    statements = json.loads(listed.stdout)["statements"]
    assert statements
    assert all(one["article"] != article for one in statements)
    assert article in listed.stderr
    verified = _run(folder, "verify")
    assert verified.returncode == 1
    assert f"What to do: {article}: " in verified.stderr.replace("\n", " ")
    assert "--repair" not in verified.stdout + verified.stderr
