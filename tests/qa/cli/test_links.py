"""`pullquote links`: what is kept of links, and taking all back that were made before a day."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.cli.main import app
from qa.web.sharing.store import FILE, LinkStore

RUNNER = CliRunner()
NOON = 1_767_268_800  # 2026-01-01T12:00:00Z


def _run(folder: Path, *words: str) -> dict[str, object]:
    done = RUNNER.invoke(app, ["links", "--index", str(folder), "--json", *words])
    assert done.exit_code == 0, done.output
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_nothing_is_made_where_there_are_no_links(tmp_path: Path) -> None:
    assert _run(tmp_path) == {"kept": 0, "taken_back": 0, "before": None}
    assert not (tmp_path / FILE).exists()


def test_links_made_before_a_day_are_taken_back(tmp_path: Path) -> None:
    store = LinkStore(tmp_path)
    store.keep("a" * 32, b"record", NOON, NOON + 10**9)
    store.take_back("b" * 32, NOON)
    assert _run(tmp_path, "--take-back-before", "2026-01-01")["kept"] == 1
    assert not store.is_taken_back("c" * 32, NOON)
    told = _run(tmp_path, "--take-back-before", "2026-01-02")
    assert told == {"kept": 0, "taken_back": 1, "before": "2026-01-02 00:00:00+00:00"}
    assert store.is_taken_back("c" * 32, NOON)
    _run(tmp_path, "--take-back-before", "now")
    store.close()
    done = RUNNER.invoke(app, ["links", "--index", str(tmp_path)])
    assert "open nothing" in done.stdout


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "9999-01-01"])
def test_what_is_no_day_that_was_is_refused(tmp_path: Path, day: str) -> None:
    done = RUNNER.invoke(app, ["links", "--index", str(tmp_path), "--take-back-before", day])
    assert done.exit_code == 2
    assert not (tmp_path / FILE).exists()
