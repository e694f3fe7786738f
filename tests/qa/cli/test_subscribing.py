"""Subscriptions, versions and pruning on the command line: real processes and a real site."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from local_site import QuietHandler, listening

ROOT = Path(__file__).resolve().parents[3]
WORDS = ["The toll is two pounds.", "The toll is three pounds."]


class Site(QuietHandler):
    words = WORDS[0]

    def do_GET(self) -> None:
        text = f"<p>{self.words} The board of the quay said so on Monday evening.</p>" * 3
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<html><title>Toll</title><article>{text}</article></html>".encode())


@pytest.fixture
def site() -> Iterator[str]:
    with listening(Site) as port:
        yield f"http://127.0.0.1:{port}/toll"


def pullquote(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *arguments, "--index", str(folder / "index")],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=600,
        check=False,
    )


def document(done: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401 - JSON
    return json.loads(done.stdout)


def test_what_is_subscribed_to_is_refreshed_and_what_changed_is_shown(
    tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pullquote(tmp_path, "subscribe", site).returncode == 0
    assert document(pullquote(tmp_path, "refresh", "--json"))["added"] == 1
    monkeypatch.setattr(Site, "words", WORDS[1])
    assert document(pullquote(tmp_path, "refresh", "--now", "--json"))["updated"] == 1
    (known,) = document(pullquote(tmp_path, "subscriptions", "--json"))["subscriptions"]
    assert (known["url"], known["failures"], known["follow"]) == (site, 0, False)
    (article,) = document(pullquote(tmp_path, "articles", "--json"))["articles"]
    shown = document(pullquote(tmp_path, "show", article["id"], "--json"))
    (version,) = shown["versions"]
    then = pullquote(tmp_path, "show", article["id"], "--version", version["content_hash"])
    assert WORDS[0] in then.stdout
    changes = pullquote(tmp_path, "show", article["id"], "--changes").stdout
    assert "[-two-][+three+]" in changes
    told = json.loads(pullquote(tmp_path, "show", article["id"], "--changes", "--json").stdout)
    changed = told["changes"]
    assert [{"change": "gone", "text": "two"}, {"change": "new", "text": "three"}] in [
        changed[at : at + 2] for at in range(len(changed))
    ]
    assert (told["article"], bool(told["since"])) == (article["id"], True)
    assert pullquote(tmp_path, "unsubscribe", site).returncode == 0
    done = pullquote(tmp_path, "unsubscribe", site)
    assert (done.returncode, "no subscription" in done.stderr) == (1, True)


def test_pruning_most_needs_a_yes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS[0])
    assert pullquote(tmp_path, "index", "a.txt").returncode == 0
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "a.txt").unlink()
    done = pullquote(tmp_path, "index", "a.txt", "--prune", "--json")
    assert (done.returncode, document(done)["articles"]) == (1, 1)
    assert "nothing was removed" in document(done)["failed"][-1]["error"]
    done = pullquote(tmp_path, "index", "a.txt", "--prune", "--yes", "--keep-versions", "3")
    assert "1 removed" in done.stdout
