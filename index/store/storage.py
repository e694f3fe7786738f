"""Door to SQLite: the truth. Articles with their exact text, passages, vectors, settings.

Everything else in an index folder can be made again from this file without embedding anything.

`synchronous=FULL`: in WAL mode a commit then reaches the disk before it returns, so that neither
`kill -9` (where NORMAL would do) nor a power cut takes back what was reported as indexed. Commits
are seconds apart, one for a batch of articles; the extra fsync was not measurable.
"""

import hashlib
import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles.article import Article, ArticleInfo, Span
from index.articles.passages import Passage
from index.errors import IndexDamaged, IndexProblem
from index.models.embedding import Vectors
from index.store.migrations import migrate
from index.store.read_only import ReadOnlyDatabase, Stamp, is_read_only

FILE = "articles.sqlite"
_INFO = "id, title, author, date, publication, url, path"
_PLACES = (
    "SELECT passages.row, article, number, start, \"end\", heading, ifnull(date, '9999'), id "
    "FROM passages JOIN articles ON articles.row = passages.article"
)

Json: TypeAlias = Any
"""What JSON can hold."""

Rows = npt.NDArray[np.int64]
"""int64 [n]: row numbers of passages, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article ready to be stored: cut and embedded.

    `source` is the key of the file or address it came from; `vectors` is float32
    [len(passages), dimension].
    """

    article: Article
    source: str
    chunking: str
    passages: Sequence[Passage]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class State:
    """Counters of the truth; row numbers are never used twice."""

    generation: int
    last_article: int
    last_passage: int


@dataclass(frozen=True, slots=True)
class Known:
    """What decides whether an article must be indexed again."""

    row: int
    source: str
    content_hash: str
    chunking: str


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of the truth and where it belongs.

    `order` puts passages that are equally good in an order that does not depend on when they were
    indexed: date of the article (none last), its id, the passage's number.
    """

    row: int
    article: int
    passage: Passage
    order: tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class SourceStamp:
    """What a file looked like when it was read; `reading` names how it was read and cut."""

    size: int
    mtime_ns: int
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStatement:
    """A span somebody in the article said or wrote; offsets count the article's code points."""

    speaker: str
    start: int
    end: int
    kind: str
    speaker_span: Span | None = None
    cue_span: Span | None = None


def encode_vectors(vectors: Vectors) -> bytes:
    """Return the stored form: little-endian float16, row after row (docs/index-format.md)."""
    return vectors.astype("<f2").tobytes()


def decode_vectors(data: bytes, dimension: int) -> npt.NDArray[np.float16]:
    """Return float16 [n, dimension] of what `encode_vectors` gave.

    Raises:
        IndexDamaged: the length is no multiple of a vector's.
    """
    if dimension <= 0 or len(data) % (2 * dimension):
        raise IndexDamaged(f"{len(data)} bytes are no whole number of {dimension}-vectors")
    return np.frombuffer(data, dtype="<f2").reshape(-1, dimension)


class _Connection(sqlite3.Connection):
    """Weakly referable, so that a thread's connection dies with the thread."""

    stamp: Stamp | None = None


