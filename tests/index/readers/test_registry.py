"""The registry: what a format says of itself, and that one entry is all that a format needs."""

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from local_site import QuietHandler, listening

from index.articles.marks import Mark
from index.collection import Index
from index.errors import ReadError
from index.readers import read
from index.readers.apart.process import Limits, Readers, read_file_apart, read_url_apart
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.registry import BUILT_IN, FORMATS, Format, Registry
from index.readers.sources import Source, find_sources

HERE = Path(__file__).resolve().parent
TEXT = "The quay stays closed until Monday, said the port. 🚢\n\nNobody minded."
NOTICE = f"Quay closed\n{TEXT}".encode()


def _format(**changes: Any) -> Format:  # noqa: ANN401
    values = {"name": "x", "summary": "one article", "suffixes": (".x",), "reader": "x:read"}
    return Format(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"suffixes": ()}, "needs a suffix"),
        ({"suffixes": ("x",)}, "no suffix as in .txt"),
        ({"suffixes": (".X",)}, "no suffix as in .txt"),
        ({"suffixes": (".tar.gz",)}, "no suffix as in .txt"),
        ({"media_types": ("Text/X",)}, "no type as in text/plain"),
        ({"media_types": ("text/x; charset=utf-8",)}, "no type as in text/plain"),
        ({"media_types": ("text",)}, "no type as in text/plain"),
        ({"named_only": (".y",)}, "a suffix that the format has not"),
        ({"reader": "x.read"}, "does not name package.module:function"),
        ({"reader": ":read"}, "does not name package.module:function"),
        ({"told_by": "x"}, "does not name package.module:function"),
    ],
)
def test_a_format_that_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        _format(**changes)


@pytest.mark.parametrize(
    "changes",
    [{"name": "html"}, {"suffixes": (".x", ".htm")}, {"media_types": ("text/html",)}],
)
def test_what_another_format_has_is_refused_and_changes_nothing(changes: dict[str, Any]) -> None:
    registry = Registry(BUILT_IN)
    with pytest.raises(ValueError, match="already"):
        registry.add(_format(**changes))
    assert list(registry) == list(BUILT_IN)
    assert registry.of_suffix(".x") is None


@pytest.mark.parametrize("one", BUILT_IN, ids=lambda one: one.name)
def test_every_entry_names_a_reader(one: Format) -> None:
    module, _, name = one.reader.partition(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_the_registry_loads_no_reader() -> None:
    found = _loaded("index.readers.registry, index.readers.sources, index.readers")
    readers = {one.reader.partition(":")[0] for one in BUILT_IN}
    assert not found & {*readers, "lxml", "yaml", "markdown_it", "httpx"}


def _loaded(modules: str) -> set[str]:
    program = f"import sys, {modules}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_formats_are_found_by_suffix_file_and_type() -> None:
    assert FORMATS.of_suffix(".HTM") is FORMATS.of_file("/a/b.c/page.xhtml")
    assert FORMATS.of_file("A.TXT").name == "text"
    assert FORMATS.of_media_type("application/atom+xml").name == "feed"
    assert FORMATS.why_not(".CSV", bytes) is None
    assert FORMATS.why_not(".exe", bytes) == "no reader for this kind of file (.exe)"
    with pytest.raises(ReadError, match=r"\(no suffix\); known are .*\.atom, .*\.csv"):
        FORMATS.of_file("README")
    with pytest.raises(ReadError, match="of no known type"):
        FORMATS.of_media_type("")


def test_markup_is_read_up_to_a_smaller_size() -> None:
    assert _format().most_bytes == 256 * 1024 * 1024
    assert _format(is_markup=True).most_bytes == 8 * 1024 * 1024
    assert _format(is_markup=True, largest=7).most_bytes == 7


def test_another_process_learns_what_was_added() -> None:
    here, there = Registry(BUILT_IN), Registry(BUILT_IN)
    assert here.added() == []
    one = _format(media_types=("text/x",), cpu_seconds=3)
    here.add(one)
    there.learn(here.added())
    there.learn(here.added())
    assert there.of_media_type("text/x") == one
    here.remove("x")
    assert list(here) == list(BUILT_IN)
    assert here.of_suffix(".x") is None


def _row(one: Format) -> str:
    """What docs/formats.md says of a format."""
    met = ", ".join(f"`{suffix}`" for suffix in one.suffixes if suffix not in one.named_only)
    named = ", ".join(f"`{suffix}`" for suffix in one.named_only)
    when = "where they are such, or named" if one.told_by else "when named by themselves"
    every = "; ".join(filter(None, (met, f"{named} {when}" if named else "")))
    return f"| {every} | {one.summary} |"


def test_the_documentation_lists_every_format_and_no_other() -> None:
    page = (HERE.parents[2] / "docs" / "formats.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `.")]
    assert rows == [_row(one) for one in BUILT_IN]


