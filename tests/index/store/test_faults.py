"""The short form of `tests/benchmarks/faults`: kills, power cuts and disks that refuse, at random.

What is printed when one fails repeats it: the seed and the number of the trial.
"""

import os
import random
from pathlib import Path

import pytest
from faults import disk
from faults.children import in_child
from faults.crash_states import Chance, Drive
from faults.disk import Disk, Plan
from faults.journal import Entry, Op, entries
from faults.killing import killed
from faults.power import changed_in_memory, cut, recorded
from faults.room import refused
from faults.scenario import STEPS, lay
from faults.trials import Place, Reference, broken_off, recovered, reference

SEED = 14
KILLS, CUTS, REFUSALS = 10, 7, 7

_MISSING = disk.missing()
pytestmark = pytest.mark.skipif(_MISSING is not None, reason=f"no disk that fails: {_MISSING}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The folders of one scenario."""
    return Place(tmp_path_factory.mktemp("faults").resolve())


@pytest.fixture(scope="module")
def told(place: Place) -> Reference:
    """What an index to which nothing happens is after each step."""
    return reference(place)


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_at_any_instant_loses_nothing(place: Place, told: Reference, number: int) -> None:
    trial = killed(place, told, SEED, number)
    assert trial.problems == [], trial.name


def test_a_kill_in_the_middle_of_an_addition_is_one(place: Place, told: Reference) -> None:
    place.begin_after(0)
    lay(place.texts, 1)
    got, ended = broken_off(place, 0, Plan(disk.END_AFTER, told.calls[0] // 2), None)
    assert ended == -9
    assert 0 < got < len(told.records(1))
    assert recovered(place, 0, told, got) == []


def test_a_loss_is_noticed(place: Place, told: Reference) -> None:
    place.begin_after(3)
    lay(place.texts, 5)
    problems = recovered(place, 4, told, 30)
    assert any("change: single-00: stored is None" in one for one in problems)
    assert any("30 articles were told of as stored, 11 are" in one for one in problems)
    assert any("change: truth articles: missing" in one for one in problems)
    assert any("change: found: missing" in one for one in problems)


@pytest.fixture(scope="module")
def calls(place: Place, told: Reference) -> list[Entry]:
    """What is done to files while all steps are done."""
    return recorded(place)


@pytest.mark.parametrize("number", range(CUTS))
def test_a_power_cut_loses_nothing_that_was_told_of(
    place: Place, told: Reference, calls: list[Entry], number: int
) -> None:
    trial = cut(place, told, calls, SEED, number)
    assert trial.problems == [], trial.name


def test_nothing_but_what_sqlite_makes_again_is_written_through_memory(
    place: Place, calls: list[Entry]
) -> None:
    assert changed_in_memory(place, calls) == {"articles.sqlite-shm"}


@pytest.mark.parametrize("number", range(REFUSALS))
def test_a_disk_that_refuses_is_said_and_loses_nothing(
    place: Place, told: Reference, number: int
) -> None:
    trial = refused(place, told, SEED, number)
    assert trial.problems == [], trial.name


def test_a_journal_tells_of_the_process_that_began_it_alone(tmp_path: Path) -> None:
    disk_of, journal = tmp_path.resolve() / "disk", tmp_path / "journal"
    disk_of.mkdir()

    def work() -> None:
        watched = Disk(disk_of, journal)
        with (disk_of / "parent").open("wb", buffering=0) as file:
            child = os.fork()
            for number in range(2000):
                if not child:
                    (disk_of / "child").write_bytes(b"child")
                else:
                    file.write(b"%d" % number)
                    watched.mark(str(number))
            if not child:
                os._exit(0)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    in_child(work)
    told = entries(journal)
    both = [one for number in range(2000) for one in (b"%d" % number,) * 2]
    assert [one.first for one in told[1:-1]] == both
    assert (told[0].op, told[-1].op) == (Op.OPEN, Op.CLOSE)
    assert (disk_of / "child").read_bytes() == b"child"


def _made(root: Path, *calls: Entry) -> Drive:
    drive = Drive(str(root))
    drive.take(calls)
    return drive


def _call(op: Op, path: str = "", new: str = "", **more: int) -> Entry:
    fd, offset = more.get("fd", -1), more.get("offset", 0)
    return Entry(op, fd, offset, path.encode(), new.encode())


@pytest.mark.parametrize(
    ("synced", "names", "data", "wanted"),
    [
        ("", "any", "none", {"", "a:"}),
        ("file", "any", "none", {"", "a:words"}),
        ("folder", "any", "none", {"a:"}),
        ("both", "any", "none", {"a:words"}),
        ("folder", "in order", "zeros", {"a:\0\0\0\0\0"}),
        ("folder", "all", "torn", {"a:", "a:w", "a:wo", "a:wor", "a:word", "a:words"}),
    ],
)
def test_what_was_not_synced_may_be_gone(
    tmp_path: Path, synced: str, names: str, data: str, wanted: set[str]
) -> None:
    root = "/disk"
    path = f"{root}/a"
    entries = [
        _call(Op.OPEN, root, fd=3, offset=4),
        _call(Op.OPEN, path, fd=4, offset=1),
        _call(Op.WRITE, "words", fd=4),
        *([_call(Op.SYNC, fd=4)] if synced in ("file", "both") else []),
        *([_call(Op.SYNC, fd=3)] if synced in ("folder", "both") else []),
    ]
    found = set()
    for number in range(60):
        folder = tmp_path / str(number)
        how = Chance(names, data)  # type: ignore[arg-type]
        _made(Path(root), *entries).write(folder, random.Random(number), how)
        found.add("".join(f"{one.name}:{one.read_text()}" for one in folder.iterdir()))
    assert found == wanted


def test_every_step_of_the_scenario_changes_files(told: Reference) -> None:
    assert len(told.calls) == len(STEPS)
    assert min(told.calls) > 0
