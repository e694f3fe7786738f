"""The scenario, and the power that goes off at a random call."""

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from faults.children import in_child
from faults.crash_states import CHANCES, Drive
from faults.disk import Disk, Plan
from faults.journal import Entry, Op, entries
from faults.scenario import STEPS, Doing, lay, opened
from faults.trials import Place, Reference, recovered

_AT_NAMES = (Op.SYNC, Op.RENAME, Op.LINK, Op.REMOVE, Op.MKDIR, Op.MARK)


@dataclass(frozen=True, slots=True)
class PowerCut:
    """A trial: what it was, and what was found wrong."""

    name: str
    problems: list[str]


def recorded(place: Place) -> list[Entry]:
    """Do all steps from nothing, and return what was done to the files.

    The index is closed after each of the first steps, and stays open for the others.
    """

    def work() -> None:
        watched = Disk(place.disk, place.journal)
        watched.plan(Plan())

        def act(index_of: Doing, number: int) -> None:
            STEPS[number].act(index_of)
            watched.mark(f"{number} -1")

        def doing(index: object, number: int) -> Doing:
            told = lambda done, _: watched.mark(f"{number} {done}")  # noqa: E731
            return Doing(index, place.texts, told)  # type: ignore[arg-type]

        closed = len(STEPS) // 2
        for number in range(closed):
            lay(place.texts, number + 1)
            with opened(place.index) as index:
                act(doing(index, number), number)
        with opened(place.index) as index:
            for number in range(closed, len(STEPS)):
                lay(place.texts, number + 1)
                act(doing(index, number), number)

    shutil.rmtree(place.disk, ignore_errors=True)
    place.disk.mkdir()
    place.journal.unlink(missing_ok=True)
    in_child(work)
    return entries(place.journal)


def cut(place: Place, told: Reference, calls: Sequence[Entry], seed: int, number: int) -> PowerCut:
    """Cut the power once; the same for the same seed and number, of the same calls."""
    chance = random.Random(f"{seed} {number}")
    at = chance.randrange(len(calls))
    if chance.random() < 0.6:
        at = chance.choice([at for at, call in enumerate(calls) if call.op in _AT_NAMES])
    how = chance.choice(CHANCES)
    drive = Drive(str(place.disk))
    drive.take(calls[: at + 1])
    shutil.rmtree(place.disk, ignore_errors=True)
    drive.write(place.disk, chance, how)
    step, acknowledged = _reached(drive.marks)
    lay(place.texts, step + 1)
    name = f"cut {number} of seed {seed}: at call {at}, names {how.names}, data {how.data}"
    return PowerCut(name, recovered(place, step, told, acknowledged))


def _reached(marks: Sequence[str]) -> tuple[int, int]:
    """Return the step that was being done, and how many articles it had told of."""
    step, done = map(int, marks[-1].split()) if marks else (0, 0)
    return (step + 1, 0) if done < 0 and step + 1 < len(STEPS) else (step, done)


def changed_in_memory(place: Place, calls: Sequence[Entry]) -> set[str]:
    """Return the names of files that were changed through memory, which no journal tells of."""
    drive = Drive(str(place.disk))
    drive.take(calls)
    return {Path(path).name for path in drive.mapped}
