"""Measure a running server over the sample articles: alone, with many people, in a burst.

    python tests/benchmarks/bench_load.py

Each person has an address of their own (127.0.0.x, Linux). Reading questions together is compared
with reading them one by one in the same run.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "qa" / "web" / "helpers")]

from flood import Reply, flood, request, send  # noqa: E402

from index import Index  # noqa: E402
from qa.assistant import Ask, Assistant  # noqa: E402

PEOPLE = 50
BURST = 2_000
BATCH = 4


def questions() -> list[str]:
    """Return the sample questions that stand alone."""
    rows = (ROOT / "samples" / "questions.jsonl").read_text("utf-8").splitlines()
    parsed = [json.loads(row) for row in rows if row.strip()]
    return [row["question"] for row in parsed if not row.get("history")]


@contextmanager
def server(index: Path, *options: str) -> Iterator[tuple[str, int]]:
    """Run a server as a process; yield its address and process number."""
    app = [sys.executable, str(ROOT / "app.py"), "serve"]
    command = [*app, "--port", "0", "--index", str(index), *options]
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(command, cwd=ROOT, stderr=log, text=True) as process,
    ):
        try:
            yield _address(log), process.pid
        finally:
            process.terminate()
            process.wait(60)


def _address(log: object) -> str:
    while True:
        log.seek(0)  # type: ignore[attr-defined]
        for word in log.read().split():  # type: ignore[attr-defined]
            if word.startswith("http://"):
                return str(word).rstrip("/")
        time.sleep(0.1)


def memory(process: int) -> dict[str, float]:
    """Return what a process holds now and held at most, in MB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return {name: int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")}


def p95(seconds: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(seconds)[max(0, round(0.95 * len(seconds)) - 1)]


def asking(url: str, question: str) -> bytes:
    """Return a request that asks a question."""
    return request(url, "/api/ask", body={"question": question})


def ask_alone(url: str, asked: Sequence[str]) -> list[Reply]:
    """Ask one question after another."""
    replies = [flood(url, [asking(url, question)])[0] for question in asked]
    assert all(reply.status == 200 for reply in replies)
    return replies


def alone(url: str, asked: Sequence[str]) -> float:
    """Ask one question after another; return the median (s)."""
    replies = ask_alone(url, asked)
    seconds = [reply.seconds for reply in replies]
    middle = statistics.median(seconds)
    print(f"alone, {len(asked)} questions: median {middle:.3f} s, p95 {p95(seconds):.3f} s")
    return middle


def ask_together(url: str, asked: Sequence[str]) -> list[Reply]:
    """Let 50 people ask at once, each something else."""

    async def main() -> list[Reply]:
        return await asyncio.gather(
            *(
                send(url, asking(url, asked[n % len(asked)]), source=f"127.0.0.{n + 2}")
                for n in range(PEOPLE)
            )
        )

    return asyncio.run(main())


def together(url: str, asked: Sequence[str], middle: float) -> None:
    """Let 50 people ask at once."""
    replies = ask_together(url, asked)
    seconds = [reply.seconds for reply in replies]
    print(
        f"{PEOPLE} people at once: {dict(Counter(one.status for one in replies))}, median "
        f"{statistics.median(seconds):.2f} s, p95 {p95(seconds):.2f} s = "
        f"{p95(seconds) / middle:.1f} times the median of one alone"
    )


def fairness(url: str, asked: Sequence[str]) -> None:
    """One person asks 40 questions, then five others one each."""

    async def main() -> tuple[list[float], float]:
        started = time.perf_counter()
        many = [
            asyncio.create_task(send(url, asking(url, asked[n % len(asked)]))) for n in range(40)
        ]
        await asyncio.sleep(0.1)
        others = await asyncio.gather(
            *(send(url, asking(url, asked[n]), source=f"127.0.1.{n + 1}") for n in range(5))
        )
        await asyncio.gather(*many)
        return [one.seconds for one in others], time.perf_counter() - started

    others, whole = asyncio.run(main())
    print(
        f"one person's 40 questions took {whole:.2f} s; five others, who came after them, waited "
        f"{max(others):.2f} s at most"
    )


def burst(url: str, asked: Sequence[str]) -> None:
    """Send 2,000 questions from one address, then ask like anybody."""
    started = time.perf_counter()
    replies = flood(url, [asking(url, asked[n % len(asked)]) for n in range(BURST)], at_once=1_000)
    seen = dict(Counter(reply.status for reply in replies))
    told = Counter(one.headers.get("retry-after") for one in replies if one.status != 200)
    print(
        f"burst of {BURST}: {seen} in {time.perf_counter() - started:.1f} s, "
        f"told to come again after (s): {dict(told)}"
    )
    time.sleep(1)
    after = flood(url, [asking(url, asked[0])])[0]
    print(f"afterwards: {after.status} in {after.seconds:.3f} s")


def batching(index: Path, asked: Sequence[str]) -> None:
    """Compare questions answered one by one with the same in batches, turn by turn."""
    with Index.open(index) as opened:
        assistant = Assistant(opened)
        asks = [Ask(question=question) for question in asked[:24]]
        assistant.ask_many(asks[:2])
        rounds: list[tuple[float, float]] = []
        for _ in range(3):
            started = time.perf_counter()
            for ask in asks:
                assistant.ask_many([ask])
            single = time.perf_counter() - started
            started = time.perf_counter()
            for at in range(0, len(asks), BATCH):
                assistant.ask_many(asks[at : at + BATCH])
            rounds.append((single, time.perf_counter() - started))
        one, many = (min(times) / len(asks) for times in zip(*rounds, strict=True))
        print(
            f"reader {assistant.reader.name}: {one * 1000:.0f} ms a question one by one, "
            f"{many * 1000:.0f} ms in batches of {BATCH}: {one / many:.2f} times as fast"
        )


def main() -> None:
    """Print the figures."""
    asked = questions()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        with Index.open(index, create=True) as opened:
            opened.add([str(ROOT / "samples" / "articles")])
        with server(index, "--keep-answers", "0") as (url, process):  # each is made anew
            alone(url, asked[:3])
            middle = alone(url, asked[:50])
            print(
                "memory after 50 questions:", {k: f"{v:.0f} MB" for k, v in memory(process).items()}
            )
            together(url, asked, middle)
            fairness(url, asked)
            burst(url, asked)
            print("memory at the end:", {k: f"{v:.0f} MB" for k, v in memory(process).items()})
        batching(index, asked)


if __name__ == "__main__":
    main()
