"""Measure servers with 1, 2 and more workers: answers, processor time and memory.

    python tests/benchmarks/workers/bench_workers.py [--rounds N] [WORKERS...]

All servers are up at once and are asked in turns, so that other work on the machine is the same for
all; each round first asks one question after another, then lets 50 people ask different ones at
once. Memory is what a process holds (its share of what is shared: PSS), over all of a server's.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

from bench_load import PEOPLE, ask_alone, ask_together, p95, questions, server  # noqa: E402

from index import Index  # noqa: E402

ROUNDS = 3
ALONE = 24
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """One server, and what its rounds gave: seconds, and processor seconds a question."""

    workers: int
    url: str
    process: int
    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def round(self, asked: Sequence[str]) -> None:
        """Ask one after another, then all at once."""
        alone = statistics.median(one.seconds for one in ask_alone(self.url, asked[:ALONE]))
        before = processor_seconds(self.process)
        replies = ask_together(self.url, asked)
        self.processor.append((processor_seconds(self.process) - before) / PEOPLE)
        self.statuses |= {one.status for one in replies}
        late = p95([one.seconds for one in replies])
        self.alone.append(alone)
        self.together.append(late)
        self.ratios.append(late / alone)

    def row(self) -> str:
        """Return the medians of the rounds."""
        alone, late, ratio, used = (
            statistics.median(one)
            for one in (self.alone, self.together, self.ratios, self.processor)
        )
        pss = [memory(one) for one in family(self.process)]
        return (
            f"| {self.workers} | {alone:.3f} s | {late:.2f} s | {ratio:.1f} | {used * 1000:.0f} ms "
            f"| {sum(pss):.0f} MB ({', '.join(f'{one:.0f}' for one in pss)}) | {self.statuses} |"
        )


def family(process: int) -> list[int]:
    """Return a process and its children."""
    found = [process]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            parent = re.search(r"^PPid:\s+(\d+)$", status.read_text("ascii"), re.MULTILINE)
        except OSError:
            continue
        if parent and int(parent[1]) == process:
            found.append(int(status.parent.name))
    return found


def processor_seconds(process: int) -> float:
    """Return the processor time that a server and its workers took so far."""
    fields = [
        Path(f"/proc/{one}/stat").read_text("utf-8").rpartition(")")[2].split()
        for one in family(process)
    ]
    return sum(int(one[11]) + int(one[12]) for one in fields) / _TICKS


def memory(process: int) -> float:
    """Return the MB that a process holds, its share of what others hold, too."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def servers(index: Path, counts: Sequence[int], stack: ExitStack) -> Iterator[Measured]:
    """Start a server with each number of workers, and let each answer once."""
    for count in counts:
        url, process = stack.enter_context(server(index, "--workers", str(count)))
        yield Measured(count, url, process)


def main(counts: Sequence[int], rounds: int) -> None:
    """Print a row for each number of workers."""
    asked = questions()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        index = Path(folder) / "index"
        with Index.open(index, create=True) as opened:
            opened.add([str(ROOT / "samples" / "articles")])
        measured = list(servers(index, counts, stack))
        for one in measured:
            ask_together(one.url, asked)  # every worker has loaded what it needs
        for _ in range(rounds):
            for one in measured:
                one.round(asked)
        print(f"| workers | alone, median | {PEOPLE} at once, p95 | times | processor | PSS | |")
        print("| ---: | ---: | ---: | ---: | ---: | ---: | --- |")
        for one in measured:
            print(one.row())


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rounds", type=int, default=ROUNDS)
    given.add_argument("workers", type=int, nargs="*", default=[1, 2])
    wishes = given.parse_args()
    main(wishes.workers, wishes.rounds)
