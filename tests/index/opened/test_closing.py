"""An index that is closed while threads use it: what runs is finished, what is new is refused."""

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.articles.article import Article
from index.collection import Index
from index.errors import IndexClosed, PullquoteError
from index.models.embedder import Embedder, Progress
from index.models.vectors import Vectors
from index.opened.reading import ReadableIndex

QUESTION = "the ferry to the island"


class Waiting:
    """An embedder that tells of a question, and then waits to be told to go on."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.dimension = embedder.dimension
        self.asked, self.go = threading.Event(), threading.Event()

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._embedder.embed_passages(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        self.asked.set()
        self.go.wait()
        return self._embedder.embed_questions(texts)


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    word_counts: Callable[..., Embedder],
    make_article: Callable[..., Article],
) -> Path:
    """An index of two articles, in two collections. Do not write to it."""
    folder = tmp_path_factory.mktemp("closing") / "index"
    with Index.open(folder, create=True, embedder=word_counts()) as index:
        index.add_articles([make_article("The ferry sails to the island.", "Ferry")])
        index.add_articles([make_article("The mayor spoke.", "Mayor")], collections=["town"])
    return folder


@pytest.fixture
def waiting(word_counts: Callable[..., Embedder]) -> Iterator[Waiting]:
    embedder = Waiting(word_counts())
    yield embedder
    embedder.go.set()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(12) as pool:
        yield pool


def _opened(folder: Path, embedder: Embedder) -> Index:
    return Index.open(folder, embedder=embedder)


def _begun(
    index: ReadableIndex, waiting: Waiting, threads: ThreadPoolExecutor, number: int
) -> "Future[list[str]]":
    """Return a search that is under way; the vector of what was asked before is kept."""
    question = f"{QUESTION} {number}"
    search = threads.submit(
        lambda: [one.article.info.title or "" for one in index.search(question)]
    )
    search.add_done_callback(lambda _: waiting.asked.set())
    waiting.asked.wait()
    assert not search.done(), search.result()
    return search


def _until_it_refuses(index: Index) -> None:
    while True:
        try:
            assert index.article_count == 2
        except IndexClosed:
            return


def test_a_search_under_way_is_finished_and_a_new_one_refused(
    folder: Path, waiting: Waiting, threads: ThreadPoolExecutor
) -> None:
    index = _opened(folder, waiting)
    search = _begun(index, waiting, threads, 1)
    end = threads.submit(index.close, 3600.0)
    _until_it_refuses(index)
    with pytest.raises(IndexClosed, match=r"was closed\. Open it again"):
        index.search("another")
    assert not end.done()  # as long as the search is not
    waiting.go.set()
    assert search.result() == ["Ferry", "Mayor"]
    end.result()


def test_a_search_among_some_collections_is_waited_for_as_well(
    folder: Path, waiting: Waiting, threads: ThreadPoolExecutor
) -> None:
    index = _opened(folder, waiting)
    town = index.limited_to(["town"])
    search = _begun(town, waiting, threads, 2)
    end = threads.submit(index.close, 3600.0)
    _until_it_refuses(index)
    with pytest.raises(IndexClosed):
        town.search("another")
    assert not end.done()
    waiting.go.set()
    assert search.result() == ["Mayor"]
    end.result()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_where_the_bound_is_passed_nothing_is_taken_from_what_runs(
    folder: Path,
    waiting: Waiting,
    threads: ThreadPoolExecutor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    index = _opened(folder, waiting)
    search = _begun(index, waiting, threads, 3)
    with caplog.at_level(logging.WARNING):
        index.close(0.0)
    assert "is closed while it is being used" in caplog.text
    assert _handles(folder)
    waiting.go.set()
    assert search.result() == ["Ferry", "Mayor"]  # its transaction was still there
    index.close()
    assert not _handles(folder)


def _handles(folder: Path) -> list[str]:
    """Return the files of the truth that this process has open."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            path = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue
        if path.startswith(str(folder / "articles.sqlite")):
            found.append(path)
    return found


