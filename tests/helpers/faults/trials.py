"""Steps of the scenario done in processes that are ended or refused, and what is left looked at.

Each runs in a process of its own, forked from one that has imported everything and opened nothing.
"""

import os
import shutil
import signal
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from forking import fork

from faults.children import in_child, problems_in_child, quiet
from faults.disk import Disk, Plan
from faults.observing import Records, Truth, differences, found, neither, records, truth, unsound
from faults.scenario import STEPS, Doing, lay, opened, settle
from index.collection import Index


@dataclass(frozen=True, slots=True)
class Reference:
    """What an index is after each step where nothing went wrong, from before the first on.

    `seconds` and `calls` are what each step took: the calls that change files.
    """

    truths: list[Truth]
    found: list[list[object]]
    seconds: list[float]
    calls: list[int]

    def records(self, steps: int) -> Records:
        """Return what is stored of each article after so many steps."""
        return records(self.truths[steps]) if self.truths[steps] else {}


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one scenario: of the index, of its texts, and of a copy after each step."""

    root: Path

    @property
    def texts(self) -> Path:
        """What is indexed; always the same, for the articles are known by their paths."""
        return self.root / "texts"

    @property
    def disk(self) -> Path:
        """What fails."""
        return self.root / "disk"

    @property
    def index(self) -> Path:
        """The index on it that something happens to."""
        return self.disk / "archive" / "index"

    @property
    def journal(self) -> Path:
        """What was done to its files."""
        return self.root / "journal"

    def copy_after(self, steps: int) -> Path:
        """Where the index is kept as it was after so many steps."""
        return self.root / f"after-{steps}"

    def begin_after(self, steps: int) -> None:
        """Have the index as it was after so many steps."""
        shutil.rmtree(self.disk, ignore_errors=True)
        self.disk.mkdir()
        if steps:
            shutil.copytree(self.copy_after(steps), self.index)


def reference(place: Place) -> Reference:
    """Do all steps without any fault, and keep a copy of the index after each."""
    made = Reference([{}], [[]], [], [])
    place.begin_after(0)
    for number in range(len(STEPS)):
        lay(place.texts, number + 1)

        def work(number: int = number) -> tuple[float, int, Truth, list[object]]:
            watched = Disk(place.disk)
            watched.plan(Plan())
            began = time.monotonic()
            with opened(place.index) as index:
                STEPS[number].act(Doing(index, place.texts))
            seconds, calls = time.monotonic() - began, watched.counted
            with opened(place.index) as index:
                settle(index)
                assert not (wrong := unsound(index)), (STEPS[number].name, wrong)
                return seconds, calls, truth(place.index), found(index)

        seconds, calls, told, hits = in_child(work)
        shutil.copytree(place.index, place.copy_after(number + 1))
        made.seconds.append(seconds)
        made.calls.append(calls)
        made.truths.append(told)
        made.found.append(hits)
    return made


def broken_off(place: Place, number: int, plan: Plan, seconds: float | None) -> tuple[int, int]:
    """Do a step in a process that is killed at a call or at an instant; return how far it got.

    Returns:
        How many articles were told of as stored (-1 where the whole step was), and how the process
        ended.
    """
    reader, writer = os.pipe()
    child = fork()
    if not child:
        os.close(reader)
        quiet()
        try:
            watched = Disk(place.disk)
            watched.plan(plan)
            with opened(place.index) as index:
                STEPS[number].act(
                    Doing(
                        index, place.texts, lambda done, _: bool(os.write(writer, b"%d\n" % done))
                    )
                )
                os.write(writer, b"-1\n")
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        lines = pipe.read().split(b"\n")
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return int(lines[-2]) if len(lines) > 1 else 0, ended


def recovered(place: Place, number: int, told: Reference, acknowledged: int) -> list[str]:
    """Look at an index that was broken off in a step, do the step again, and say what is wrong."""

    def work() -> list[str]:
        before, after = told.records(number), told.records(number + 1)
        with opened(place.index) as index:
            now = _stored(index)
            problems = neither(before, after, now)
            finished = sum(now.get(name) == one for name, one in after.items())
            wanted = len(after) if acknowledged < 0 else acknowledged
            if finished < wanted:
                problems.append(f"{wanted} articles were told of as stored, {finished} are")
            problems += unsound(index)
            if acknowledged >= 0:
                STEPS[number].act(Doing(index, place.texts))
        return problems + as_wanted(place.index, told, number + 1)

    return [f"{STEPS[number].name}: {problem}" for problem in problems_in_child(work)]


def _stored(index: Index) -> Records:
    return records(truth(index.folder)) if index.article_count else {}


def as_wanted(folder: Path, told: Reference, steps: int) -> list[str]:
    """Say how an index differs from one to which nothing happened, and what is unsound."""
    with opened(folder) as index:
        settle(index)
        problems = unsound(index)
        problems += differences("truth", told.truths[steps], truth(folder))
        return problems + differences("found", told.found[steps], found(index))
