"""A damaged database that is repaired, and the power that goes off meanwhile; or the process."""

import ast
import os
import random
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from faults.children import in_child, problems_in_child
from faults.crash_states import CHANCES, Drive
from faults.disk import Disk, Plan
from faults.journal import Entry, Op, entries
from faults.power import PowerCut
from faults.scenario import STEPS, opened
from faults.trials import Place, Reference
from index.store.files.synced_files import sync_folder

_PAGE = 4096
_BEGINS = "repair"


def _damage(path: Path) -> None:
    """Overwrite the root of an index of the database, of which no article is part."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'articles_by_date'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * _PAGE)
        file.write(b"\xa5" * _PAGE)


def recorded_repair(place: Place) -> list[Entry]:
    """Repair the index of the whole scenario; return what was done to the files."""

    def work() -> None:
        watched = Disk(place.disk, place.journal)
        watched.plan(Plan())
        shutil.copytree(place.copy_after(len(STEPS)), place.index)
        _damage(place.index / "articles.sqlite")
        for path in [*place.disk.rglob("*"), place.disk]:
            if path.is_dir():
                sync_folder(path)
            else:
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        watched.mark(_BEGINS)
        with opened(place.index) as index:
            report = index.verify(repair=True)
            assert report.ok, report.problems
            assert not report.lost, report.lost
        watched.mark("done")

    shutil.rmtree(place.disk, ignore_errors=True)
    place.disk.mkdir()
    place.journal.unlink(missing_ok=True)
    in_child(work)
    return entries(place.journal)


def cut_repair(
    place: Place, told: Reference, calls: Sequence[Entry], seed: int, number: int
) -> PowerCut:
    """Cut the power once while it is repaired, and repair it again."""
    chance = random.Random(f"{seed} {number}")
    begins = next(at for at, call in enumerate(calls) if call.op is Op.MARK)
    named = [at for at in range(begins, len(calls)) if calls[at].op is not Op.WRITE]
    at = chance.choice(named) if chance.random() < 0.8 else chance.randrange(begins, len(calls))
    how = chance.choice(CHANCES)
    drive = Drive(str(place.disk))
    drive.take(calls[: at + 1])
    shutil.rmtree(place.disk, ignore_errors=True)
    drive.write(place.disk, chance, how)
    texts = _texts(told)

    def work() -> list[str]:
        with opened(place.index, damaged=True) as index:
            report = index.verify(repair=True)
            problems = [*report.problems, *report.lost]
            if drive.marks[-1] == "done" and report.repaired:
                problems.append(f"what was repaired is not: {report.repaired}")
        with opened(place.index) as index:
            now = {one: index.article(one).text for one in index.article_ids()}
            problems += index.verify().problems
        return problems if now == texts else [*problems, f"articles: {sorted(now)}"]

    name = f"cut {number} of seed {seed} while it is repaired: at call {at}, {how}"
    return PowerCut(name, problems_in_child(work))


def _texts(told: Reference) -> dict[str, str]:
    """Return the texts of all articles at the end of the scenario."""
    rows = (row.partition("|") for row in told.truths[-1]["articles"])
    return {name: ast.literal_eval(row)["text"] for name, _, row in rows}
