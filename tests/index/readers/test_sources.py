import os
from pathlib import Path

import pytest

from index.readers.sources import Source, find_sources


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")


def names(sources: list[Source], folder: Path) -> list[str]:
    return [str(source.path.relative_to(folder)) for source in sources if source.path]


def test_a_folder_gives_its_known_files_in_order(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/c.md", "a/B.HTML", "z.jsonl", "x.py", ".hidden.txt", ".git/d.txt")
    found = find_sources([str(tmp_path)])
    sources, failures = found.sources, found.failures
    assert names(sources, tmp_path) == ["a/B.HTML", "a/c.md", "b.txt", "z.jsonl"]
    assert failures == []


def test_keys_are_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    sources = find_sources(["a.txt"]).sources
    assert sources == [Source(key=str(tmp_path / "a.txt"), path=tmp_path / "a.txt")]


def test_hidden_files_named_by_themselves_are_read(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.txt")
    assert names(find_sources([str(tmp_path / ".hidden.txt")]).sources, tmp_path) == [".hidden.txt"]


def test_a_missing_path_is_named_and_the_others_are_found(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    missing = str(tmp_path / "missing.txt")
    found = find_sources([missing, str(tmp_path)])
    sources, failures = found.sources, found.failures
    assert len(sources) == 1
    assert failures[0].path == missing
    assert missing in failures[0].error
    assert "no such file" in failures[0].error


def test_an_unknown_kind_is_reported_when_named(tmp_path: Path) -> None:
    make(tmp_path, "a.xyz")
    found = find_sources([str(tmp_path / "a.xyz")])
    sources, failures = found.sources, found.failures
    assert sources == []
    assert ".xyz" in failures[0].error
    assert ".txt" in failures[0].error


def test_links_that_lead_back_end_the_walk(tmp_path: Path) -> None:
    make(tmp_path, "a/b.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    found = find_sources([str(tmp_path)])
    sources, failures = found.sources, found.failures
    assert names(sources, tmp_path) == ["a/b.txt"]
    assert failures == []


def test_links_out_of_the_folder_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "given/a.txt", "private/b.txt", "given/own/c.txt")
    given = tmp_path / "given"
    (given / "file.txt").symlink_to(tmp_path / "private" / "b.txt")
    (given / "folder").symlink_to(tmp_path / "private")
    (given / "z.txt").symlink_to(given / "own" / "c.txt")
    (tmp_path / "also-given").symlink_to(given)
    for folder in ("given", "also-given"):
        found = find_sources([str(tmp_path / folder)])
        assert names(found.sources, tmp_path / folder) == ["a.txt", "own/c.txt"]
        left = {Path(one.path).name: one.reason for one in found.skipped}
        assert left.keys() == {"file.txt", "folder"}
        assert "leads out of the folder" in left["file.txt"]
    named = find_sources([str(given / "file.txt")])
    assert names(named.sources, given) == ["file.txt"]


def test_a_file_reached_twice_counts_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    sources = find_sources([str(tmp_path), str(tmp_path / "a.txt")]).sources
    assert names(sources, tmp_path) == ["a.txt"]


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    found = find_sources([str(tmp_path / "pipe.txt")])
    sources, failures = found.sources, found.failures
    assert sources == []
    assert "not a regular file" in failures[0].error


def test_addresses_are_kept_as_given() -> None:
    found = find_sources(["https://example.org/a?b=c"])
    sources, failures = found.sources, found.failures
    assert sources == [Source(key="https://example.org/a?b=c", url="https://example.org/a?b=c")]
    assert failures == []


@pytest.mark.parametrize("path", ["a\x00b.txt", "x" * 5000 + ".txt"])
def test_impossible_paths_are_failures(path: str) -> None:
    found = find_sources([path])
    sources, failures = found.sources, found.failures
    assert sources == []
    assert len(failures) == 1


def test_files_that_say_who_has_a_document_open_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "~$quay.docx").write_bytes(b"Mara Quist")
    found = find_sources([str(tmp_path)])
    (skip,) = found.skipped
    assert (found.sources, skip.path) == ([], str(tmp_path))


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ((), "this folder is empty"),
        ((".git/x.txt", ".b.txt"), "hidden names only (.b.txt)"),
        (("inner/", "inner/deeper/"), "no files in this folder or in those in it"),
        (("a.jpg", "b.JPG", "c/d.exe", "Makefile"), "no file in this folder is read: 2 .jpg, 1 "),
    ],
)
def test_of_a_folder_that_gives_nothing_is_said_why(
    names: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).write_text("x")
    found = find_sources([str(tmp_path)])
    assert found.sources == []
    assert found.skipped[-1].path == str(tmp_path)
    assert why in found.skipped[-1].reason
    (tmp_path / "read.txt").write_text("The quay.")
    assert all(skip.path != str(tmp_path) for skip in find_sources([str(tmp_path)]).skipped)


def test_files_of_older_programs_are_skipped_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.DOC").write_bytes(b"x")
    skip = find_sources([str(tmp_path)]).skipped[0]
    assert skip.reason == (
        "no reader for this kind of file (.doc): Word of before 2007; save it as .docx"
    )
    (failure,) = find_sources([str(tmp_path / "a.DOC")]).failures
    assert "save it as .docx" in failure.error
