"""What is made elsewhere, or beside, is stored as if one thread had made it in one go."""

import pickle
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.annotations import Annotator
from index.articles.article import Article
from index.articles.details.corrections import Change
from index.collection import Index
from index.errors import ModelError
from index.indexing.batches.beside import Beside
from index.indexing.batches.ready import ReadySource, read_ready
from index.models.embedder import Embedder, Progress
from index.models.vectors import Vectors
from index.readers import read
from index.readers.sources import Source


def written(folder: Path, count: int = 6) -> list[Source]:
    folder.mkdir()
    sources = []
    for number in range(count):
        path = folder / f"note-{number}.md"
        words = " ".join(
            f"Word {at} of note {number} is not the last." for at in range(40 * number)
        )
        path.write_text(f"# Note {number}\n\nIt begins.\n\n{words}\n")
        sources.append(Source(key=str(path), path=path))
    return sources


def dump(index: Index) -> list[str]:
    """Return all that an index holds, but when it was made and the lot that it drew then."""
    with sqlite3.connect(index.folder / "articles.sqlite") as database:
        held = list(database.iterdump())
    return [line for line in held if "index_id" not in line and '"migrations"' not in line]


def filled(
    folder: Path, sources: Sequence[Source], embedder: Embedder, annotator: Annotator
) -> list[str]:
    """Return what is in an index that reads and embeds for itself."""
    with Index.open(folder, create=True, embedder=embedder, annotator=annotator) as index:
        index.add_articles(one for source in sources for one in read(source).articles)
        return dump(index)


def ready_apart(
    sources: Sequence[Source], embedder: Embedder, annotator: Annotator
) -> list[ReadySource]:
    """Return sources made ready in other threads, as they come from another process."""
    made: dict[str, bytes] = {}

    def make(source: Source) -> None:
        made[source.key] = pickle.dumps(read_ready(source, read, embedder, annotator))

    threads = [threading.Thread(target=make, args=(source,)) for source in reversed(sources)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [pickle.loads(made[source.key]) for source in sources]


def offered(index: Index, ready: Sequence[ReadySource]) -> None:
    with index._indexer() as indexer:
        for one in ready:
            indexer.offer(one.articles)
            for article in one.outcome.articles:
                indexer.add(article, article.info.path or article.id)
        indexer.flush()
        indexer.annotate()


@pytest.mark.parametrize("size", [2, 256])
def test_what_was_made_ready_elsewhere_is_stored_as_if_made_here(
    tmp_path: Path,
    word_counts: Callable[..., Embedder],
    lines: Annotator,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
) -> None:
    monkeypatch.setattr("index.indexing.writer._BATCH_ARTICLES", size)
    sources = written(tmp_path / "notes")
    ready = ready_apart(sources, word_counts(), lines)
    own = word_counts()
    with Index.open(tmp_path / "it", create=True, embedder=own, annotator=lines) as index:
        offered(index, ready)
        assert own.embedded == 0
        assert dump(index) == filled(tmp_path / "other", sources, word_counts(), lines)
        assert index.verify().problems == ()


def test_what_is_embedded_at_once_changes_nothing(
    tmp_path: Path,
    word_counts: Callable[..., Embedder],
    lines: Annotator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.indexing.writer._BATCH_ARTICLES", 3)
    sources, held = written(tmp_path / "notes", 8), []
    for portion in (1, 7, 1000):
        monkeypatch.setattr("index.indexing.batches.filling._PORTION_PASSAGES", portion)
        held.append(filled(tmp_path / str(portion), sources, word_counts(), lines))
    assert held[0] == held[1] == held[2]


def test_what_was_made_otherwise_is_made_again(
    tmp_path: Path, word_counts: Callable[..., Embedder], lines: Annotator
) -> None:
    sources = written(tmp_path / "notes", 2)
    other = word_counts("other", "2" * 64)
    ready = [read_ready(source, read, other) for source in sources]
    with Index.open(tmp_path / "it", create=True, embedder=word_counts(), annotator=lines) as index:
        offered(index, ready)
        assert dump(index) == filled(tmp_path / "other", sources, word_counts(), lines)


def test_what_an_editor_said_holds_for_what_was_made_elsewhere(
    tmp_path: Path, word_counts: Callable[..., Embedder]
) -> None:
    (source,) = written(tmp_path / "notes", 1)
    with Index.open(tmp_path / "it", create=True, embedder=word_counts()) as index:
        index.add_articles(read(source).articles)
        (name,) = index.article_ids()
        index.details.correct([Change(article=name, values={"title": "Rivers"})], editor="E")
        assert source.path is not None
        source.path.write_text("# Note 0\n\nIt begins again.\n")
        offered(index, [read_ready(source, read, word_counts())])
        assert index.article(name).info.title == "Rivers"
        assert index.article(name).text.endswith("begins again.")
        assert index.verify().problems == ()
        assert index.search("Rivers", 1)[0].dense > 0.3  # the title is embedded with the text


def test_a_batch_that_cannot_be_embedded_ends_the_run_after_those_before_it(
    small_index: Index, make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.indexing.writer._BATCH_ARTICLES", 2)
    embed = small_index.embedder.embed_passages

    def embedded(texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if any("Words of 5" in text for text in texts):
            raise ModelError("no more")
        return embed(texts, progress)

    monkeypatch.setattr(small_index.embedder, "embed_passages", embedded)
    with pytest.raises(ModelError):
        small_index.add_articles(make_article(f"Words of {n}.", f"T{n}") for n in range(12))
    assert small_index.article_count == 4
    assert small_index.verify().problems == ()


def test_an_article_that_is_withdrawn_while_it_is_embedded_is_gone(
    small_index: Index, make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.indexing.writer._BATCH_ARTICLES", 1)
    made = [make_article(f"Words of {number}.", f"T{number}") for number in range(3)]
    with small_index._indexer() as indexer:
        for article in made:
            indexer.add(article, article.id)
        indexer.remove([made[-1].id])
        indexer.correct([Change(article=made[1].id, values={"title": "Rivers"})], editor="E")
    assert {info.title for info in small_index.articles()} == {"T0", "Rivers"}


def test_work_beside_ends_when_nobody_waits() -> None:
    began, ended = threading.Event(), threading.Event()

    def endless(progress: Progress) -> int:
        began.set()
        try:
            while True:
                progress(0, 1)
        finally:
            ended.set()

    beside = Beside()
    first, last = beside.send(lambda _: began.wait(60)), beside.send(endless)
    never = [beside.send(endless), beside.send(endless)]
    assert first.result(60)  # the other one runs meanwhile
    beside.close()
    assert ended.is_set()
    assert last.exception() is not None
    assert never[-1].cancelled()
