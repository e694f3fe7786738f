"""Pullquote beside txtai, LangChain and LlamaIndex: how fast they index and find.

    python tests/benchmarks/bench_peers.py [--passages N] [--rounds N]

The others are installed into an environment of their own in the cache folder, which takes some
minutes and 2 GB the first time. All use their defaults, the same weights from a local folder
(all-MiniLM-L6-v2 as shipped), the same passages and the same questions, each in a process of its
own, one after the other; of several rounds the best counts. Figures: docs/engine.md.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from index.articles.article import Article, ArticleInfo  # noqa: E402
from index.chunking.partition import chunk  # noqa: E402
from index.models.probes import PROBES, QUESTIONS  # noqa: E402
from index.models.tokenizing import WordPieces  # noqa: E402
from index.models.weights import backbone_folder, cache_folder  # noqa: E402

WORK = Path(__file__).with_name("peer_work.py")
DATA = ROOT.parent / "shared" / "data" / "reading" / "squadshifts_new_wiki.json"
PEERS = ("txtai", "langchain", "llamaindex")
REQUIREMENTS = (
    "torch==2.13.*",
    "txtai",
    "langchain-huggingface",
    "langchain-community",
    "faiss-cpu",
    "llama-index-core",
    "llama-index-embeddings-huggingface",
)
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}


@dataclass(frozen=True)
class Figures:
    """What one system took; the best of its rounds."""

    versions: str
    passages_a_second: float
    processor_ms: float
    question_ms: float
    question_processor_ms: float
    memory_mb: int


def environment(folder: Path) -> Path:
    """Return the Python of the others' environment, made the first time."""
    python = folder / "bin" / "python"
    made = folder / "made"
    if not made.exists():
        print(f"Installing {', '.join(PEERS)} into {folder} ...", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *REQUIREMENTS], check=True)
        made.touch()
    return python


def articles(passages: int) -> list[Article]:
    """Return articles that become `passages` passages: of the reading set, else made of probes."""
    made: list[Article] = []
    left = passages
    for text in _texts():
        article = Article(info=ArticleInfo(id=f"a{len(made):05}"), text=text)
        cut = chunk(article)
        if len(cut) > left:
            article = Article(info=article.info, text=text[: cut[left - 1].end])
            # What is left may be cut elsewhere, so it is tried again.
            cut = chunk(article)
        if len(cut) > left:
            continue
        made.append(article)
        left -= len(cut)
        if not left:
            return made
    raise SystemExit(f"There are texts for {passages - left} passages only.")


def _texts() -> Iterator[str]:
    if DATA.is_file():
        for article in json.loads(DATA.read_text(encoding="utf-8"))["data"]:
            yield "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
    prose = [text for text in PROBES if len(text) > 120 and text.isascii()]
    for turn in range(2000):
        yield "\n\n".join(f"{turn}. {text}" for text in prose)


def questions(count: int) -> list[str]:
    """Return `count` questions: of the reading set, else those of the probes again and again."""
    if not DATA.is_file():
        return [QUESTIONS[number % len(QUESTIONS)] for number in range(count)]
    articles = json.loads(DATA.read_text(encoding="utf-8"))["data"]
    asked = [q["question"] for a in articles for p in a["paragraphs"] for q in p["qas"]]
    return asked[:: max(1, len(asked) // count)][:count]


def measure(name: str, python: Path, work: str) -> Figures:
    """Run one system in a process of its own."""
    done = subprocess.run(
        [str(python), str(WORK), name],
        input=work,
        capture_output=True,
        text=True,
        env=os.environ | OFFLINE,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-3000:]}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    passages = len(json.loads(work)["passages"])
    return Figures(
        versions=", ".join(found["versions"]),
        passages_a_second=passages / found["index_seconds"],
        processor_ms=1000 * found["index_processor"] / passages,
        question_ms=statistics.median(found["question_ms"]),
        question_processor_ms=statistics.median(found["question_processor_ms"]),
        memory_mb=found["memory_mb"],
    )


def best(rounds: Sequence[Figures]) -> Figures:
    """Return the best of each figure over several rounds."""
    return Figures(
        versions=rounds[0].versions,
        passages_a_second=max(one.passages_a_second for one in rounds),
        processor_ms=min(one.processor_ms for one in rounds),
        question_ms=min(one.question_ms for one in rounds),
        question_processor_ms=min(one.question_processor_ms for one in rounds),
        memory_mb=min(one.memory_mb for one in rounds),
    )


def table(figures: dict[str, Figures]) -> None:
    """Print the figures as a Markdown table, with how many times better Pullquote is.

    Processor time, in brackets, tells more where others use the machine.
    """
    ours = figures["pullquote"]
    print("| | index, passages/s | Pullquote is | question to hits | Pullquote is | memory |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, one in figures.items():
        faster = f"{ours.passages_a_second / one.passages_a_second:.1f}x"
        sooner = f"{one.question_ms / ours.question_ms:.1f}x"
        less = f" ({one.processor_ms / ours.processor_ms:.1f}x)"
        lighter = f" ({one.question_processor_ms / ours.question_processor_ms:.1f}x)"
        if name == "pullquote":
            faster = sooner = less = lighter = ""
        print(
            f"| {name} ({one.versions}) "
            f"| {one.passages_a_second:.0f} ({one.processor_ms:.1f} ms each) | {faster}{less} "
            f"| {one.question_ms:.1f} ms ({one.question_processor_ms:.1f}) | {sooner}{lighter} "
            f"| {one.memory_mb} MB |"
        )


def main() -> None:
    """Measure all systems and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--environment", type=Path, default=cache_folder() / "peers")
    options = parser.parse_args()
    python = environment(options.environment)
    made = articles(options.passages)
    passages = [one.text[cut.start : cut.end] for one in made for cut in chunk(one)]
    work = json.dumps(
        {
            "articles": [article.text for article in made],
            "passages": passages,
            "questions": questions(options.questions),
            "model": str(backbone_folder()),
        }
    )
    runs: dict[str, list[Figures]] = {name: [] for name in ("pullquote", *PEERS)}
    for _ in range(options.rounds):
        for name, found in runs.items():
            own = Path(sys.executable) if name == "pullquote" else python
            found.append(measure(name, own, work))
    pieces = WordPieces(backbone_folder() / "tokenizer.json").with_offsets(passages)
    tokens = statistics.mean(len(one.ids) for one in pieces)
    print(f"{len(passages)} passages of {tokens:.0f} tokens in the mean, ", end="")
    print(f"{options.questions} questions\n")
    table({name: best(found) for name, found in runs.items()})


if __name__ == "__main__":
    main()
