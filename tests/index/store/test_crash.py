"""Nothing is lost: not by a full disk, not by Ctrl-C; kills and power cuts are in test_faults."""

import resource
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from index.articles.article import Article
from index.collection import Index
from index.errors import IndexProblem
from index.models.embedder import Embedder, Progress
from index.models.vectors import Vectors
from index.search.faiss_store import FaissStore
from index.search.tantivy_store import TantivyStore
from index.store.derived_files import DerivedFiles
from index.store.generations import Generations


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB; needs the right to mount one."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(mounted)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a small disk needs rights that this user does not have")
    yield mounted
    subprocess.run(["umount", "-l", str(mounted)], check=True)


def _fill(
    folder: Path, embedder: Embedder, make_article: Callable[..., Article]
) -> tuple[int, str]:
    """Add articles until there is no room; return how many were stored, and the message."""
    stored = 0
    with Index.open(folder, create=True, embedder=embedder) as index:
        for number in range(1000):
            text = " ".join(f"word{number}x{at}." for at in range(2000))
            try:
                index.add_articles([make_article(text, f"Article {number}")])
            except IndexProblem as error:
                return stored, str(error)
            stored += 1
    raise AssertionError("the disk never filled")


def test_full_disk_is_said_and_loses_nothing(
    tiny_disk: Path, word_counts: Callable[..., Embedder], make_article: Callable[..., Article]
) -> None:
    folder = tiny_disk / "index"
    stored, message = _fill(folder, word_counts(), make_article)
    assert "no room" in message
    assert str(folder) in message
    with Index.open(folder, embedder=word_counts()) as index:
        titles = {info.title for info in index.articles()}
        reported = {f"Article {number}" for number in range(stored)}
        # The disk may fill up just after the last one was committed: then it is there as well.
        assert titles in (reported, {*reported, f"Article {stored}"})
        assert stored > 3
        for info in index.articles():
            assert index.article(info.id).info == info
        assert index.search("word1x1", 3)[0].article.info.title == "Article 1"


def test_file_size_limit_is_said_and_loses_nothing(
    tmp_path: Path, word_counts: Callable[..., Embedder], make_article: Callable[..., Article]
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_150_000, before[1]))
    try:
        stored, message = _fill(tmp_path / "index", word_counts(), make_article)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "what was indexed before is kept" in message.lower()
    with Index.open(tmp_path / "index", embedder=word_counts()) as index:
        assert index.article_count == stored > 3
        assert index.add_articles([make_article("Room again.", "Room")]).added == 1
        assert index.verify().problems == ()


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_interruption_keeps_whole_batches(
    small_index: Index,
    make_article: Callable[..., Article],
    monkeypatch: pytest.MonkeyPatch,
    error: type[BaseException],
) -> None:
    monkeypatch.setattr("index.indexing.writer._BATCH_ARTICLES", 2)

    def interrupted() -> Iterator[Article]:
        for number in range(9):
            yield make_article(f"Words of {number}.", f"T{number}")
        raise error

    with pytest.raises(error):
        small_index.add_articles(interrupted())
    # Whoever presses Ctrl-C does not wait for what is not embedded yet: two batches at most.
    assert small_index.article_count in ((4, 6, 8) if error is KeyboardInterrupt else (8,))
    assert small_index.verify().problems == ()


def test_a_book_keeps_no_article_before_it_waiting(
    small_index: Index, make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.indexing.writer._BATCH_PASSAGES", 8)
    monkeypatch.setattr("index.indexing.batches.ready._EMBEDDED_AT_ONCE", 3)
    book = make_article(" ".join(f"Sentence number {n} of the book." for n in range(400)), "book")

    def articles() -> Iterator[Article]:
        yield make_article("A note.", "note")
        yield book
        raise ValueError("no more")

    add = small_index.embedder.embed_passages
    stored: list[int] = []

    def embedded(texts: Sequence[str], _: Progress | None = None) -> Vectors:
        assert len(texts) <= 3
        stored.append(small_index.article_count)
        return add(texts)

    monkeypatch.setattr(small_index.embedder, "embed_passages", embedded)
    with pytest.raises(ValueError, match="no more"):
        small_index.add_articles(articles())
    assert small_index.article_count == 2
    assert stored[:2] == [0, 1]  # the note is there before the book is begun
    assert len(stored) > 3
    assert small_index.verify().problems == ()
    assert {hit.article.info.title for hit in small_index.search("number 399", 1)} == {"book"}


@pytest.mark.parametrize(
    ("owner", "step"),
    [
        (Generations, "grow"), (Generations, "settle"), (FaissStore, "add"),
        (FaissStore, "retire"), (TantivyStore, "update"), (DerivedFiles, "put"),
    ],
)  # fmt: skip
def test_failure_between_any_two_steps_leaves_one_generation(
    small_index: Index,
    make_article: Callable[..., Article],
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    step: str,
) -> None:
    small_index.add_articles([make_article("Old words of the left.", "left")])
    small_index.add_articles([make_article("Old words of the right.", "right")])

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, fail)
        with pytest.raises(KeyboardInterrupt):
            small_index.add_articles(
                make_article(f"New words of the {name}.", name) for name in ("left", "right")
            )
    kinds = {small_index.article(name).text.split()[0] for name in small_index.article_ids()}
    assert len(kinds) == 1
    hits = small_index.search("words left right", 10)
    assert {hit.text.split()[0] for hit in hits} == kinds
    assert len(hits) == 2
    small_index.add_articles([make_article("Newer words of the left.", "left")])
    assert small_index.verify().problems == ()
