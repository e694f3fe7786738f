"""A file of somebody else is read in a child: what breaks the child gives a message."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.errors import ReadError
from index.readers.apart.process import Apart, Limits, read_file_apart, read_url_apart
from index.readers.fetch.public_addresses import PublicHosts

SENTENCES = "The dredger left the harbour on Monday, and nobody minded. " * 5
SLOW = b"<html><body>" + b"<p>some words that go on<b>" * 250_000


def _read(folder: Path, name: str, content: bytes, **limits: float) -> Apart:
    path = folder / f"0123abcd{Path(name).suffix}"
    path.write_bytes(content)
    return read_file_apart(path, name, limits=Limits(**limits))  # type: ignore[arg-type]


def _failure(folder: Path, name: str, content: bytes, **limits: float) -> str:
    outcome = _read(folder, name, content, **limits).outcome
    assert outcome.articles == ()
    return outcome.failures[0].error


def test_what_the_child_reads_is_what_was_written(tmp_path: Path) -> None:
    text = f"Dredging ends\n\nBy Ada Löfgren\n6 May 2024\n\n{SENTENCES}😀"
    (article,) = _read(tmp_path, "harbour.txt", text.encode()).outcome.articles
    assert article.text.endswith("nobody minded. 😀")
    assert article.info.title == "Dredging ends"
    assert article.info.path is None


def test_a_file_without_a_title_is_called_as_its_sender_called_it(tmp_path: Path) -> None:
    (article,) = _read(tmp_path, "my_harbour-notes.html", _page(SENTENCES)).outcome.articles
    assert article.info.title == "my harbour notes"


def _page(text: str) -> bytes:
    return f"<html><body><article><p>{text}</p></article></body></html>".encode()


def test_a_relative_path_is_that_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (article,) = _read(Path(), "harbour.txt", SENTENCES.encode()).outcome.articles
    assert article.text == SENTENCES.strip()


def test_headings_keep_their_places(tmp_path: Path) -> None:
    page = f"# Title\n\n{SENTENCES}\n\n## Second part 😀\n\n{SENTENCES}"
    (article,) = _read(tmp_path, "a.md", page.encode()).outcome.articles
    assert "Second part 😀" in [article.text[start:end] for start, end in article.headings]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b"\xef\xbb\xbf \n\x00\x00", "empty file"),
        ("binary.txt", bytes(range(256)) * 50, "binary"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, ""),
        ("deep.json", b"[" * 1_000_000, "not valid JSON"),
        ("laughs.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', "entities"),
        ("many.jsonl", b'{"text": "Some words."}\n' * 201, "201 articles, more than 200"),
        ("long.txt", b"word and word. " * 100_000, "characters of text, more than 1,000,000"),
    ],
)
def test_what_cannot_be_an_article_gets_a_message_that_names_it(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    error = _failure(tmp_path, name, content)
    assert error.startswith(f"{name}: ")
    assert expected in error
    assert str(tmp_path) not in error


def test_an_unknown_kind_of_file_is_not_given_to_a_child(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"no reader for this kind of file \(\.exe\)"):
        _read(tmp_path, "a.exe", b"MZ")


def test_too_much_work_ends_the_child(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="more time or memory"):
        _read(tmp_path, "slow.html", SLOW, cpu_seconds=1)


def test_too_long_a_wait_ends_the_child(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError, match="more time or memory"):
        _read(tmp_path, "slow.html", SLOW, seconds=0.5)
    assert time.monotonic() - started < 5


def test_too_much_memory_is_a_message(tmp_path: Path) -> None:
    page = b"*a" * 2_000_000
    try:
        error = _failure(tmp_path, "fat.md", page, memory=300 * 1024 * 1024)
    except ReadError as refused:
        error = str(refused)
    assert "memory" in error


def test_a_child_gets_none_of_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.readers.apart.process import _environment

    monkeypatch.setenv("PULLQUOTE_SECRET", "hush")
    assert "PULLQUOTE_SECRET" not in _environment()


def test_a_child_loads_no_model() -> None:
    heavy = "{'torch', 'transformers', 'onnxruntime', 'faiss', 'tantivy', 'gradio', 'numpy'}"
    program = (
        "import sys, index.readers.apart.child, index.readers, index.readers.html, "
        "index.readers.text, index.readers.markdown, index.readers.table, index.readers.feed; "
        f"print({heavy} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert found.stdout.strip() == b"set()"


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png" if "image" in self.path else "text/html")
        self.end_headers()
        if "drip" in self.path:
            self._drip()
        self.wfile.write(_page(SENTENCES))

    def _drip(self) -> None:
        try:
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_page_is_fetched_kept_and_read(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"http://127.0.0.1:{port}/harbour"
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    monkeypatch.chdir(tmp_path)
    apart = read_url_apart(url, Path(), hosts=listed)
    assert apart.outcome.articles[0].info.url == url
    assert (tmp_path / apart.path.name).read_bytes() == _page(SENTENCES)


def test_a_private_page_is_not_fetched(tmp_path: Path, port: int) -> None:
    url = f"http://127.0.0.1:{port}/harbour"
    apart = read_url_apart(url, tmp_path, hosts=PublicHosts())
    assert "not a public web address" in apart.outcome.failures[0].error
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_not_kept(tmp_path: Path, port: int) -> None:
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    apart = read_url_apart(f"http://127.0.0.1:{port}/image", tmp_path, hosts=listed)
    assert "image/png, not a page or feed" in apart.outcome.failures[0].error
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_never_finishes_is_left(tmp_path: Path, port: int) -> None:
    listed = PublicHosts(also=frozenset({("127.0.0.1", port)}))
    with pytest.raises(ReadError, match="more time or memory"):
        read_url_apart(
            f"http://127.0.0.1:{port}/drip", tmp_path, hosts=listed, limits=Limits(seconds=2)
        )
