"""Files that every page may load: no other of the disk, under an address that changes with them."""

import re
from pathlib import Path

import pytest
from web_server import Running

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


def test_the_chats_own_scripts_and_styles_are_light(running: Running) -> None:
    """As they are sent, in bytes; what Gradio brings is not counted."""
    page = running.client.get("/", headers={"Accept-Language": "en"}).text
    names = set(re.findall(r'(?:src|href)="(ui/[^"]+\.(?:js|css)(?:\?v=\w+)?)"', page))
    assert any(name.endswith("/main.js") for name in names)
    weight = 0
    for name in names:
        with running.client.stream("GET", f"/{name}", headers={"Accept-Encoding": "gzip"}) as sent:
            assert sent.headers["content-encoding"] == "gzip"
            assert "immutable" in sent.headers["cache-control"]
            weight += sum(map(len, sent.iter_raw()))
    assert weight < 80_000


def test_who_takes_no_compression_gets_plain_files(running: Running) -> None:
    sent = running.client.get("/ui/chat/x/main.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in sent.headers
    assert sent.headers["cache-control"] == "no-cache"
    assert sent.content == (STATIC / "chat" / "main.js").read_bytes()
    for name in ("/ui/chat/x/lang", "/ui/chat/x/nothing.js", "/ui/chat/x/..%2fchat.css"):
        assert running.client.get(name).status_code == 404
