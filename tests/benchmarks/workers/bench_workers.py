"""Measure servers with 1, 2 and more workers: answers, processor time and memory.

    python tests/benchmarks/workers/bench_workers.py [--rounds N] [--distinct N]... [WORKERS...]

All servers are up at once and are asked in turns, so that other work on the machine is the same for
all; each round first asks one question after another, then lets 50 people ask at once: all
different ones, or each one of `--distinct` questions, the first of them most often. Before each of
these something in the index changes, so that no answer is kept from before. Memory is what a
process holds (its share of what is shared: PSS), over all of a server's.
"""

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

from bench_load import (  # noqa: E402
    PEOPLE,
    ask_alone,
    ask_together,
    p95,
    questions,
    server,
)

from index import Index  # noqa: E402

ROUNDS = 3
ALONE = 24
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """One server asked among so many questions; seconds, and processor seconds a question."""

    workers: int
    distinct: int
    url: str
    process: int
    alone: list[float] = field(default_factory=list)
    middle: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def round(self, index: Index, asked: Sequence[str], seed: int) -> None:
        """Ask one after another, then all at once."""
        forget(index)
        alone = statistics.median(one.seconds for one in ask_alone(self.url, asked[:ALONE]))
        forget(index)
        before = processor_seconds(self.process)
        replies = ask_together(self.url, picked(asked, self.distinct, seed))
        self.processor.append((processor_seconds(self.process) - before) / PEOPLE)
        self.statuses.update(one.status for one in replies)
        late = p95([one.seconds for one in replies])
        self.alone.append(alone)
        self.middle.append(statistics.median(one.seconds for one in replies))
        self.together.append(late)
        self.ratios.append(late / alone)

    def row(self) -> str:
        """Return the medians of the rounds."""
        alone, middle, late, ratio, used = (
            statistics.median(one)
            for one in (self.alone, self.middle, self.together, self.ratios, self.processor)
        )
        pss = [memory(one) for one in family(self.process)]
        return (
            f"| {self.workers} | {self.distinct} | {alone:.3f} s | {middle:.2f} s | {late:.2f} s "
            f"| {ratio:.1f} | {used * 1000:.0f} ms "
            f"| {sum(pss):.0f} MB ({', '.join(f'{one:.0f}' for one in pss)}) "
            f"| {dict(self.statuses)} |"
        )


def forget(index: Index) -> None:
    """Change something, which no answer is made from, so that no kept answer counts any more."""
    index.set_setting("benchmark", time.time_ns())


def picked(asked: Sequence[str], distinct: int, seed: int) -> list[str]:
    """Return what each of all people asks: different ones, or the first more often than others.

    (G. K. Zipf: how often something is asked falls with its rank as 1, 1/2, 1/3.)
    """
    if distinct >= PEOPLE:
        return list(asked[:PEOPLE])
    chances = [1 / rank for rank in range(1, distinct + 1)]
    return random.Random(seed).choices(asked[:distinct], chances, k=PEOPLE)


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


def servers(
    index: Path, counts: Sequence[int], distinct: Sequence[int], stack: ExitStack
) -> Iterator[Measured]:
    """Start a server with each number of workers, to be asked in each way."""
    for count in counts:
        url, process = stack.enter_context(server(index, "--workers", str(count)))
        yield from (Measured(count, few, url, process) for few in distinct)


def main(counts: Sequence[int], distinct: Sequence[int], rounds: int) -> None:
    """Print a row for each number of workers and of questions."""
    asked = questions()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "index"
        with Index.open(path, create=True) as opened:
            opened.add([str(ROOT / "samples" / "articles")])
            measured = list(servers(path, counts, distinct, stack))
            for url in dict.fromkeys(one.url for one in measured):
                ask_together(url, asked)  # every worker has loaded what it needs
            for number in range(rounds):
                for one in measured:
                    one.round(opened, asked, number)
        print(
            f"| workers | questions | alone, median | {PEOPLE} at once, median | p95 | times "
            "| processor | PSS | |"
        )
        print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |")
        for one in measured:
            print(one.row())


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rounds", type=int, default=ROUNDS)
    given.add_argument("--distinct", type=int, action="append", help="default: 50 and 10")
    given.add_argument("workers", type=int, nargs="*", default=[1, 2])
    wishes = given.parse_args()
    main(wishes.workers, wishes.distinct or [PEOPLE, 10], wishes.rounds)
