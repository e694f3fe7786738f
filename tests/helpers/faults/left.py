"""What a power cut right after some work leaves, at the least: what was synced, names and all."""

import random
from collections.abc import Callable
from pathlib import Path

from faults.children import in_child
from faults.crash_states import SYNCED, Drive
from faults.disk import Disk, Plan
from faults.journal import entries


def left_after(root: Path, work: Callable[[Path], object]) -> Path:
    """Do some work in an empty folder; return a copy of it with nothing but what was synced.

    Args:
        root: an empty folder, without symbolic links.
        work: is given the folder that it may write into. What is there before must be made by it.
    """
    folder, journal, left = root / "disk", root / "journal", root / "left"
    folder.mkdir()

    def recorded() -> None:
        Disk(folder, journal).plan(Plan())
        work(folder)

    in_child(recorded)
    drive = Drive(str(folder))
    drive.take(entries(journal))
    drive.write(left, random.Random(0), SYNCED)
    return left
