"""How fast the compiled engine is against the same weights in sentence-transformers.

    python tests/benchmarks/bench_engine.py

Times are the best of several rounds taken in turns, so that other work on the machine weighs on all
alike; the ratios are what to look at. Processor seconds do not depend on other work at all.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from index.models.compiled_embedder import CompiledEmbedder  # noqa: E402
from index.models.probes import PROBES, QUESTIONS  # noqa: E402
from index.models.weights import backbone_folder  # noqa: E402

_QUESTION = "Who said that the shield is a threat?"
_EMBED = f"""
from index.models.embedding import open_embedder
open_embedder().embed_questions([{_QUESTION!r}])
"""


def passages(count: int) -> list[str]:
    """Return `count` different texts of about 160 tokens."""
    prose = [text for text in PROBES if len(text) > 120 and text.isascii()]
    return [
        " ".join(f"{prose[(number + part * 3) % len(prose)]} [{number}]" for part in range(4))[:720]
        for number in range(count)
    ]


def in_turns(works: dict[str, Callable[[], Any]], rounds: int) -> dict[str, tuple[float, float]]:
    """Return the least wall and processor seconds of each piece of work."""
    best = {name: (float("inf"), float("inf")) for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            best[name] = (min(best[name][0], wall), min(best[name][1], cpu))
    return best


def cold(*command: str) -> str:
    """Return what a command takes in a fresh process, at best of five."""
    runs = []
    for _ in range(5):
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command],
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{command} failed")
        processor = usage.ru_utime + usage.ru_stime
        runs.append((time.perf_counter() - start, processor, usage.ru_maxrss // 1024))
    wall, processor, memory = min(runs)
    # A process counts the memory of the one that started it, until it has more of its own.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{wall:.2f} s ({processor:.2f} s of processor), "
        f"{'at most ' if memory <= own else ''}{memory} MB"
    )


def cold_starts() -> None:
    """Print what the first answer takes, from nothing to the end of the process."""
    with tempfile.TemporaryDirectory() as folder:
        index = ["--index", folder]
        pullquote = ["-m", "app"]
        subprocess.run(
            [sys.executable, *pullquote, "index", "samples/articles", *index],
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        print("pullquote --help:", cold(*pullquote, "--help"))
        print("embedding a question:", cold("-c", _EMBED))
        print("pullquote search:", cold(*pullquote, "search", _QUESTION, *index))
        print("pullquote ask:", cold(*pullquote, "ask", _QUESTION, *index))


def company(embedder: CompiledEmbedder, texts: Sequence[str]) -> None:
    """Print how long a question takes alone, beside other questions, and beside indexing."""

    def asked(times: int) -> list[float]:
        taken = []
        for number in range(times):
            start = time.perf_counter()
            embedder.embed_questions([QUESTIONS[number % len(QUESTIONS)]])
            taken.append(1000 * (time.perf_counter() - start))
        return taken

    def shown(taken: Sequence[float]) -> str:
        ordered = sorted(taken)
        middle, slow = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
        return f"median {middle:.2f} ms, 95 % within {slow:.2f} ms"

    print("question alone:", shown(asked(200)))
    for askers in (2, 8):
        with ThreadPoolExecutor(askers) as pool:
            start = time.perf_counter()
            taken = [one for part in pool.map(asked, [100] * askers) for one in part]
            rate = len(taken) / (time.perf_counter() - start)
        print(f"{askers} asking at once: {shown(taken)}; {rate:.0f} questions/s")
    with ThreadPoolExecutor(1) as pool:
        indexing = pool.submit(embedder.embed_passages, texts)
        taken = []
        while not indexing.done():
            taken += asked(1)
    print(f"question while passages are indexed: {shown(taken)}")


def table(rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Print rows as a Markdown table."""
    head = ("", "wall", "processor", "ratio of wall")
    for row in (head, ("---", "---:", "---:", "---:"), *rows):
        print("| " + " | ".join(row) + " |")


def main() -> None:
    """Run all measurements and print the table."""
    options = argparse.ArgumentParser(description="Measure the compiled engine.")
    options.add_argument("--passages", type=int, default=128)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    cold_starts()
    from sentence_transformers import SentenceTransformer

    ours = CompiledEmbedder.open()
    theirs = SentenceTransformer(str(backbone_folder()), device="cpu")
    texts, question = passages(chosen.passages), QUESTIONS[0]
    ours.embed_passages(texts[:8])
    company(ours, texts * 2)
    theirs.encode(texts[:8], show_progress_bar=False)
    indexing = in_turns(
        {
            "theirs": lambda: theirs.encode(texts, show_progress_bar=False),
            "ours": lambda: ours.embed_passages(texts),
        },
        chosen.rounds,
    )
    asking = in_turns(
        {
            "theirs": lambda: theirs.encode([question], show_progress_bar=False),
            "ours": lambda: ours.embed_questions([question]),
        },
        20 * chosen.rounds,
    )
    rows = []
    names = {"theirs": "sentence-transformers, float32", "ours": f"compiled, {ours.precision}"}
    for name, label in names.items():
        wall, cpu = indexing[name]
        ratio = indexing["theirs"][0] / wall
        speed = f"{len(texts) / wall:.0f} passages/s"
        rows.append((f"{label}: index", speed, f"{1000 * cpu / len(texts):.2f} ms", f"{ratio:.1f}"))
    for name, label in names.items():
        wall, cpu = asking[name]
        ratio = asking["theirs"][0] / wall
        rows.append(
            (f"{label}: question", f"{1000 * wall:.2f} ms", f"{1000 * cpu:.2f} ms", f"{ratio:.1f}")
        )
    table(rows)


if __name__ == "__main__":
    main()
