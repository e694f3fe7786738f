import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import UsageError
from qa.web import feedback
from qa.web.feedback import FeedbackFile


def test_every_verdict_is_a_line_of_its_own(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path / "new" / "feedback.jsonl")
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda n: file.record({"n": n, "text": "a\nb 😀"}), range(50)))
    rows = [json.loads(line) for line in file.path.read_text("utf-8").splitlines()]
    assert {row["id"] for row in rows} == names
    assert sorted(row["n"] for row in rows) == list(range(50))
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_line_broken_by_a_crash_does_not_swallow_the_next(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text('{"id": "whole"}\n{"id": "ha')
    FeedbackFile(path).record({"helpful": True})
    lines = path.read_text("utf-8").splitlines()
    assert lines[1] == '{"id": "ha'
    assert json.loads(lines[2])["helpful"] is True


def test_a_full_file_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "_LARGEST", 150)
    file = FeedbackFile(tmp_path / "feedback.jsonl")
    file.record({})
    with pytest.raises(UsageError, match="is full"):
        file.record({"text": "x" * 200})
    assert len(file.path.read_text("utf-8").splitlines()) == 1
