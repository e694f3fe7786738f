"""Files that every page may load: no other of the disk, under an address that changes with them."""

from pathlib import Path

import pytest

from qa.web.pages import static_files as files

STATIC = Path(files.__file__).parents[1] / "static"


def test_every_file_there_is_has_a_type() -> None:
    paths = (*STATIC.iterdir(), *(STATIC / "chat").iterdir())
    there = {path.relative_to(STATIC).as_posix() for path in paths if path.is_file()}
    assert set(files.static_files()) == there
    types = {name: files.media_type(name) for name in files.static_files()}
    assert types["chat.css"] == "text/css"
    assert types["chat/main.js"] == "text/javascript"


def test_files_are_sent_as_they_are_on_the_disk() -> None:
    assert files.static_files()["chat/main.js"] == (STATIC / "chat" / "main.js").read_bytes()


def test_the_stamp_changes_with_any_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = files.static_stamp()
    changed = {**files.static_files(), "chat/main.js": b"changed"}
    monkeypatch.setattr(files, "static_files", lambda: changed)
    files.static_stamp.cache_clear()
    try:
        assert files.static_stamp() != before
    finally:
        files.static_stamp.cache_clear()
