"""Searches at the same time find what each finds alone, and the process lives on.

Each test runs in a process of its own where a fault would end the interpreter.
"""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.search.vector_store import VectorSearch

HERE = Path(__file__).resolve().parent
THREADS = 6


def at_once(call: Callable[[int], object]) -> list[object]:
    """Return what `call` gives for each of some numbers, called by threads that start together."""
    start = threading.Barrier(THREADS)
    found: list[object] = [None] * THREADS

    def work(number: int) -> None:
        start.wait()
        try:
            found[number] = call(number)
        except BaseException as error:
            found[number] = error

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def search_vectors() -> None:
    """Search vectors with rows that are gone, and with one filter for all."""
    from index.search.faiss_store import FaissEngine

    chance = np.random.default_rng(7)
    vectors = chance.standard_normal((3000, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = np.arange(len(vectors))
    codes = vectors.astype(np.float16)
    store = FaissEngine().new(None, 32)
    store = store.add(rows[:2500] + 1, codes[:2500]).add(rows[2500:] + 1, codes[2500:])
    store = store.retire(rows[5::7] + 1)
    for some in (store.among(None), store.among(rows[::3])):

        def search(number: int, some: VectorSearch = some) -> list[tuple[object, object]]:
            found = [some.nearest(vectors[number * 50 + at], 40) for at in range(50)]
            return [(rows.tolist(), cosines.tolist()) for rows, cosines in found]

        alone = [search(number) for number in range(THREADS)]
        for _ in range(8):
            assert at_once(search) == alone


def search_index(folder: str) -> None:
    """Search an index with dead rows, with one filter for all and without."""
    from wordcounts import WordCounts

    from index.articles.article import Article, ArticleInfo
    from index.articles.passages import Filters
    from index.collection import Index

    words = [f"word{number}" for number in range(40)]
    chance = np.random.default_rng(3)

    def article(number: int) -> Article:
        text = ". ".join(" ".join(chance.choice(words, 12)).capitalize() for _ in range(40)) + "."
        info = ArticleInfo(id=f"a{number}", title=words[number % 40], author=f"Ann {number % 2}")
        return Article(info=info, text=text)

    with Index.open(folder, create=True, embedder=WordCounts()) as index:
        index.add_articles(article(number) for number in range(60))
        index.add_articles(article(number) for number in range(8))
        for filters in (Filters(), Filters(author="ann 1")):

            def search(number: int, filters: Filters = filters) -> list[object]:
                asked = [f"{words[number]} {words[at]}" for at in range(12)]
                return [index.search(one, 5, filters) for one in asked]

            alone = [search(number) for number in range(THREADS)]
            for _ in range(3):
                # All of it anew: what is kept from search to search is made by threads, too.
                index._retriever.__init__(index._storage, index._generations)  # type: ignore[misc]
                assert at_once(search) == alone


def in_a_process(*arguments: str) -> None:
    """Run this file; fail with what it printed."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), *arguments],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{HERE.parents[2]}:{HERE.parent}", "PYTHONFAULTHANDLER": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_vectors_are_searched_by_many_at_once() -> None:
    in_a_process("vectors")


def test_an_index_is_searched_by_many_at_once(tmp_path: Path) -> None:
    in_a_process("index", str(tmp_path / "index"))


if __name__ == "__main__":
    if sys.argv[1] == "vectors":
        search_vectors()
    else:
        search_index(sys.argv[2])