class Storage:
    """The truth of one index folder. Safe to share among threads: each gets its own connection."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._unwritable = ReadOnlyDatabase(self.path) if is_read_only(folder) else None

    @property
    def read_only(self) -> bool:
        """Whether the folder could not be written to when this was made."""
        return self._unwritable is not None

    def close(self) -> None:
        """Close the connections of every thread."""
        for connection in list(self._open):
            connection.close()
        self._local = threading.local()
        if self._unwritable:
            self._unwritable.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode."""
        found: _Connection | None = getattr(self._local, "connection", None)
        if found is None or self._outdated(found):
            found = self._local.connection = self._connect()
        return found

    def _outdated(self, connection: _Connection) -> bool:
        # A database opened as unchanging does not follow when it changes all the same.
        return (
            self._unwritable is not None
            and not connection.in_transaction
            and connection.stamp != self._unwritable.stamp()
        )

    def _connect(self) -> _Connection:
        stamp, address = None, f"{self.path.as_uri()}"
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
        if self._unwritable:
            stamp, address = self._unwritable.stamp(), self._unwritable.address()
            pragmas = ["query_only=ON"]
        try:
            connection = sqlite3.connect(
                address,
                uri=True,
                timeout=30.0,
                isolation_level=None,
                check_same_thread=False,  # close() may be called from another thread
                factory=_Connection,
            )
            try:
                connection.stamp = stamp
                for pragma in pragmas:
                    connection.execute(f"PRAGMA {pragma}")
                migrate(connection, str(self.folder))
            except BaseException:
                connection.close()
                raise
        except sqlite3.DatabaseError as error:
            raise storage_problem(error, self.folder) from error
        self._open.add(connection)
        return connection

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one unchanging generation while the block runs."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make what the block writes one transaction: all of it, or nothing."""
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.DatabaseError as error:
            raise storage_problem(error, self.folder) from error

    # Settings and counters

    def setting(self, name: str) -> Json:
        """Return the JSON value stored as `name`, or None."""
        row = self.connection.execute(
            "SELECT value FROM settings WHERE name = ?", (name,)
        ).fetchone()
        return None if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: Json) -> None:
        """Store a JSON value under `name`, inside a transaction or on its own."""
        self.connection.execute(
            "INSERT INTO settings VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value, ensure_ascii=False, sort_keys=True)),
        )

    def state(self) -> State:
        """Return the counters."""
        return State(
            *self.connection.execute(
                "SELECT generation, last_article, last_passage FROM state"
            ).fetchone()
        )

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""
        articles = self.connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        passages = self.connection.execute("SELECT count(*) FROM passages").fetchone()[0]
        return int(articles), int(passages)

    def is_empty(self) -> bool:
        """Tell whether there are no articles."""
        return self.connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None

    # Articles

    def infos(self) -> list[tuple[int, ArticleInfo]]:
        """Return row number and metadata of every article, in order of identifier."""
        rows = self.connection.execute(f"SELECT row, {_INFO} FROM articles ORDER BY id")
        return [(row[0], _info(row[1:])) for row in rows]

    def article_row(self, article_id: str) -> int | None:
        """Return the row number of an article, or None."""
        row = self.connection.execute(
            "SELECT row FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return None if row is None else int(row[0])

    def articles_at(self, rows: Sequence[int]) -> dict[int, Article]:
        """Return the articles of these row numbers; rows that are gone are left out."""
        marks = ",".join("?" * len(rows))
        found = self.connection.execute(
            f"SELECT row, headings, text, {_INFO} FROM articles WHERE row IN ({marks})",
            list(rows),
        )
        return {
            row[0]: Article(
                info=_info(row[3:]),
                text=row[2],
                headings=tuple((start, end) for start, end in json.loads(row[1])),
            )
            for row in found
        }

    def known(self) -> dict[str, Known]:
        """Return by identifier what decides whether an article is indexed again."""
        rows = self.connection.execute(
            "SELECT id, row, source, content_hash, chunking FROM articles"
        )
        return {row[0]: Known(*row[1:]) for row in rows}

    def insert(self, row: int, first_passage: int, prepared: Prepared) -> None:
        """Store an article as `row`, its passages from row `first_passage` on."""
        article, data = prepared.article, encode_vectors(prepared.vectors)
        info = article.info
        self.connection.execute(
            f"INSERT INTO articles VALUES ({','.join('?' * 13)})",
            (
                row, info.id, prepared.source, article.content_hash, prepared.chunking,
                info.title, info.author, info.date, info.publication,
                info.url, info.path, json.dumps(article.headings), article.text,
            ),
        )  # fmt: skip
        self.connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            (
                (first_passage + at, row, one.number, one.start, one.end, one.heading)
                for at, one in enumerate(prepared.passages)
            ),
        )
        self.connection.execute(
            "INSERT INTO vectors VALUES (?, ?, ?)", (row, hashlib.sha256(data).digest(), data)
        )

    def delete(self, rows: Iterable[int]) -> None:
        """Remove articles by row number, with everything that hangs on them."""
        self.connection.executemany("DELETE FROM articles WHERE row = ?", ((row,) for row in rows))

    def skip_to(self, generation: int, last_passage: int) -> None:
        """Never again hand out generations and passage rows up to these."""
        with self.writing():
            self.connection.execute(
                "UPDATE state SET generation = max(generation, ?), "
                "last_passage = max(last_passage, ?)",
                (generation, last_passage),
            )

    def set_state(self, state: State) -> None:
        """Store the counters."""
        self.connection.execute(
            "UPDATE state SET generation = ?, last_article = ?, last_passage = ?",
            (state.generation, state.last_article, state.last_passage),
        )

    # Passages and vectors

    def places(self, rows: Sequence[int]) -> dict[int, Place]:
        """Return the passages of these row numbers; rows that are gone are left out."""
        marks = ",".join("?" * len(rows))
        found = self.connection.execute(f"{_PLACES} WHERE passages.row IN ({marks})", list(rows))
        return {row[0]: _place(row) for row in found}

    def places_of(self, article_row: int) -> list[Place]:
        """Return an article's passages in order."""
        found = self.connection.execute(
            f"{_PLACES} WHERE passages.article = ? ORDER BY number",
            (article_row,),
        )
        return [_place(row) for row in found]

    def passage_rows(self, articles: Iterable[int] | None = None) -> Rows:
        """Return the row numbers of every passage, or of those of some articles, ascending."""
        cursor = self.connection
        if articles is None:
            found = cursor.execute("SELECT row FROM passages ORDER BY row").fetchall()
        else:
            found = cursor.execute(
                "SELECT row FROM passages WHERE article IN (SELECT value FROM json_each(?)) "
                "ORDER BY row",
                (json.dumps(sorted(articles)),),
            ).fetchall()
        return np.array([row for (row,) in found], dtype=np.int64)

    def article_rows(self) -> list[int]:
        """Return the row numbers of every article, ascending."""
        return [row for (row,) in self.connection.execute("SELECT row FROM articles ORDER BY row")]

    def vectors_of(self, article_row: int) -> tuple[bytes, bytes]:
        """Return an article's vectors as stored, and the SHA-256 they were stored with."""
        row = self.connection.execute(
            "SELECT data, sha256 FROM vectors WHERE article = ?", (article_row,)
        ).fetchone()
        return (b"", b"") if row is None else (row[0], row[1])

    def content_hash(self, article_row: int) -> str:
        """Return the content hash an article was stored with."""
        row = self.connection.execute(
            "SELECT content_hash FROM articles WHERE row = ?", (article_row,)
        ).fetchone()
        return str(row[0])

    # Sources

    def source_stamps(self) -> dict[str, SourceStamp]:
        """Return what files looked like when they were read without failures, by key."""
        rows = self.connection.execute("SELECT key, size, mtime_ns, reading FROM sources")
        return {row[0]: SourceStamp(*row[1:]) for row in rows}

    def set_source_stamps(self, stamps: dict[str, SourceStamp]) -> None:
        """Store what files looked like."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
            ((key, stamp.size, stamp.mtime_ns, stamp.reading) for key, stamp in stamps.items()),
        )

    def forget_sources(self, articles: Iterable[int]) -> None:
        """Have the files of these articles read again next time."""
        self.connection.executemany(
            "DELETE FROM sources WHERE key = (SELECT source FROM articles WHERE row = ?)",
            ((row,) for row in articles),
        )

    # Statements

    def statements(self, article_row: int, fingerprint: str) -> list[StoredStatement] | None:
        """Return the statements found by the rules of `fingerprint`; None when not yet looked."""
        made = self.connection.execute(
            "SELECT 1 FROM statement_sets WHERE article = ? AND fingerprint = ?",
            (article_row, fingerprint),
        ).fetchone()
        if made is None:
            return None
        rows = self.connection.execute(
            'SELECT speaker, start, "end", kind, speaker_start, speaker_end, cue_start, cue_end '
            "FROM statements WHERE article = ? ORDER BY position",
            (article_row,),
        )
        return [
            StoredStatement(
                speaker=row[0],
                start=row[1],
                end=row[2],
                kind=row[3],
                speaker_span=None if row[4] is None else (row[4], row[5]),
                cue_span=None if row[6] is None else (row[6], row[7]),
            )
            for row in rows
        ]

    def put_statements(
        self, article_row: int, fingerprint: str, statements: Sequence[StoredStatement]
    ) -> None:
        """Replace an article's statements; call inside `writing`."""
        self.connection.execute("DELETE FROM statement_sets WHERE article = ?", (article_row,))
        self.connection.execute(
            "INSERT INTO statement_sets VALUES (?, ?)", (article_row, fingerprint)
        )
        self.connection.executemany(
            f"INSERT INTO statements VALUES ({','.join('?' * 10)})",
            (
                (
                    article_row, position, one.speaker, *(one.speaker_span or (None, None)),
                    *(one.cue_span or (None, None)), one.start, one.end, one.kind,
                )
                for position, one in enumerate(statements)
            ),
        )  # fmt: skip

    # Soundness

    def integrity_problems(self) -> list[str]:
        """Return what SQLite finds wrong with its own file and with references in it."""
        try:
            found = [row[0] for row in self.connection.execute("PRAGMA integrity_check(20)")]
            broken = self.connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [text for text in found if text != "ok"] + [
            f"table {row[0]} row {row[1]} refers to a missing {row[2]}" for row in broken
        ]


