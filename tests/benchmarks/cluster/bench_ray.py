"""Indexing with a local Ray beside indexing without: `bench_ray.py [WHAT]`.

    ratio [PASSAGES]   how long both take, turn by turn, and whether they store the same; by itself
    kill [PASSAGES]    the command is killed half-way: nothing of it stays, and the next run goes on
    cluster            the command with a head of its own started by `ray start`, files sent

Figures: docs/scale.md.
"""

import json
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

from bench_peers import articles  # noqa: E402

from index.cluster.workers import Workers  # noqa: E402
from index.collection import Index  # noqa: E402
from index.models.cores import usable_cores  # noqa: E402
from qa.statements.stored import StatementFinder  # noqa: E402

ROUNDS = 2
HEAD = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # loopback addresses alone
    "RAY_AUTH_MODE": "disabled",
    "RAY_worker_niceness": "0",  # else anything else on the machine comes first
}
RAY = Path(sys.executable).with_name("ray")


def written(folder: Path, passages: int) -> Path:
    """Write articles to files, last changed long ago; return their folder."""
    folder.mkdir()
    for number, article in enumerate(articles(passages)):
        path = folder / f"article-{number:05}.txt"
        path.write_text(f"Article {number}\n\n{article.text}\n", "utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def held(folder: Path) -> list[str]:
    """Return all that an index holds, but when it was made and the name it drew then."""
    with sqlite3.connect(folder / "articles.sqlite") as database:
        lines = list(database.iterdump())
    return [line for line in lines if "index_id" not in line and '"migrations"' not in line]


def processor() -> float:
    """Return the processor time of this process and of all that it started, in seconds."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            stats[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
    below, found = set[int](), {os.getpid()}
    while found:
        below |= found
        found = {one for one, fields in stats.items() if int(fields[1]) in below} - below
    ticks = sum(int(value) for one in below if one in stats for value in stats[one][11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def seconds(place: Path, paths: list[str], workers: Workers | None) -> tuple[float, float]:
    """Return the time and the processor time that it takes to index paths with an opened model."""
    with Index.open(place, create=True, annotator=StatementFinder()) as index:
        index.embedder.embed_questions(["Is it there?"])
        started, before = time.perf_counter(), processor()
        report = index.add(paths, workers=workers)
        took, worked = time.perf_counter() - started, processor() - before
        speed = report.passages / took
        print(
            f"  {place.name:8} {speed:6.0f} passages/s ({took:.1f} s, {worked:.1f} s of processor)"
        )
    return took, worked


def ratio(passages: int) -> None:
    """Compare both, turn by turn."""
    with tempfile.TemporaryDirectory() as name, Workers("local") as workers:
        folder = Path(name)
        source = written(folder / "articles", passages)
        first = next(source.iterdir())
        seconds(folder / "warm", [str(first)], None)
        started = time.perf_counter()
        seconds(folder / "start", [str(first)], workers)
        print(f"starting Ray and {usable_cores()} workers: {time.perf_counter() - started:.1f} s")
        ratios, works = [], []
        for turn in range(ROUNDS):
            here = seconds(folder / f"here-{turn}", [str(source)], None)
            there = seconds(folder / f"ray-{turn}", [str(source)], workers)
            ratios.append(here[0] / there[0])
            works.append(there[1] / here[1])
        same = held(folder / "here-0") == held(folder / "ray-0")
        print(
            f"with Ray {statistics.median(ratios):.2f} times as fast, with "
            f"{statistics.median(works):.2f} times the processor time; the same stored: {same}"
        )


def command(index: Path, source: Path, address: str) -> list[str]:
    """Return the command line that indexes a folder."""
    program = [sys.executable, str(ROOT / "app.py"), "index", str(source), "--index", str(index)]
    return [*program, "--ray", address, "--json"]


def processes(name: str) -> list[str]:
    """Return the command lines of processes that have a word in them."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            text = line.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if name in text and str(os.getpid()) != line.parent.name:
            found.append(text[:100])
    return found


def kill(passages: int) -> None:
    """Kill the command once it has stored something, and run it again."""
    with tempfile.TemporaryDirectory(prefix="pq-kill-") as name:
        folder = Path(name)
        source, place = written(folder / "articles", passages), folder / "index"
        process = subprocess.Popen(
            command(place, source, "local"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and not stored(place):
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        print(f"killed with {stored(place)} of {len(list(source.iterdir()))} articles stored")
        deadline = time.monotonic() + 120
        while (left := [*processes("pq-ray-"), *processes("local_head")]) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.5)
        print(f"processes left: {left}")
        done = subprocess.run(command(place, source, "local"), capture_output=True, check=False)
        report = json.loads(done.stdout)
        print(f"then: {report['unchanged']} unchanged, {report['added']} added, {report['failed']}")
        seconds(folder / "here", [str(source)], None)
        print("the same articles:", texts(place) == texts(folder / "here"))


def stored(place: Path) -> int:
    try:
        with sqlite3.connect(f"file:{place}/articles.sqlite?mode=ro", uri=True) as database:
            return int(database.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:
        return 0


def texts(place: Path) -> list[tuple[object, ...]]:
    """Return articles with their vectors, however they are numbered."""
    query = "SELECT a.id, a.text, v.data FROM articles a JOIN vectors v ON v.article = a.row"
    with sqlite3.connect(place / "articles.sqlite") as database:
        return sorted(database.execute(query))


@contextmanager
def head(folder: Path) -> Iterator[str]:
    """Yield the address of a Ray of two cores as one is started on a machine of a cluster."""
    with socket.socket() as probe, socket.socket() as other:
        probe.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        port, client = probe.getsockname()[1], other.getsockname()[1]
    options = {
        "port": port,
        "ray-client-server-port": client,
        "node-ip-address": "127.0.0.1",
        "num-cpus": 2,
        "include-dashboard": "false",
        "temp-dir": folder / "ray",
        "object-store-memory": 256 * 1024 * 1024,
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.Popen(
        [str(RAY), "start", "--head", "--block", "--disable-usage-stats", *given],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | HEAD,
        cwd=ROOT,
    )
    try:
        while process.poll() is None and not answers(client):
            time.sleep(0.5)
        yield f"ray://127.0.0.1:{client}"
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def cluster() -> None:
    """Index with a head that `ray start` started on the loopback address."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="pq-head-") as name:
        folder = Path(name)
        source = written(folder / "articles", 60)
        with head(folder) as address:
            started = time.perf_counter()
            done = subprocess.run(
                command(folder / "index", source, address), capture_output=True, check=False
            )
            print(done.stdout.decode(), done.stderr.decode(), time.perf_counter() - started)


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else "ratio"
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    {"ratio": lambda: ratio(size), "kill": lambda: kill(size), "cluster": cluster}[what]()
