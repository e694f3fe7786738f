"""What is confirmed is on the disk, with its name; a write that fails leaves what was there."""

import errno
from pathlib import Path

import pytest
from faults import disk
from faults.children import in_child
from faults.disk import Disk, Plan
from faults.left import left_after

from index.store.files.originals import Original, Originals
from index.store.files.synced_files import make_folder, write_in_place

_MISSING = disk.missing()
pytestmark = pytest.mark.skipif(_MISSING is not None, reason=f"no disk that fails: {_MISSING}")


def test_folders_and_files_are_there_after_a_power_cut(tmp_path: Path) -> None:
    def work(folder: Path) -> None:
        make_folder(folder / "a" / "b" / "c")
        make_folder(folder / "a" / "b" / "c")
        write_in_place(folder / "a" / "b" / "c" / "file", b"first")
        write_in_place(folder / "a" / "b" / "c" / "file", b"second")

    left = left_after(tmp_path.resolve(), work)
    assert (left / "a" / "b" / "c" / "file").read_bytes() == b"second"


def test_what_nobody_synced_is_gone_after_a_power_cut(tmp_path: Path) -> None:
    def work(folder: Path) -> None:
        make_folder(folder / "a")
        (folder / "a" / "file").write_bytes(b"words")
        (folder / "b").mkdir()

    left = left_after(tmp_path.resolve(), work)
    assert [path.name for path in sorted(left.rglob("*"))] == ["a"]


def test_an_original_is_there_after_a_power_cut(tmp_path: Path) -> None:
    original = Original(
        token="a" * 32, file="file.txt", name="sent.txt", url=None, added="2026-01-02T03:04:05",
        by="ada", sha256="", articles=("one",),
    )  # fmt: skip

    def work(folder: Path) -> None:
        (folder / "sent.txt").write_bytes(b"words")
        Originals(folder).keep(folder / "sent.txt", original)

    kept = Originals(left_after(tmp_path.resolve(), work))
    (found,) = kept.all()
    assert found.articles == ("one",)
    assert (kept.folder / found.token / "file.txt").read_bytes() == b"words"


@pytest.mark.parametrize("at", range(1, 7))
def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, at: int) -> None:
    path = tmp_path.resolve() / "file"
    path.write_bytes(b"before")

    def work() -> bool:
        watched = Disk(path.parent)
        watched.plan(Plan(disk.FAIL, at, disk.TAKES_ROOM, errno.ENOSPC))
        try:
            write_in_place(path, b"after")
        except OSError as error:
            return error.errno == errno.ENOSPC
        return False

    failed = in_child(work)
    assert failed == (at < 6)
    # Only the last sync comes when the new one is in its place.
    assert path.read_bytes() == (b"after" if at > 4 else b"before")
    assert [one.name for one in path.parent.iterdir()] == ["file"]
