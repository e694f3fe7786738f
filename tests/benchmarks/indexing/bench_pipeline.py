"""How full `pullquote index` keeps the cores: `bench_pipeline.py [--articles N] [CHECKOUT]...`.

Writes articles of the probe texts to files and indexes them with everything (reading apart,
embedding, statements), by the sources of each checkout in turn, this one when none is named. Where
others use the machine, compare the processor time and the share of time in which at least as many
threads as there are cores wanted to run: with that at 1, the cores set the speed.
Figures: docs/engine.md.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from index.models.cores import usable_cores  # noqa: E402
from index.models.probes import PROBES  # noqa: E402

TICK = 0.01
"""Seconds between two looks at the threads."""


@dataclass
class Run:
    """What one run took; `wanting` are how many threads wanted to run at each look."""

    passages: int
    seconds: float
    processor: float
    wanting: list[int] = field(default_factory=list)

    def full(self, cores: int) -> float:
        """Return the share of looks at which there was work for every core."""
        return statistics.mean(count >= cores for count in self.wanting)


def write_articles(folder: Path, count: int) -> None:
    """Write articles of about six passages, a quarter of them with people who say something."""
    prose = [text for text in PROBES if len(text) > 120 and text.isascii()]
    for number in range(count):
        parts = [f"{prose[(number + 3 * at) % len(prose)]} [{number}.{at}]" for at in range(14)]
        (folder / f"article-{number:04}.txt").write_text(
            f"Report {number}\n\n" + "\n\n".join(parts) + "\n", encoding="utf-8"
        )


def threads_wanting(root: int) -> int:
    """Return how many threads of a process and those it started run or wait for a core."""
    count, left = 0, [root]
    while left:
        process = left.pop()
        for task in Path(f"/proc/{process}/task").glob("*"):
            try:
                state = (task / "stat").read_text().rpartition(")")[2].split()[0]
                left += map(int, (task / "children").read_text().split())
            except OSError:  # it has just ended
                continue
            count += state == "R"
    return count


def run(checkout: Path, articles: Path) -> Run:
    """Index the articles into a new folder by the sources of a checkout."""
    with tempfile.TemporaryDirectory() as index:
        command = [sys.executable, "app.py", "index", str(articles), "--index", index, "--json"]
        before, started = os.times(), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        wanting = list(_looks(process))
        seconds, after = time.perf_counter() - started, os.times()
        report = json.loads(process.communicate()[0])
    processor = after.children_user - before.children_user
    processor += after.children_system - before.children_system
    return Run(report["passages"], seconds, processor, wanting)


def _looks(process: "subprocess.Popen[str]") -> Iterator[int]:
    while process.poll() is None:
        yield threads_wanting(process.pid)
        time.sleep(TICK)


def main() -> None:
    """Run each checkout in turns and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("checkouts", type=Path, nargs="*", default=[ROOT])
    options = parser.parse_args()
    cores = usable_cores()
    runs: dict[Path, list[Run]] = {one.resolve(): [] for one in options.checkouts}
    with tempfile.TemporaryDirectory() as folder:
        write_articles(Path(folder), options.articles)
        for _ in range(options.rounds):
            for checkout, found in runs.items():
                found.append(run(checkout, Path(folder)))
    print("| sources | passages/s | processor, ms a passage | every core has work |")
    print("| --- | ---: | ---: | ---: |")
    for checkout, found in runs.items():
        rate = max(one.passages / one.seconds for one in found)
        processor = min(1000 * one.processor / one.passages for one in found)
        full = statistics.mean(one.full(cores) for one in found)
        print(f"| {checkout.name} | {rate:.0f} | {processor:.2f} | {100 * full:.0f} % |")


if __name__ == "__main__":
    main()
