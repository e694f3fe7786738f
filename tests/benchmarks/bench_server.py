"""How fast a server answers and how much memory it takes: `bench_server.py [ARTICLES]`.

The index holds the sample articles, embedded, and made-up news with random vectors around them, so
that an index of 100,000 passages (10,000 articles) is made in a minute and questions are still
answered from the samples. The server is a process of its own, asked over HTTP one question after
the other; its memory is what the system says at the end and at the peak (Linux).
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from random_vectors import RandomVectors

from index.articles.article import Article, ArticleInfo
from index.collection import Index

ROOT = Path(__file__).resolve().parents[2]
TOPICS = "bridge council harbour tram mayor vote river school bank storm farm light water".split()
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "samples" / "questions.jsonl").read_text("utf-8").splitlines()
    if '"history"' not in line and '"filters"' not in line
][:100]


def made_news(count: int) -> Iterator[Article]:
    """Yield articles of ten passages in which people say things."""
    chance = np.random.default_rng(21)
    for number in range(count):
        paragraphs = [
            f"The {' '.join(chance.choice(TOPICS, 12))} of day {number}. "
            f"“We {' '.join(chance.choice(TOPICS, 60))},” said Person{number} Berg."
            for _ in range(10)
        ]
        yield Article(
            info=ArticleInfo(id=f"made-{number}", title=f"News {number}", date="2012-04-18"),
            text="\n\n".join(paragraphs),
        )


def fill(folder: Path, articles: int) -> None:
    """Make the index and print its size."""
    with Index.open(folder, create=True) as index:
        index.add([str(ROOT / "samples" / "articles")])
        own = index.embedder
    padding = RandomVectors(own.name, own.fingerprint, own.dimension)
    with Index.open(folder, embedder=padding) as index:
        index.add_articles(made_news(articles))
        print(f"{index.article_count} articles, {index.passage_count} passages")


def memory(process: int) -> dict[str, int]:
    """Return the memory of a process in MB, now and at its peak."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    rows = {"VmRSS": "resident", "RssAnon": "of its own", "VmHWM": "peak"}
    return {
        said: int(found[1]) // 1024
        for name, said in rows.items()
        if (found := re.search(rf"{name}:\s+(\d+) kB", status))
    }


def ask(url: str) -> None:
    """Ask all questions, and print how long the stages took."""
    times: dict[str, list[float]] = {"retrieve": [], "read": [], "total": [], "over HTTP": []}
    with httpx.Client(base_url=url, timeout=600) as client:
        client.post("/api/ask", json={"question": QUESTIONS[0]}).raise_for_status()
        for question in QUESTIONS:
            started = time.perf_counter()
            reply = client.post("/api/ask", json={"question": question})
            if reply.status_code == 429:
                time.sleep(float(reply.headers.get("retry-after", 5)))
                continue
            times["over HTTP"].append((time.perf_counter() - started) * 1000)
            for stage, value in reply.json()["timings_ms"].items():
                times[stage].append(value)
    for stage, values in times.items():
        if values:
            print(f"{stage:10} median {statistics.median(values):7.1f} ms of {len(values)}")


def main(articles: int) -> None:
    """Fill an index, serve it, ask, and print."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "index", articles)
        command = [sys.executable, str(ROOT / "app.py"), "serve", "--port", "0"]
        options = ["--index", str(Path(folder) / "index"), "--questions-a-minute", "10000"]
        options += ["--keep-answers", "0"]
        with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr is not None
            try:
                url = next(
                    found[0] for line in server.stderr if (found := re.search(r"http://\S+", line))
                )
                ask(url)
                print("memory in MB:", memory(server.pid))
            finally:
                server.terminate()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
