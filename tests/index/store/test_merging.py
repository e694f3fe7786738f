"""An index of many passages: merged beside additions, whoever writes, and whatever breaks off."""

import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from forking import fork

from index.articles.article import Article
from index.articles.passages import Filters
from index.collection import Index
from index.models.embedder import Embedder
from index.search.engines import Engines
from index.search.faiss_store import FaissEngine, FaissStore
from index.search.segments.limits import Limits
from index.search.tantivy_store import TantivyEngine
from index.store.derived_files import MERGE_LOCK

WORDS = "ferry harbour salt ice wheat grain bridge mayor river storm".split()
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def _engines() -> Engines:
    limits = Limits(exact=40, coded=16, inline=12, depth=400, few=5)
    return Engines(FaissEngine(limits), TantivyEngine())


@pytest.fixture
def many(make_article: Callable[..., Article]) -> list[Article]:
    """Short articles, a passage each, no two alike."""
    chance = np.random.default_rng(4)
    return [
        make_article(f"{' '.join(chance.choice(WORDS, 6))} {number}.", f"Article {number:03}")
        for number in range(90)
    ]


@pytest.fixture
def opened(tmp_path: Path, word_counts: Callable[..., Embedder]) -> Callable[[], Index]:
    """Opens one index, with merging from a few rows on."""
    return lambda: Index.open(
        tmp_path / "index", create=True, embedder=word_counts(), engines=_engines()
    )


def _vectors(index: Index) -> FaissStore:
    index._generations.catch_up()
    view = index._generations.covering(index._storage.counters.state())
    assert view is not None
    assert isinstance(view.vectors, FaissStore)
    return view.vectors


def _settle(index: Index) -> None:
    index._generations._merging._background.wait()


def _found(index: Index) -> list[list[tuple[str, float]]]:
    return [
        [(hit.article.id, hit.score) for hit in index.search(query, 8)]
        for query in ("ferry ice", "the mayor", "grain wheat 12")
    ]


def _filled(index: Index, articles: list[Article], at_once: int = 6) -> None:
    for at in range(0, len(articles), at_once):
        index.add_articles(articles[at : at + at_once])
    _settle(index)


def test_merging_changes_nothing_that_is_found(
    tmp_path: Path,
    opened: Callable[[], Index],
    many: list[Article],
    word_counts: Callable[..., Embedder],
) -> None:
    with Index.open(tmp_path / "plain", create=True, embedder=word_counts()) as plain:
        plain.add_articles(many)
        expected = _found(plain)
    with opened() as index:
        _filled(index, many)
        store = _vectors(index)
        assert any(one.beside for one in store.segments)
        assert len(store.segments) <= 6
        assert _found(index) == expected
        assert index.verify().problems == ()
        index.remove([many[3].id, many[70].id])
        index.add_articles([many[70], many[3]])
        _settle(index)
        assert _found(index) == expected
        assert index.verify().problems == ()
    with opened() as again:
        assert _found(again) == expected


def test_a_reader_of_another_opening_follows(
    opened: Callable[[], Index], many: list[Article]
) -> None:
    with opened() as writer, opened() as reader:
        for at in range(0, 90, 15):
            writer.add_articles(many[at : at + 15])
            only = Filters(articles=frozenset(one.id for one in many[at : at + 15]))
            assert len(reader.search("ferry ice mayor grain", 20, only)) == 15
        _settle(writer)
        assert _found(reader) == _found(writer)


def test_one_writer_adopts_what_is_merged_while_it_writes(
    opened: Callable[[], Index], many: list[Article]
) -> None:
    with opened() as index:
        with index._indexer() as indexer:
            for at in range(0, 60, 4):
                for article in many[at : at + 4]:
                    indexer.add(article, article.id)
                indexer.flush()
        _settle(index)
        assert len(_vectors(index).segments) <= 6
        assert index.verify().problems == ()


def _child(work: Callable[[], None]) -> int:
    """Do some work in a process of its own; return how that ended."""
    child = fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _end_at(last: int) -> None:
    """End this process when it uses a file once more than `last` times, in whatever thread."""
    uses: Iterator[int] = iter(range(last))

    def end(event: str, _: object) -> None:
        if event in {"open", "os.remove", "os.rename"} and next(uses, None) is None:
            os._exit(7)

    sys.addaudithook(end)


def test_ending_at_any_use_of_a_file_loses_nothing(
    opened: Callable[[], Index], many: list[Article]
) -> None:
    with opened() as index:
        _filled(index, many[:60])
    stored = 60
    ends = []
    for number, last in enumerate((0, 4, 9, 14, 18, 22, 27, 33, 40, 48, 57, 70)):

        def work(number: int = number, last: int = last) -> None:
            with opened() as index:
                _end_at(last)
                index.add_articles([many[60 + 2 * number], many[61 + 2 * number]])

        ends.append(_child(work))
        with opened() as index:
            assert index.article_count - stored in {0, 2}
            stored = index.article_count
            assert _vectors(index).count == index.passage_count
            assert index.verify().problems == ()
    assert 7 in ends


def test_what_a_killed_merge_left_is_swept(
    tmp_path: Path, opened: Callable[[], Index], many: list[Article]
) -> None:
    left = tmp_path / "index" / "derived" / "merged-0123456789abcdef.faiss"
    with opened() as index:
        index.add_articles(many[:5])
        left.write_bytes(b"half a file")
        from filelock import FileLock

        with FileLock(tmp_path / "index" / MERGE_LOCK, is_singleton=False):  # somebody merges
            index.add_articles(many[5:9])
            assert left.exists()
        index.add_articles(many[9:12])
        assert not left.exists()


def test_damage_that_a_search_meets_is_mended(
    tmp_path: Path,
    opened: Callable[[], Index],
    many: list[Article],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with opened() as index:
        _filled(index, many)
        expected = _found(index)
        stamps = [one.stamp for one in _vectors(index).segments if one.beside]
    for stamp in filter(None, stamps):
        path = tmp_path / "index" / "derived" / stamp.file
        data = bytearray(path.read_bytes())
        data[200 : len(data) - 8 * stamp.rows - 8] = bytes(len(data) - 8 * stamp.rows - 208)
        path.unlink()
        path.write_bytes(data)
    with opened() as index, caplog.at_level(logging.WARNING):
        assert _found(index) == expected
        assert "made again from the articles" in caplog.text
        _settle(index)
        assert index.verify().problems == ()


def test_a_disk_that_fills_while_vectors_are_merged_loses_nothing(
    opened: Callable[[], Index], many: list[Article], caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> None:
        with opened() as index, caplog.at_level(logging.WARNING):
            # As a disk that is full does, this has a file fail that grows too large.
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            index._generations._merging._background.wait()
            found = index._generations._merging
            before = os.listdir(index.folder / "derived")
            resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY))
            assert not found._merge(lambda: False)
            resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
            assert sorted(os.listdir(index.folder / "derived")) == sorted(before)
            assert "Nothing is lost" in caplog.text
            assert len(index.search("ferry", 5)) == 5
            assert found._merge(lambda: False)
            assert index.verify().problems == ()

    with opened() as index:
        for at in range(0, 42, 6):
            index._generations._merging.start_where_due = lambda view: None  # type: ignore[method-assign]
            index.add_articles(many[at : at + 6])
    assert _child(work) == 0