# A format is entered in one place, and read everywhere


@pytest.fixture
def notice(monkeypatch: pytest.MonkeyPatch) -> Iterator[Format]:
    """Enter the format of `notices.py`."""
    path = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", f"{HERE}{os.pathsep}{path}" if path else str(HERE))
    monkeypatch.syspath_prepend(str(HERE))
    one: Format = importlib.import_module("notices").NOTICE
    FORMATS.add(one)
    yield one
    FORMATS.remove(one.name)


class Site(QuietHandler):
    def do_GET(self) -> None:
        body = NOTICE if "large" not in self.path else NOTICE * 200
        self.send_response(200)
        self.send_header("Content-Type", "text/x-notice; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def site() -> Iterator[str]:
    with listening(Site) as port:
        yield f"127.0.0.1:{port}"


def test_before_it_is_entered_nobody_reads_it(tmp_path: Path) -> None:
    (tmp_path / "a.notice").write_bytes(NOTICE)
    found = find_sources([str(tmp_path)])
    assert (found.sources, found.failures) == ([], [])
    assert [one.reason for one in found.skipped] == [
        "no reader for this kind of file (.notice)",
        "no file in this folder is read: 1 .notice",
    ]
    (failure,) = find_sources([str(tmp_path / "a.notice")]).failures
    assert "no reader for this kind of file (.notice)" in failure.error


@pytest.mark.usefixtures("notice")
def test_a_new_format_is_read_from_a_folder_with_its_marks(
    tmp_path: Path, small_index: Index
) -> None:
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "a.notice").write_bytes(NOTICE)
    (folder / "b.NTC").write_bytes(NOTICE)  # counts only when it is named
    (folder / "c.notice").write_bytes(b"empty\n")
    report = small_index.add([str(folder)])
    assert report.added == 1
    assert [one.error for one in report.failed] == [
        f"{folder / 'c.notice'}: nothing under the title; write the notice"
    ]
    (info,) = small_index.articles()
    article = small_index.article(info.id)
    assert (info.title, article.text) == ("Quay closed", TEXT)
    assert article.marks == (Mark("page", 0, len(TEXT.partition("\n\n")[0]), "i"),)
    assert small_index.add([str(folder / "b.NTC")]).added == 1


@pytest.mark.usefixtures("notice")
def test_a_new_format_is_read_when_it_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "file.notice"
    path.write_bytes(NOTICE)
    (article,) = read_file_apart(path, "quay.notice").outcome.articles
    assert article.text == TEXT
    assert article.marked("page")


@pytest.mark.usefixtures("notice")
def test_a_new_format_is_read_at_an_address(tmp_path: Path, site: str) -> None:
    url = f"http://{site}/quay"
    with Readers() as readers:
        (article,) = readers.read(Source(url, url=url)).articles
    assert (article.info.url, article.text) == (url, TEXT)
    host, _, port = site.partition(":")
    hosts = PublicHosts(also=frozenset({(host, int(port))}))
    apart = read_url_apart(url, tmp_path, hosts=hosts)
    assert apart.path == tmp_path / "page.notice"
    assert apart.outcome.articles[0].text == TEXT


@pytest.mark.usefixtures("notice")
def test_a_new_format_has_its_own_sizes(tmp_path: Path, site: str) -> None:
    path = tmp_path / "large.notice"
    path.write_bytes(NOTICE * 200)
    assert "split the file" in read(Source(str(path), path)).failures[0].error
    url = f"http://{site}/large"
    assert "more than" in read(Source(url, url=url)).failures[0].error


def test_a_format_may_want_less_work_than_is_allowed(tmp_path: Path, notice: Format) -> None:
    FORMATS.remove(notice.name)
    FORMATS.add(replace(notice, cpu_seconds=1))
    path = tmp_path / "loop.notice"
    path.write_bytes(b"loop\nfor ever")
    with pytest.raises(ReadError, match="more time or memory"):
        read_file_apart(path, "loop.notice", limits=Limits(cpu_seconds=30, seconds=30.0))
