"""What Milvus costs this machine: `python bench_milvus.py [ARTICLES]`.

milvus-lite answers in a process of its own. Its own time says nothing of a Milvus server, so that
what is shown is the processor time of this process, with the same searched on this machine.
"""

import multiprocessing
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[3]), str(HERE.parents[2] / "helpers"), str(HERE.parents[1])]
sys.path.insert(0, str(HERE.parents[1] / "archive"))

import numpy as np  # noqa: E402
from archive_vectors import made_articles  # noqa: E402
from random_vectors import RandomVectors  # noqa: E402

from index.articles.passages import Filters, Hit  # noqa: E402
from index.collection import Index  # noqa: E402
from index.models.embedder import Progress  # noqa: E402
from index.models.vectors import Vectors  # noqa: E402
from index.search.milvus.address import parse_address  # noqa: E402

QUESTIONS = 30


class Seeded(RandomVectors):
    """The same vector for the same text."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), dimension]."""
        seeds = [np.random.default_rng(zlib.crc32(text.encode())) for text in texts]
        made = np.array([one.standard_normal(self.dimension) for one in seeds], np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True))

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return float32 [len(texts), dimension]."""
        return self.embed_questions(texts)


def serve(folder: str, pipe: Connection) -> None:
    """Answer until told to stop."""
    from milvus_server import MilvusServer

    server = MilvusServer(Path(folder))
    pipe.send(server.url)
    pipe.recv()
    server.close()


def timed(what: Callable[[], object], times: int = 1) -> str:
    """Do something and return its processor and clock time, each time."""
    clock, processor = time.perf_counter(), time.process_time()
    what()
    spent = [time.process_time() - processor, time.perf_counter() - clock]
    return " / ".join(f"{1000 * one / times:9.1f} ms" for one in spent)


def figures(hits: list[Hit]) -> list[tuple[object, ...]]:
    """Return all that is shown of hits."""
    return [(one.article.id, one.passage.number, one.score, one.dense) for one in hits]


def compared(folder: Path, url: str, count: int) -> None:
    """Fill, search and change; print the table."""
    given = Seeded()
    address = parse_address(url)
    with (
        Index.open(folder, create=True, embedder=given) as here,
        Index.open(folder, embedder=given, milvus=address) as there,
    ):
        here.add_articles(made_articles(count))
        texts = [one.text[50:110] for one in made_articles(QUESTIONS)]
        filters = Filters(source="Half Gazette")
        remote = there.remote
        assert remote is not None
        print(f"{count} articles, {here.passage_count} passages; processor / clock")
        print(f"{'filling Milvus':34}{timed(remote.bring)}")
        for name, wish in (("question to hits", Filters()), ("with a filter", filters)):
            for where, index in (("this machine", here), ("Milvus", there)):
                index.search(texts[0], 10, wish)
                spent = timed(lambda i=index, w=wish: i.search_many(texts, 10, w), QUESTIONS)
                print(f"{name + ', ' + where:34}{spent}")
            found = [index.search_many(texts, 10, wish) for index in (here, there)]
            pairs = zip(*found, strict=True)
            same = sum(figures(one) == figures(other) for one, other in pairs)
            print(f"{'  the same, to the last digit':34}{same} of {QUESTIONS}")
        here.add_articles(made_articles(1, first=count))
        print(f"{'taking in one article':34}{timed(remote.bring)}")
        print(f"{'comparing all of it':34}{timed(remote.problems)}")


def main() -> None:
    """Start Milvus, and compare."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    try:
        import milvus_lite  # noqa: F401
    except ImportError:
        print("needs milvus-lite (pip install '.[test-milvus]')")
        return
    mine, its = multiprocessing.get_context("spawn").Pipe()
    with tempfile.TemporaryDirectory() as folder:
        made = multiprocessing.get_context("spawn").Process
        process = made(target=serve, args=(f"{folder}/milvus", its))
        process.start()
        try:
            compared(Path(folder) / "index", mine.recv(), count)
        finally:
            mine.send("stop")
            process.join(20)
            process.kill()


if __name__ == "__main__":
    main()
