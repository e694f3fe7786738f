"""How an archive of very many passages is searched. Figures: docs/scale.md.

    python tests/benchmarks/archive/bench_archive.py table SIZE --folder FOLDER [--embed]
    python tests/benchmarks/archive/bench_archive.py vectors SIZE [--real FILE --questions FILE]
    python tests/benchmarks/archive/bench_archive.py ways SIZE [--real FILE --questions FILE]
    python tests/benchmarks/archive/bench_archive.py fill SIZE --folder FOLDER [--real FILE ...]

`table` asks a whole index and prints one table; where FOLDER holds none, `fill` makes it first
(1,000,000 passages: three minutes, and one for the table). Additions come last, and are made to a
copy that shares files with the index, so that it stays as it is for the next time. With `--embed`
the built-in model embeds each question, whose vector is a given one all the same; without, the time
of that is in no figure. `vectors` fills
a store of vectors and compares its search with the exact one; `ways` compares approximate indexes
of FAISS. The files hold float16 vectors of real
passages and questions as numpy writes them; without them, all are random.
"""

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from archive_vectors import GivenVectors, Halves, cut, grown, made_articles, real_or_random
from archive_ways import WAYS, timed_way

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.chunking.partition import FINGERPRINT
from index.collection import Index
from index.indexing.read_marks import ReadMarks
from index.library.listing import Wish
from index.models.embedder import Embedder
from index.models.embedding import open_embedder
from index.search.faiss_store import FaissEngine, FaissStore
from index.search.near_copies import RULES as SIGNATURE_RULES
from index.store.database import DERIVED
from index.store.storage import Prepared, Storage
from index.store.tables.counters import State
from index.store.tables.listing import RULES as LIST_RULES

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
ASKED = 200
K = 10
_ALL = Wish()

_WRITTEN = (".json", ".lock")
"""Of the files of what is derived, those that are written to more than once."""


def milliseconds(calls: Sequence[Callable[[], object]]) -> str:
    """Return median and 95th percentile of the clock, and the mean of processor time."""
    clock, processor = [], time.process_time()
    for call in calls:
        started = time.perf_counter()
        call()
        clock.append(1000 * (time.perf_counter() - started))
    used = 1000 * (time.process_time() - processor) / len(calls)
    middle, high = np.percentile(clock, [50, 95])
    return f"{middle:.1f} ms, p95 {high:.1f} ms ({used:.1f} ms of processor in the mean)"


