"""An index that a version before made opens, keeps its articles, and is indexed no second time."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark, heading_marks
from index.chunking import partition
from index.collection import Index
from index.errors import IndexMismatch
from index.models.embedder import Embedder
from index.store.schema.migrating import is_behind, is_new, migrate
from index.store.schema.migrations import MIGRATIONS

TEXTS = {
    "bridge": "Costs\n\nThe bridge 😀 costs more than the old one.\n\nDelays\n\nIt opens in May.",
    "ferry": "The ferry sank. The captain said that the harbour had been closed.",
}
HEADINGS = {"bridge": ((0, 5), (50, 56)), "ferry": ()}

# The schema of version 0.1, as it was written then.
SCHEMA = """
CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL)
    STRICT;
INSERT INTO migrations VALUES (1, 'articles_passages_vectors', '2026-01-01 00:00:00');
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), generation INTEGER NOT NULL,
    last_article INTEGER NOT NULL, last_passage INTEGER NOT NULL) STRICT;
CREATE TABLE articles (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
    content_hash TEXT NOT NULL, chunking TEXT NOT NULL,
    title TEXT, author TEXT, date TEXT, publication TEXT, url TEXT, path TEXT,
    headings TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX articles_by_source ON articles (source);
CREATE TABLE passages (row INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (row) ON DELETE CASCADE,
    number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT NOT NULL,
    UNIQUE (article, number)) STRICT;
CREATE TABLE vectors (article INTEGER PRIMARY KEY REFERENCES articles (row) ON DELETE CASCADE,
    sha256 BLOB NOT NULL, data BLOB NOT NULL) STRICT;
CREATE TABLE sources (key TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    reading TEXT NOT NULL) STRICT;
CREATE TABLE statement_sets (article INTEGER PRIMARY KEY
    REFERENCES articles (row) ON DELETE CASCADE, fingerprint TEXT NOT NULL) STRICT;
CREATE TABLE statements (
    article INTEGER NOT NULL REFERENCES statement_sets (article) ON DELETE CASCADE,
    position INTEGER NOT NULL, speaker TEXT NOT NULL, speaker_start INTEGER, speaker_end INTEGER,
    cue_start INTEGER, cue_end INTEGER, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    kind TEXT NOT NULL, PRIMARY KEY (article, position)) STRICT, WITHOUT ROWID;
"""


def _article(name: str) -> Article:
    info = ArticleInfo(id=name, title=name.title(), date="2024-05-06")
    return Article(info=info, text=TEXTS[name], marks=heading_marks(HEADINGS[name]))


def _old_hash(article: Article) -> str:
    known = article.info.to_json()
    del known["lang"]
    parts = [value or "" for value in known.values()]
    parts.append(repr(HEADINGS[article.id]))
    digest = hashlib.sha256("\x1f".join(parts).encode())
    digest.update(b"\x1e" + article.text.encode())
    return digest.hexdigest()


def _fill(connection: sqlite3.Connection, embedder: Embedder) -> None:
    """Write the articles as that version did."""
    settings = {
        "index_id": "a" * 32,
        "embedding_model": embedder.name,
        "embedding_fingerprint": embedder.fingerprint,
        "dimension": embedder.dimension,
        "chunking": partition.FINGERPRINT,
    }
    stored = [(name, json.dumps(value)) for name, value in settings.items()]
    connection.executemany("INSERT INTO settings VALUES (?, ?)", stored)
    passage_row = 0
    for row, name in enumerate(TEXTS, 1):
        article = _article(name)
        connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, NULL, ?, NULL, NULL, NULL, ?, ?)",
            (row, name, name, _old_hash(article), partition.FINGERPRINT, name.title(),
             "2024-05-06", json.dumps(HEADINGS[name]), article.text),
        )  # fmt: skip
        passages = partition.chunk(article)
        for one in passages:
            passage_row += 1
            connection.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                (passage_row, row, one.number, one.start, one.end, one.heading),
            )
        texts = [partition.embedding_text(article, one) for one in passages]
        data = np.asarray(embedder.embed_passages(texts)).astype("<f2").tobytes()
        connection.execute(
            "INSERT INTO vectors VALUES (?, ?, ?)", (row, hashlib.sha256(data).digest(), data)
        )
    connection.execute("INSERT INTO state VALUES (1, 1, ?, ?)", (len(TEXTS), passage_row))


@pytest.fixture
def old(tmp_path: Path, word_counts: Callable[..., Embedder]) -> Path:
    """The folder of an index that the version before made; what is derived of it is gone."""
    folder = tmp_path / "old"
    folder.mkdir()
    connection = sqlite3.connect(folder / "articles.sqlite")
    connection.executescript(SCHEMA)
    with connection:
        _fill(connection, word_counts())
    connection.close()
    return folder


def _opened(folder: Path, word_counts: Callable[..., Embedder]) -> Any:  # noqa: ANN401
    embedder = word_counts()
    return embedder, Index.open(folder, embedder=embedder)


def test_every_article_is_kept_with_its_headings_as_marks(
    old: Path, word_counts: Callable[..., Embedder]
) -> None:
    _, index = _opened(old, word_counts)
    with index:
        index.search("bridge")  # makes what is derived
        assert [info.id for info in index.articles()] == sorted(TEXTS)
        for name in TEXTS:
            assert index.article(name) == _article(name)
        marks = index.article("bridge").marks
        assert marks == (Mark("heading", 0, 5), Mark("heading", 50, 56))
        assert index.verify().problems == ()


def test_searches_find_what_they_found_and_nothing_is_indexed_again(
    old: Path, tmp_path: Path, word_counts: Callable[..., Embedder]
) -> None:
    articles = [_article(name) for name in TEXTS]
    with Index.open(tmp_path / "new", create=True, embedder=word_counts()) as new:
        new.add_articles(articles)
        expected = [[hit.to_json() for hit in new.search(q)] for q in ("bridge costs", "harbour")]
    embedder, index = _opened(old, word_counts)
    with index:
        report = index.add_articles(articles)
        assert (report.unchanged, report.added, report.updated) == (len(TEXTS), 0, 0)
        assert embedder.embedded == 0
        found = [[hit.to_json() for hit in index.search(q)] for q in ("bridge costs", "harbour")]
        assert found == expected


def test_marks_of_other_kinds_are_stored_beside_those_of_before(
    old: Path, word_counts: Callable[..., Embedder]
) -> None:
    marks = (Mark("page", 0, 20, "1"), *heading_marks(HEADINGS["bridge"]))
    paged = Article(info=_article("bridge").info, text=TEXTS["bridge"], marks=marks)
    _, index = _opened(old, word_counts)
    with index:
        assert index.add_articles([paged]).updated == 1
    _, again = _opened(old, word_counts)
    with again:
        assert again.article("bridge") == paged
        assert again.article("ferry") == _article("ferry")
        assert again.verify().problems == ()


def test_one_damaged_article_does_not_keep_the_others_from_being_brought_up_to_date(
    old: Path, word_counts: Callable[..., Embedder]
) -> None:
    with sqlite3.connect(old / "articles.sqlite") as connection:
        connection.execute("UPDATE articles SET headings = '[[0,' WHERE id = 'bridge'")
    connection.close()
    _, index = _opened(old, word_counts)
    with index:
        assert index.article("ferry") == _article("ferry")
        assert any("bridge" in problem for problem in index.verify().problems)
        assert index.add_articles([_article("bridge")]).updated == 1
        assert index.article("bridge") == _article("bridge")


def test_a_schema_is_brought_up_to_date_once_and_each_change_is_recorded(old: Path) -> None:
    connection = sqlite3.connect(old / "articles.sqlite", isolation_level=None)
    assert is_behind(connection, str(old))
    assert not is_new(connection, str(old))
    migrate(connection, str(old))
    assert not is_behind(connection, str(old))
    migrate(connection, str(old))
    found = connection.execute("SELECT number, name FROM migrations ORDER BY number").fetchall()
    names = [change.__name__.strip("_") for change in MIGRATIONS]
    assert found == list(enumerate(names, 1))
    assert "marks_of_articles" in names
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    assert not is_behind(fresh, "memory")
    migrate(fresh, "memory")
    assert _shape(fresh) == _shape(connection)
    connection.close()
    fresh.close()


def _shape(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: connection.execute(f"PRAGMA table_info({name})").fetchall() for (name,) in tables}


def test_a_schema_of_a_later_version_is_refused(old: Path) -> None:
    connection = sqlite3.connect(old / "articles.sqlite", isolation_level=None)
    later = len(MIGRATIONS) + 1
    connection.execute("INSERT INTO migrations VALUES (?, 'later', '2030-01-01')", (later,))
    with pytest.raises(IndexMismatch, match="made by a newer Pullquote"):
        migrate(connection, str(old))
    connection.close()


def test_a_copy_in_a_folder_that_cannot_be_written_to_is_read(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    word_counts: Callable[..., Embedder], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr("index.store.storage.is_read_only", lambda folder: folder == old)
    before = shutil.copytree(old, tmp_path / "copy") / "articles.sqlite"
    _, index = _opened(old, word_counts)
    with index:
        assert index.article("bridge") == _article("bridge")
        assert next(iter(index.search("captain harbour"))).article.id == "ferry"
    assert (old / "articles.sqlite").read_bytes() == before.read_bytes()
    assert "an earlier version made it: it is read from a copy" in caplog.text


def test_articles_of_a_version_before_are_in_the_default_collection(
    old: Path, word_counts: Callable[..., Embedder]
) -> None:
    _, index = _opened(old, word_counts)
    with index:
        assert index.collections.of(TEXTS) == dict.fromkeys(TEXTS, ("default",))
        assert index.limited_to(["default"]).article_ids() == sorted(TEXTS)
        assert index.limited_to(["default"]).search("bridge") == index.search("bridge") != []
        assert index.limited_to(["tips"]).search("bridge") == []