def test_an_addition_under_way_is_finished(
    tmp_path: Path,
    folder: Path,
    make_article: Callable[..., Article],
    word_counts: Callable[..., Embedder],
    threads: ThreadPoolExecutor,
) -> None:
    folder = shutil.copytree(folder, tmp_path / "index")
    index = _opened(folder, word_counts())
    begun, go = threading.Event(), threading.Event()

    def coming() -> Iterator[Article]:
        begun.set()
        go.wait()
        yield make_article("Salt is dear.", "Salt")

    addition = threads.submit(index.add_articles, coming())
    begun.wait()
    end = threads.submit(index.close, 3600.0)
    _until_it_refuses(index)
    go.set()
    assert addition.result().added == 1
    end.result()
    with _opened(folder, word_counts()) as again:
        assert [hit.article.info.title for hit in again.search("salt is dear", 1)] == ["Salt"]


@pytest.mark.parametrize(
    "call",
    [
        lambda index: index.search(QUESTION),
        lambda index: index.limited_to(["town"]).search(QUESTION),
        lambda index: index.articles(),
        lambda index: index.article(index.article_ids()[0]),
        lambda index: index.revision,
        lambda index: index.add_articles([]),
        lambda index: index.remove([]),
        lambda index: index.set_setting("a", 1),
        lambda index: index.check(),
        lambda index: index.verify(),
        lambda index: index.using().__enter__(),
    ],
)
def test_a_closed_index_refuses(
    folder: Path, word_counts: Callable[..., Embedder], call: Callable[[Index], object]
) -> None:
    index = _opened(folder, word_counts())
    index.search(QUESTION)
    _ = index.revision
    index.close()
    with pytest.raises(IndexClosed):
        call(index)
    index.close()


def test_all_may_close_it_at_once_and_one_from_within(
    folder: Path, word_counts: Callable[..., Embedder], threads: ThreadPoolExecutor
) -> None:
    index = _opened(folder, word_counts())
    start = threading.Barrier(4)

    def end() -> None:
        start.wait()
        index.close(3600.0)

    ends = [threads.submit(end) for _ in range(3)]
    with index.using():
        assert index.article_count == 2
        start.wait()
        index.close(3600.0)
        with pytest.raises(IndexClosed):
            _ = index.article_count
    for one in ends:
        one.result()


def test_closing_what_is_limited_leaves_the_rest_open(
    folder: Path, word_counts: Callable[..., Embedder]
) -> None:
    with _opened(folder, word_counts()) as index:
        town = index.limited_to(["town"])
        assert town.article_count == 1
        town.close()
        with pytest.raises(IndexClosed):
            _ = town.article_count
        assert index.article_count == 2
        assert len(index.search(QUESTION)) == 2


def test_threads_that_ask_while_it_is_closed_meet_nothing_but_refusals(
    folder: Path, word_counts: Callable[..., Embedder], threads: ThreadPoolExecutor
) -> None:
    embedder = word_counts()
    for _ in range(5):
        index = _opened(folder, embedder)
        busy = threading.Barrier(9)
        askers = [threads.submit(_ask_until_refused, index, busy, at) for at in range(8)]
        with closing(index):
            busy.wait()  # each has found something
        assert [one.result() for one in askers] == [IndexClosed] * 8


def _ask_until_refused(index: Index, busy: threading.Barrier, at: int) -> type[Exception]:
    try:
        for count in range(10**9):
            assert len(index.search(f"{QUESTION} {at} {count}")) == 2
            assert len(index.limited_to(["town"]).articles()) == 1
            assert index.revision >= 1
            if not count:
                busy.wait()
    except PullquoteError as refusal:
        return type(refusal)
    except BaseException:
        busy.abort()
        raise
    raise AssertionError