def memory() -> str:
    """Return what this process has of its own, what it has mapped of files, and its peak."""
    status = Path("/proc/self/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in status if line.startswith(("Rss", "VmHWM")))
    sizes = {name: int(value.split()[0]) // 1024 for name, value in found.items()}
    return f"{sizes['RssAnon']} MB own, {sizes['RssFile']} MB of files, peak {sizes['VmHWM']} MB"


def filled(folder: Path, real: Halves, size: int) -> FaissStore:
    store, at = FaissEngine().new(folder, real.shape[1]), 0
    for some in grown(real, size):
        store = store.add(np.arange(at, at + len(some)) + 1, some)
        at += len(some)
    while (merged := store.tended(lambda: False)) is not None:
        store = store.adopted(merged) or store
    return store


def nearest(parts: Iterable[Halves], questions: Halves, masks: Sequence[Mask]) -> list[Rows]:
    """Return by mask the rows of the `K` nearest passages of each question, best first, exactly.

    Args:
        parts: all vectors, that of row 1 first.
        questions: their vectors.
        masks: which of the rows are looked at.
    """
    wanted, at = questions.astype(np.float32), 0
    best = [np.empty((len(wanted), 0), np.float32) for _ in masks]
    rows = [np.empty((len(wanted), 0), np.int64) for _ in masks]
    for some in parts:
        scores = wanted @ some.astype(np.float32).T
        for number, mask in enumerate(masks):
            places = np.flatnonzero(mask[at : at + len(some)])
            masked = scores[:, places]
            kept = np.argpartition(-masked, min(K, len(places) - 1), axis=1)[:, :K]
            best[number] = np.hstack([best[number], np.take_along_axis(masked, kept, 1)])
            rows[number] = np.hstack([rows[number], places[kept] + at + 1])
        at += len(some)
    orders = [np.argsort(-one, axis=1, kind="stable")[:, :K] for one in best]
    return [np.take_along_axis(one, order, 1) for one, order in zip(rows, orders, strict=True)]


def agreement(found: Sequence[Rows], exact: Rows) -> str:
    """Return recall and how often the first is the same; each of `found` is best first."""
    both = list(zip(found, exact, strict=True))
    share = np.mean([len(np.intersect1d(rows[:K], right)) / len(right) for rows, right in both])
    first = np.mean([rows[0] == right[0] for rows, right in both])
    return f"recall@{K} {share:.4f}, first the same {first:.4f}"


def asked_of(store: FaissStore, among: Rows | None, asked: npt.NDArray[np.float32]) -> str:
    """Ask for 100 passages each time, as a search does; return how long that took."""
    search = store.among(among)
    return milliseconds([partial(search.nearest, one, 100) for one in asked])


def best_first(store: FaissStore, among: Rows | None, asked: npt.NDArray[np.float32]) -> list[Rows]:
    search = store.among(among)
    found = [search.nearest(one, 100) for one in asked]
    return [rows[np.lexsort((rows, -cosines))] for rows, cosines in found]


def vectors(size: int, real: Halves, questions: Halves) -> None:
    asked = questions[:ASKED].astype(np.float32)
    with tempfile.TemporaryDirectory() as name:
        folder, started = Path(name), time.process_time()
        store = filled(folder, real, size)
        print(f"filling and merging: {time.process_time() - started:.0f} s of processor")
        sizes = [(len(one.rows), bool(one.beside)) for one in store.segments]
        print("segments (rows, with codes):", sizes)
        record, started = store.record, time.perf_counter()
        store = FaissEngine().open(folder, record, store.dimension)
        store.among(None).nearest(asked[0], 100)
        print(f"opening and first search: {1000 * (time.perf_counter() - started):.0f} ms")
        chance = np.random.default_rng(5)
        shares = (1.0, 0.5, 0.1, 0.01, 0.001)
        masks = [chance.random(size) < share for share in shares]
        exact = nearest(grown(real, size), questions[:ASKED], masks)
        for share, mask, right in zip(shares, masks, exact, strict=True):
            among = None if share == 1 else np.flatnonzero(mask) + 1
            took = asked_of(store, among, asked)
            same = agreement(best_first(store, among, asked), right)
            print(f"among {100 * share:g} %: {took}; {same}", flush=True)
        print("memory:", memory())
        more = [store]

        def add() -> None:
            rows = np.arange(10) + more[-1].last_row + 1
            more.append(more[-1].add(rows, next(grown(real[-64:], 10))))

        print("adding 10 rows:", milliseconds([add] * 40))


def ways(size: int, real: Halves, questions: Halves) -> None:
    every = np.concatenate(list(grown(real, size)))
    asked = questions[:ASKED].astype(np.float32)
    chance = np.random.default_rng(5)
    masks = [chance.random(size) < share for share in (1.0, 0.5, 0.01)]
    exact = nearest(grown(real, size), questions[:ASKED], masks)
    for name, way in WAYS.items():
        print(f"{name}: {timed_way(way, every, asked, masks, exact)}", flush=True)


def fill(size: int, folder: Path, real: Halves, questions: Halves) -> None:
    """Write the truth of an index, article by article, and derive the rest from it."""
    given = GivenVectors(grown(real, size + 20_000), questions)
    with Index.open(folder, create=True, embedder=given) as index:
        index.add_articles(made_articles(1))
        started = time.process_time()
        storage = index._storage
        with index._generations.writer():
            while storage.counters.state().last_passage < size:
                with storage.writing():
                    for _ in range(1000):
                        _store(storage, given)
            ReadMarks(storage).move({"list": LIST_RULES, "near copies": SIGNATURE_RULES})
            print(f"the truth: {time.process_time() - started:.0f} s of processor", flush=True)
            started = time.process_time()
            index._generations.rebuild()
            print(f"deriving: {time.process_time() - started:.0f} s of processor; {memory()}")
        started = time.process_time()
        index.add_articles(made_articles(1, 10**6))  # what is due is merged from here on
    print(f"merging: {time.process_time() - started:.0f} s of processor; {memory()}")


def _store(storage: Storage, given: GivenVectors) -> None:
    state = storage.counters.state()
    (article,) = made_articles(1, state.last_article)
    passages = cut(article.text)
    vectors = given.embed_passages([""] * len(passages))
    prepared = Prepared(
        article=article, source=article.id, chunking=FINGERPRINT, passages=passages, vectors=vectors
    )
    storage.insert(state.last_article + 1, state.last_passage + 1, prepared)
    storage.counters.set(
        State(state.generation + 1, state.last_article + 1, state.last_passage + len(passages))
    )


class Table:
    """Rows of calls that were timed, printed as they come."""

    def __init__(self) -> None:
        print("| | median | p95 | processor |\n|---|---:|---:|---:|")

    def timed(self, name: str, calls: Sequence[Callable[[], object]]) -> None:
        """Call each, and print median and 95th percentile of the clock and mean processor time."""
        clock, processor = [], time.process_time()
        for call in calls:
            started = time.perf_counter()
            call()
            clock.append(1000 * (time.perf_counter() - started))
        used = 1000 * (time.process_time() - processor) / len(calls)
        middle, high = np.percentile(clock, [50, 95])
        print(f"| {name} | {middle:.1f} ms | {high:.1f} ms | {used:.1f} ms |", flush=True)

    def told(self, name: str, what: str) -> None:
        """Print something that is no time."""
        print(f"| {name} | {what} | | |", flush=True)


FILTERS = {
    "all": Filters(),
    "a filter of 50 %": Filters(source="half gazette"),
    "a filter of 1 %": Filters(authors=frozenset(["Rare Author"])),
}


def table(size: int, folder: Path, real: Halves, questions: Halves, model: Embedder | None) -> None:
    if not Index.exists(folder):
        fill(size, folder, real, questions)
    shown, chance = Table(), np.random.default_rng(22)

    def query() -> str:
        return " ".join(f"w{word}" for word in chance.zipf(1.15, 8) % 40_000)

    embedder = GivenVectors(iter([questions] * 100), questions, model)
    _asked(folder, questions, shown, query, embedder)
    with tempfile.TemporaryDirectory(dir=folder.parent) as copies:
        _changed(_shared(folder, Path(copies, "index")), shown, query, embedder)
    shown.told("memory", memory())


def _shared(folder: Path, copy: Path) -> Path:
    """Copy an index; of what is derived, which is never written to, files are linked."""

    def link_or_copy(path: str, to: str) -> str:
        if DERIVED in Path(path).relative_to(folder).parts and Path(path).suffix not in _WRITTEN:
            os.link(path, to)
            return to
        return shutil.copy2(path, to)

    return Path(shutil.copytree(folder, copy, copy_function=link_or_copy))


def _asked(
    folder: Path, questions: Halves, shown: Table, query: Callable[[], str], embedder: Embedder
) -> None:
    """Ask an index."""
    opened: list[Index] = []
    for name in ("before it is warm", "once it is warm"):
        shown.timed("opening", [lambda: opened.append(Index.open(folder, embedder=embedder))])
        if len(opened) == 2:
            opened[0].close()
            opened[1].warm()
            shown.timed("warming it", [opened[1]._warming.wait])
            time.sleep(1)
        shown.timed(f"first search {name}", [partial(opened[-1].search, query())])
        time.sleep(1)  # large files are compared with their hashes beside the first search
    with opened[1] as index:
        for name, filters in FILTERS.items():
            calls = [partial(index.search, query(), K, filters) for _ in range(ASKED + 1)]
            if filters:
                shown.timed(f"first search among {name}", calls[:1])
            shown.timed(f"question to hits, {name}", calls[1:])
        _recall(index, shown, questions)
        for order in ("look", "newest", "author", "title"):
            pages = [partial(index.library.page, _ALL, order, 50, at) for at in (0, 50_000)]
            shown.timed(f"a page of the list by {order}", pages * 5)
        shown.told("articles", f"{index.article_count:,}")
        shown.told("passages", f"{index.passage_count:,}")
        shown.told("memory", memory())


def _changed(folder: Path, shown: Table, query: Callable[[], str], embedder: Embedder) -> None:
    """Add and remove articles."""
    chance = np.random.default_rng(24)
    with Index.open(folder, embedder=embedder) as index:
        index.search(query())
        time.sleep(1)
        ids: list[str] = []

        def add() -> None:
            ids.append(f"new-{chance.integers(10**12)}")
            info = ArticleInfo(id=ids[-1], title="New", author="Somebody")
            index.add_articles([Article(info=info, text="Zebras were seen at the border. " * 60)])

        shown.timed("adding an article", [add] * 20)
        shown.timed("first search after adding", [lambda: index.search(query())])
        shown.timed("removing one", [partial(index.remove, [one]) for one in ids])
        shown.timed("first search after removing", [lambda: index.search(query())])
        shown.timed("question to hits after that", [lambda: index.search(query())] * ASKED)


def _recall(index: Index, shown: Table, questions: Halves) -> None:
    """Compare the vectors found with the exact search."""
    storage, retriever = index._storage, index._retriever
    asked, size = questions[:ASKED], storage.counters.state().last_passage
    with storage.reading():
        state = storage.counters.state()
        view = index._generations.covering(state)
        assert view is not None
        living, masks, searches = storage.passages.rows(), [], []
        for filters in FILTERS.values():
            mask = np.zeros(size, bool)
            allowed = retriever._allowed(view, state.generation, filters) if filters else None
            rows = storage.passages.rows_among(allowed.articles) if allowed else living
            mask[rows - 1] = True
            masks.append(mask)
            searches.append(allowed.vectors if allowed else view.vectors.among(None))
    parts = (view.vectors.vectors(living[at : at + 8192]) for at in range(0, len(living), 8192))
    exact = nearest((vectors for _, vectors in parts), asked, [mask[living - 1] for mask in masks])
    exact = [living[places - 1] for places in exact]
    for name, search, right in zip(FILTERS, searches, exact, strict=True):
        found = [search.nearest(one, 100) for one in asked.astype(np.float32)]
        best = [rows[np.lexsort((rows, -cosines))] for rows, cosines in found]
        shown.told(f"nearest vectors, {name}", agreement(best, right))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["table", "vectors", "ways", "fill"])
    parser.add_argument("size", type=int, nargs="?", default=100_000)
    for name in ("--folder", "--real", "--questions"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--embed", action="store_true")
    given = parser.parse_args()
    real, questions = real_or_random(given.real), real_or_random(given.questions)
    if given.what == "vectors":
        vectors(given.size, real, questions)
    elif given.what == "ways":
        ways(given.size, real, questions)
    elif given.what == "fill":
        fill(given.size, given.folder, real, questions)
    else:
        table(given.size, given.folder, real, questions, open_embedder() if given.embed else None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory: {peak} MB")


if __name__ == "__main__":
    main()