def storage_problem(error: sqlite3.Error, folder: Path) -> IndexProblem:
    """Say in the user's words what SQLite could not do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    path = folder / FILE
    if code == sqlite3.SQLITE_FULL:
        return full_disk(folder)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return IndexDamaged(
            f"{path} is damaged ({error}). Restore it from a copy, or index the articles again "
            f"into another folder with --index."
        )
    if code == sqlite3.SQLITE_BUSY:
        return IndexProblem(f"{path} is busy: another process holds it. Try again in a moment.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return IndexProblem(f"{path} cannot be written to ({error}). Check its permissions.")
    return IndexProblem(
        f"{path}: {error}. Check that the disk is not full and the folder can be written to; what "
        f"was indexed before is kept."
    )


def full_disk(folder: Path) -> IndexProblem:
    """Say that there is no room left."""
    return IndexProblem(
        f"There is no room left on the disk for the index at {folder}. What was indexed before is "
        f"kept; make room and run the command again to go on."
    )


def _info(row: Sequence[Any]) -> ArticleInfo:
    return ArticleInfo(
        id=row[0], title=row[1], author=row[2], date=row[3], publication=row[4], url=row[5],
        path=row[6],
    )  # fmt: skip


def _place(row: Sequence[Any]) -> Place:
    return Place(
        row=row[0],
        article=row[1],
        passage=Passage(number=row[2], start=row[3], end=row[4], heading=row[5]),
        order=(row[6], row[7], row[2]),
    )
