"""Kill, cut the power, fill the disk, at random; nothing that was told of as stored may be lost.

    python tests/benchmarks/faults/bench_faults.py [kills|power|room] [COUNT] [--seed N] [--only N]

Without arguments: some of each. Prints each fault found with the seed and number that repeat it
(`--seed`, `--only`), and counts. Ends with 1 where there is one. Linux, with a C compiler.
docs/reliability.md says what is promised.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers"), str(ROOT / "tests" / "index")]

from faults import disk  # noqa: E402
from faults.killing import killed  # noqa: E402
from faults.power import cut, recorded  # noqa: E402
from faults.repairs import cut_repair, recorded_repair  # noqa: E402
from faults.room import refused  # noqa: E402
from faults.trials import Place, Reference, reference  # noqa: E402

SHORT = {"kills": 20, "power": 20, "room": 20, "repair": 10}
EVERY = 50
SHOWN, SHOWN_OF_EACH = 3, 300


def told_of(name: str, problems: Sequence[str]) -> None:
    """Print what was found wrong, briefly."""
    if problems:
        print(name)
    for problem in problems[:SHOWN]:
        print(f"    {problem[:SHOWN_OF_EACH]}")
    if problems[SHOWN:]:
        print(f"    and {len(problems) - SHOWN} more", flush=True)


def kills(place: Place, told: Reference, seed: int, numbers: Sequence[int]) -> int:
    """Kill the indexer; return how many faults were found."""
    faults = hits = 0
    for done, number in enumerate(numbers, 1):
        trial = killed(place, told, seed, number)
        hits += trial.hits
        faults += bool(trial.problems)
        told_of(trial.name, trial.problems)
        if done % EVERY == 0 or done == len(numbers):
            print(f"kills: {done} trials, {hits} processes killed, {faults} faults", flush=True)
    return faults


def power(place: Place, told: Reference, seed: int, numbers: Sequence[int]) -> int:
    """Cut the power; return how many faults were found."""
    calls = recorded(place)
    faults = 0
    for done, number in enumerate(numbers, 1):
        trial = cut(place, told, calls, seed, number)
        faults += bool(trial.problems)
        told_of(trial.name, trial.problems)
        if done % EVERY == 0 or done == len(numbers):
            print(f"power: {done} cuts in {len(calls)} calls, {faults} faults", flush=True)
    return faults


def room(place: Place, told: Reference, seed: int, numbers: Sequence[int]) -> int:
    """Refuse what takes room; return how many faults were found."""
    faults = failed = 0
    for done, number in enumerate(numbers, 1):
        trial = refused(place, told, seed, number)
        failed += bool(trial.message)
        faults += bool(trial.problems)
        told_of(trial.name, trial.problems)
        if done % EVERY == 0 or done == len(numbers):
            print(f"room: {done} trials, {failed} failed with a message, {faults} faults")
    return faults


def repair(place: Place, told: Reference, seed: int, numbers: Sequence[int]) -> int:
    """Cut the power while a damaged database is repaired; return how many faults were found."""
    calls = recorded_repair(place)
    faults = 0
    for done, number in enumerate(numbers, 1):
        trial = cut_repair(place, told, calls, seed, number)
        faults += bool(trial.problems)
        told_of(trial.name, trial.problems)
        if done % EVERY == 0 or done == len(numbers):
            print(f"repair: {done} cuts in {len(calls)} calls, {faults} faults", flush=True)
    return faults


WAYS: dict[str, Callable[[Place, Reference, int, Sequence[int]], int]] = {
    "kills": kills,
    "power": power,
    "room": room,
    "repair": repair,
}


def main() -> int:
    """Run what was asked for; return what the process ends with."""
    asked = argparse.ArgumentParser(description="Faults of processes and disks, at random.")
    asked.add_argument("way", nargs="?", choices=WAYS)
    asked.add_argument("count", nargs="?", type=int)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", type=int)
    wanted = asked.parse_args()
    problem = disk.missing()
    if problem:
        print(f"This cannot run here: {problem}.")
        return 0
    faults = 0
    # In memory where that is possible: what is synced is known, so no disk is waited for.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        place = Place(Path(folder).resolve())
        told = reference(place)
        for way in [wanted.way] if wanted.way else WAYS:
            began = time.monotonic()
            count = wanted.count or SHORT[way]
            numbers = range(count) if wanted.only is None else [wanted.only]
            faults += WAYS[way](place, told, wanted.seed, numbers)
            print(f"{way}: {time.monotonic() - began:.0f} s")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
