"""A file of somebody else is read in a child: what breaks the child gives a message."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from growth import hold_once, least_seconds
from local_site import QuietHandler, listening

from index.articles.article import Article, ArticleInfo
from index.articles.codec import to_json
from index.articles.marks import Mark
from index.collection import Index
from index.errors import ReadError
from index.readers import read
from index.readers.apart.answers import article_of
from index.readers.apart.process import Apart, Limits, Readers, read_file_apart, read_url_apart
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.sources import Source

LAUGHS = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><rss>&d;</rss>'
SENTENCES = "The dredger left the harbour on Monday, and nobody minded. " * 5
SLOW = b"<html><body>" + b"<p>some words that go on<b>" * 250_000


def _read(folder: Path, name: str, content: bytes, **limits: float) -> Apart:
    path = folder / f"0123abcd{Path(name).suffix}"
    path.write_bytes(content)
    return read_file_apart(path, name, limits=Limits(**limits))  # type: ignore[arg-type]


def _endless(folder: Path) -> Path:
    """Return a file whose end never comes, and that takes no work: nobody writes into the pipe."""
    path = folder / "slow.html"
    os.mkfifo(path)
    return path


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
        ("laughs.xml", LAUGHS, "entities"),
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
    with pytest.raises(ReadError, match="more time or memory"):
        read_file_apart(_endless(tmp_path), "slow.html", limits=Limits(seconds=0.5))


def test_too_much_memory_is_a_message(tmp_path: Path) -> None:
    page = b"*a" * 2_000_000
    try:
        error = _failure(tmp_path, "fat.md", page, memory=300 * 1024 * 1024)
    except ReadError as refused:
        error = str(refused)
    assert "memory" in error


def test_a_child_gets_none_of_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.readers.apart.children import environment

    monkeypatch.setenv("PULLQUOTE_SECRET", "hush")
    assert "PULLQUOTE_SECRET" not in environment()


def test_a_child_loads_no_model() -> None:
    heavy = "{'torch', 'transformers', 'onnxruntime', 'faiss', 'tantivy', 'gradio', 'numpy'}"
    program = (
        "import sys, index.readers.apart.child, index.readers, index.readers.pages.html, "
        "index.readers.text, index.readers.markdown, index.readers.table, "
        "index.readers.feeds.reading; "
        f"print({heavy} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert found.stdout.strip() == b"set()"


SENT = Article(
    info=ArticleInfo(id="quay-1", title="Quay", path="/etc/passwd"),
    text="Quay\n\nClosed. 😀",
    marks=(Mark("turn", 6, 13, "Ada"),),
)


def test_of_what_a_child_sends_the_path_is_ours() -> None:
    known = replace(SENT, info=replace(SENT.info, path="/pile/quay.txt"))
    assert article_of(to_json(SENT), path="/pile/quay.txt") == known
    sent = article_of(to_json(SENT), identifier="")
    assert (sent.info.id, sent.info.path) == ("", None)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (replace(SENT, text="Quay\r\nClosed, they say."), "not normalised"),
        (replace(SENT, info=replace(SENT.info, title="Qu\x07ay")), "not normalised"),
        (replace(SENT, marks=(Mark("turn", 6, 13, "A\x07da"),)), "not normalised"),
        (replace(SENT, text="", marks=()), "no text"),
    ],
)
def test_what_no_reader_makes_of_a_file_is_not_taken_from_a_child(
    changed: Article, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        article_of(to_json(changed))


class Site(QuietHandler):
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


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening(Site) as port:
        yield port


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


def _sources(folder: Path, **files: bytes) -> list[Source]:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    paths = [folder / name.replace("_", ".") for name in files]
    return [Source(str(path), path) for path in paths]


def test_one_child_reads_many_files_as_they_are_read_without_one(tmp_path: Path) -> None:
    table = b'id,title,text\n1,A,"Some, words."\n2,B\n2,C,More words.\n'
    sources = _sources(
        tmp_path,
        a_txt=f"Dredging ends\n\nBy Ada L\u00f6fgren\n6 May 2024\n\n{SENTENCES}😀".encode(),
        b_md=f"# Title\n\n{SENTENCES}\n\n## Part 😀\n\n{SENTENCES}".encode(),
        c_html=_page(SENTENCES),
        d_csv=table,
        e_txt=b"",
        f_jsonl=b"[" * 100_000,
    )
    sources.append(Source(str(tmp_path / "gone.txt"), tmp_path / "gone.txt"))
    with Readers() as readers:
        assert [readers.read(source) for source in sources] == [read(one) for one in sources]


def test_a_name_that_is_no_unicode_is_kept(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(SENTENCES)
    with Readers() as readers:
        assert readers.read(Source(str(path), path)) == read(Source(str(path), path))
        path.write_bytes(b"")
        assert readers.read(Source(str(path), path)) == read(Source(str(path), path))


@pytest.mark.parametrize("limits", [Limits(cpu_seconds=1), Limits(seconds=10)])
def test_a_file_that_takes_too_much_fails_and_the_others_go_on(
    tmp_path: Path, limits: Limits
) -> None:
    text = SENTENCES.encode()
    sources = _sources(tmp_path, a_txt=text, b_txt=text, c_txt=text)
    if limits.cpu_seconds == 1:
        sources[1:1] = _sources(tmp_path, slow_html=SLOW)
    else:  # the others have time enough on any machine
        sources.insert(1, Source(str(path := _endless(tmp_path)), path))
    with Readers(limits) as readers:
        first, slow, *rest = [readers.read(source) for source in sources]
    assert slow.articles == ()
    (failure,) = slow.failures
    assert failure.path == str(tmp_path / "slow.html")
    assert failure.error.startswith(f"{failure.path}: takes more time or memory")
    for outcome in (first, *rest):
        assert [article.text for article in outcome.articles] == [SENTENCES.strip()]


def test_time_that_other_files_took_is_not_counted(tmp_path: Path) -> None:
    page = _page("<p>Some words that go on, and on.</p>" * 6_000)
    sources = _sources(tmp_path, **{f"a{number}_html": page for number in range(5)})

    def each_has_its_own_limit() -> None:
        (alone,) = least_seconds([lambda: partial(read, sources[0])], lambda _: True)
        with Readers(Limits(cpu_seconds=max(1, round(3 * alone)))) as readers:
            assert [len(readers.read(source).articles) for source in sources] == [1] * 5

    hold_once(each_has_its_own_limit)


def test_one_process_serves_all_files_that_keep_within_their_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []

    class Counted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, command: list[str], **options: object) -> None:
            started.append(command)
            super().__init__(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr("index.readers.apart.children.subprocess.Popen", Counted)
    text = SENTENCES.encode()
    sources = _sources(tmp_path, **{f"a{number}_txt": text for number in range(20)})
    with Readers() as readers:
        assert started == []
        assert all(readers.read(source).articles for source in sources)
    assert len(started) == 1


def test_the_memory_of_who_asks_does_not_wear_the_process_out(tmp_path: Path) -> None:
    """Whoever indexes may hold models; on Linux a peak of memory begins with the parent's."""
    _sources(tmp_path, a_txt=SENTENCES.encode(), b_txt=SENTENCES.encode())
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from index.readers.apart.process import Readers\n"
        "from index.readers.sources import Source\n"
        "held = b'x' * 600_000_000\n"
        "with Readers() as readers:\n"
        "    for path in sorted(Path(sys.argv[1]).glob('*.txt')):\n"
        "        assert readers.read(Source(str(path), path)).articles\n"
        "        print(readers._alone._child._process.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    first, second = done.stdout.split()
    assert first == second


def test_a_folder_with_a_file_that_never_ends_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_index: Index
) -> None:
    limits = Limits(cpu_seconds=1)
    monkeypatch.setattr("index.indexing.indexer.Readers", lambda: Readers(limits))
    (tmp_path / "pile").mkdir()
    text = SENTENCES.encode()
    _sources(tmp_path / "pile", a_txt=text, b_html=SLOW, c_txt=text)
    report = small_index.add([str(tmp_path / "pile")])
    assert (report.added, report.articles) == (2, 2)
    (failure,) = report.failed
    assert failure.error.startswith(f"{tmp_path / 'pile' / 'b.html'}: takes more time")
