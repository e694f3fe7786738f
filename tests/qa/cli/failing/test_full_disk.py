"""A disk that is full is a message of the command line, and exit code 1."""

import contextlib
import errno
import io
import json
import sys
from pathlib import Path

import pytest
from faults import disk
from faults.children import in_child
from faults.disk import Disk, Plan

from qa.cli.main import main

_MISSING = disk.missing()
pytestmark = pytest.mark.skipif(_MISSING is not None, reason=f"no disk that fails: {_MISSING}")


FULL = "There is no room left on the disk for the index at"


@pytest.mark.parametrize(
    ("at", "error", "said"),
    [
        (1, errno.ENOSPC, "cannot be made (No space left on device). Choose another with --index"),
        (3, errno.EDQUOT, "Check that the disk is not full"),
        (60, errno.EIO, "Check that the disk is not full"),
        (200, errno.ENOSPC, FULL),
    ],
)
def test_a_full_disk_is_a_message(tmp_path: Path, at: int, error: int, said: str) -> None:
    texts, folder = tmp_path / "texts", tmp_path.resolve() / "disk" / "index"
    texts.mkdir()
    (tmp_path / "disk").mkdir()
    (texts / "a.txt").write_text("The ferry sails.\n")

    def work() -> tuple[object, str]:
        out = io.StringIO()
        sys.argv = ["pullquote", "index", str(texts), "--index", str(folder), "--json"]
        Disk(folder.parent).plan(Plan(disk.FAIL, at, disk.TAKES_ROOM, error, goes_on=True))
        with contextlib.redirect_stdout(out):
            try:
                main()
            except SystemExit as left:
                return left.code, out.getvalue()
        raise AssertionError("it did not end")

    code, out = in_child(work)
    assert code == 1
    message = json.loads(out)["error"]
    assert said in message
    assert str(folder) in message
