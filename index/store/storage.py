"""Door to SQLite: the truth. Articles with their exact text, passages, vectors, settings.

Everything else in an index folder can be made again from this file without embedding anything.

The file is not believed blindly: every statement goes through `_select`, `_run` or `_run_many`,
where an error of SQLite and a value of a kind that was never written become `IndexDamaged`; an
article is handed out when it agrees with its content hash. What is damaged is remembered in
`faults`.

`synchronous=FULL`: in WAL mode a commit then reaches the disk before it returns, so that neither
`kill -9` (where NORMAL would do) nor a power cut takes back what was reported as indexed. Commits
are seconds apart, one for a batch of articles; the extra fsync was not measurable.
"""

import contextlib
import hashlib
import json
import logging
import os
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

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Passage
from index.errors import IndexDamaged, IndexProblem
from index.models.embedding import Vectors
from index.store.damage import (
    RESTORE,
    article_damaged,
    full_disk,
    missing_truth,
    unexpected_value,
)
from index.store.migrations import is_new, migrate
from index.store.read_only import ReadOnlyDatabase, Stamp, is_read_only
from index.store.statements import StatementTable

FILE = "articles.sqlite"
DERIVED = "derived"
"""The folder of what is made from the truth."""

TABLES = (
    "migrations", "settings", "state", "articles", "passages", "vectors", "sources",
    "statement_sets", "statements",
)  # fmt: skip

MADE_WITH = ("index_id", "embedding_model", "embedding_fingerprint", "dimension")
"""Settings without which vectors mean nothing."""

_log = logging.getLogger(__name__)

_DAMAGE = frozenset(
    {
        # The statements are fixed, so one that fails by itself met a schema or a row that is not as
        # it was written. Python gives no code for a text that is no UTF-8.
        0,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_INTERNAL,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_SCHEMA,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_NOTADB,
    }
)


_INT: frozenset[type] = frozenset({int})
_TEXT: frozenset[type] = frozenset({str})
_BYTES: frozenset[type] = frozenset({bytes})
_ANY_TEXT: frozenset[type] = frozenset({str, type(None)})
_LARGEST = 2**53
"""No counter ever gets there."""

_INFO = "id, title, author, date, publication, url, path"
_PLACES = (
    "SELECT passages.row, article, number, start, \"end\", heading, ifnull(date, '9999'), id "
    "FROM passages JOIN articles ON articles.row = passages.article"
)

_SPAN_KINDS = (_INT, _INT, _INT)
_PLACE_KINDS = (_INT, _INT, _INT, _INT, _INT, _TEXT, _TEXT, _TEXT)
_INFO_KINDS = (_TEXT, *(_ANY_TEXT,) * 6)

Json: TypeAlias = Any
"""What JSON can hold."""

Kinds: TypeAlias = Sequence[frozenset[type]]
"""For each column of a result, the types its values may have."""

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
    """Weakly referable, so that a thread's connection dies with the thread.

    `file` is the identity of the file it was opened on.
    """

    file: object = None

    stamp: Stamp | None = None


class Storage:
    """The truth of one index folder. Safe to share among threads: each gets its own connection.

    Every method raises `IndexDamaged` where the file cannot be read or holds what was never written
    to it, and another `IndexProblem` where it cannot be used for other reasons.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.opened = 0
        """Grows when another file is found at `path`: what was read before is of the old one."""
        self._file: object = None
        self._fault: str | None = None
        self._damaged: dict[int, str] = {}
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._unwritable = ReadOnlyDatabase(self.path) if is_read_only(folder) else None
        self.statements = StatementTable(self._select, self._run, self._run_many)

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
        """This thread's connection, in autocommit mode, to the file that is at `path` now."""
        found: _Connection | None = getattr(self._local, "connection", None)
        if found is not None and (found.in_transaction or not self._outdated(found)):
            return found
        if found is not None:
            found.close()
        self._local.connection = None
        self._local.connection = found = self._connect()
        return found

    def _outdated(self, connection: _Connection) -> bool:
        if self._unwritable is not None:
            # A database opened as unchanging does not follow when it changes all the same.
            return connection.stamp != self._unwritable.stamp()
        return connection.file != self._identity()

    def _connect(self) -> _Connection:
        if self._is_blank() and self._has_derived():
            raise self._noted(missing_truth(self.path))
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
                self._check_schema(connection)
                for pragma in pragmas:
                    connection.execute(f"PRAGMA {pragma}")
                migrate(connection, str(self.folder))
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise self._noted(storage_problem(error, self.path)) from error
        except IndexDamaged as damage:
            raise self._noted(damage) from None
        self._open.add(connection)
        self._follow(connection)
        return connection

    def _check_schema(self, connection: _Connection) -> None:
        # An empty database made in place of one that was lost would hide the loss.
        if is_new(connection, str(self.folder)) and self._has_derived():
            raise missing_truth(self.path)

    def _follow(self, connection: _Connection) -> None:
        """Forget what was known of the file before, if `connection` is to another one."""
        connection.file = self._identity()
        if connection.file != self._file:
            self._file, self._fault, self._damaged = connection.file, None, {}
            self.opened += 1

    def _identity(self) -> object:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _is_blank(self) -> bool:
        try:
            return self.path.stat().st_size == 0
        except OSError:
            return True

    def _has_derived(self) -> bool:
        return (self.folder / DERIVED / "manifest.json").exists()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one unchanging generation while the block runs."""
        if self.connection.in_transaction:
            yield
            return
        self._run("BEGIN")
        connection = self.connection
        try:
            yield
        finally:
            if connection.in_transaction:
                self._run("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make what the block writes one transaction: all of it, or nothing."""
        self._run("BEGIN IMMEDIATE")
        connection = self.connection
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if connection.in_transaction:
                self._run("ROLLBACK")
            raise

    # Statements of SQL

    def _select(
        self, sql: str, kinds: Kinds, values: Sequence[object] = ()
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a query whose columns have values of these kinds."""
        try:
            rows = self.connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._noted(storage_problem(error, self.path)) from error
        for number, (column, kind) in enumerate(zip(zip(*rows, strict=True), kinds, strict=False)):
            if not kind.issuperset(map(type, column)):
                raise self._noted(unexpected_value(self.path, sql, number))
        return rows

    def _run(self, sql: str, values: Sequence[object] = ()) -> None:
        try:
            self.connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self._noted(storage_problem(error, self.path)) from error

    def _run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._noted(storage_problem(error, self.path)) from error

    def _noted(self, problem: Exception) -> Exception:
        if isinstance(problem, IndexDamaged):
            self._fault = str(problem)
        return problem

    # Faults

    def faults(self) -> list[str]:
        """Return what was found damaged since the file was opened, and is so still.

        A light query of each table comes first; an article that was found damaged is read again.
        """
        try:
            for table in TABLES:
                self._select(f"SELECT 1 FROM {table} NOT INDEXED LIMIT 1", (_INT,))
            self.state()
            self.check_settings()
            self.articles_at(list(self._damaged))
        except IndexDamaged as damage:
            return [str(damage)]
        return [self._fault] if self._fault else list(self._damaged.values())

    # Settings and counters

    def setting(self, name: str) -> Json:
        """Return the JSON value stored as `name`, or None."""
        rows = self._select("SELECT value FROM settings WHERE name = ?", (_TEXT,), (name,))
        return self._json(rows[0][0], f"setting {name}") if rows else None

    def settings(self) -> dict[str, Json]:
        """Return every setting by name."""
        rows = self._select("SELECT name, value FROM settings", (_TEXT, _TEXT))
        return {name: self._json(value, f"setting {name}") for name, value in rows}

    def dimension(self) -> int:
        """Return how many numbers a vector has; 0 while there is no model."""
        found = self.setting("dimension")
        if found is None:
            return 0
        if type(found) is not int or not 0 < found < _LARGEST:
            raise self._noted(unexpected_value(self.path, "setting dimension", 0))
        return found

    def _json(self, value: str, name: str) -> Json:
        try:
            return json.loads(value)
        except ValueError:
            raise self._noted(unexpected_value(self.path, name, 0)) from None

    def set_setting(self, name: str, value: Json) -> None:
        """Store a JSON value under `name`, inside a transaction or on its own."""
        self._run(
            "INSERT INTO settings VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value, ensure_ascii=False, sort_keys=True)),
        )

    def state(self) -> State:
        """Return the counters."""
        sql = "SELECT generation, last_article, last_passage FROM state"
        rows = self._select(sql, (_INT, _INT, _INT))
        if len(rows) != 1 or not all(0 <= value < _LARGEST for value in rows[0]):
            raise self._noted(unexpected_value(self.path, sql, 0))
        return State(*rows[0])

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""
        articles = self._select("SELECT count(*) FROM articles", (_INT,))[0][0]
        passages = self._select("SELECT count(*) FROM passages", (_INT,))[0][0]
        return int(articles), int(passages)

    def is_empty(self) -> bool:
        """Tell whether there are no articles."""
        return not self._select("SELECT 1 FROM articles LIMIT 1", (_INT,))

    # Articles

    def infos(self) -> list[tuple[int, ArticleInfo]]:
        """Return row number and metadata of every article, in order of identifier."""
        sql = f"SELECT row, {_INFO} FROM articles ORDER BY id"
        rows = self._select(sql, (_INT, *_INFO_KINDS))
        return [(row[0], _info(row[1:])) for row in rows]

    def article_row(self, article_id: str) -> int | None:
        """Return the row number of an article, or None."""
        rows = self._select("SELECT row FROM articles WHERE id = ?", (_INT,), (article_id,))
        return int(rows[0][0]) if rows else None

    def articles_at(self, rows: Sequence[int]) -> dict[int, Article]:
        """Return the articles of these row numbers that agree with their content hashes.

        Rows that are gone are left out; so are damaged ones, which are logged.
        """
        fault = self._fault
        try:
            stored = self._stored(rows)
        except IndexDamaged:  # one that cannot be read must not take the others along
            stored = self._stored_one_by_one(rows)
        self._forget_damaged(set(rows).difference(row[0] for row in stored))
        found = {row[0]: self._checked(row) for row in stored}
        self._fault = fault  # what was met is remembered by article
        return {row: article for row, article in found.items() if article is not None}

    def damage_of(self, row: int) -> str | None:
        """Return what was found wrong with an article when it was last read, or None."""
        return self._damaged.get(row)

    def _stored(self, rows: Sequence[int]) -> list[tuple[Any, ...]]:
        marks = ",".join("?" * len(rows))
        return self._select(
            f"SELECT row, content_hash, source, headings, text, {_INFO} FROM articles "
            f"WHERE row IN ({marks})",
            (_INT, _TEXT, _TEXT, _TEXT, _TEXT, *_INFO_KINDS),
            list(rows),
        )

    def _stored_one_by_one(self, rows: Sequence[int]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for row in rows:
            try:
                found += self._stored([row])
            except IndexDamaged as damage:
                found.append((row, str(damage)))
        return found

    def _checked(self, row: tuple[Any, ...]) -> Article | None:
        """Return the article of a stored row, None where it is not as it was stored."""
        article = _article(row) if len(row) > 2 else None
        if article is not None and article.content_hash == row[1]:
            self._forget_damaged([row[0]])
            return article
        if row[0] not in self._damaged:
            identifier, source = self.name_of(row[0])
            self._damaged[row[0]] = article_damaged(identifier, source) if identifier else row[1]
            _log.warning("%s", self._damaged[row[0]])
        return None

    def _forget_damaged(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._damaged.pop(row, None)

    def name_of(self, row: int) -> tuple[str, str]:
        """Return identifier and source of an article, as far as they can be read."""
        found = []
        for column in ("id", "source"):
            try:
                sql = f"SELECT {column} FROM articles WHERE row = ?"
                found += [one[0] for one in self._select(sql, (_TEXT,), (row,))] or [""]
            except IndexDamaged:
                found.append("")
        return found[0], found[1]

    def known(self) -> dict[str, Known]:
        """Return by identifier what decides whether an article is indexed again."""
        rows = self._select(
            "SELECT id, row, source, content_hash, chunking FROM articles",
            (_TEXT, _INT, _TEXT, _TEXT, _TEXT),
        )
        return {row[0]: Known(*row[1:]) for row in rows}

    def insert(self, row: int, first_passage: int, prepared: Prepared) -> None:
        """Store an article as `row`, its passages from row `first_passage` on."""
        article, data = prepared.article, encode_vectors(prepared.vectors)
        info = article.info
        self._run(
            f"INSERT INTO articles VALUES ({','.join('?' * 13)})",
            (
                row, info.id, prepared.source, article.content_hash, prepared.chunking,
                info.title, info.author, info.date, info.publication,
                info.url, info.path, json.dumps(article.headings), article.text,
            ),
        )  # fmt: skip
        self._run_many(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            (
                (first_passage + at, row, one.number, one.start, one.end, one.heading)
                for at, one in enumerate(prepared.passages)
            ),
        )
        self._run(
            "INSERT INTO vectors VALUES (?, ?, ?)", (row, hashlib.sha256(data).digest(), data)
        )

    def delete(self, rows: Iterable[int]) -> None:
        """Remove articles by row number, with everything that hangs on them."""
        self._run_many("DELETE FROM articles WHERE row = ?", ((row,) for row in rows))

    def skip_to(self, generation: int, last_passage: int) -> None:
        """Never again hand out generations and passage rows up to these."""
        with self.writing():
            self._run(
                "UPDATE state SET generation = max(generation, ?), "
                "last_passage = max(last_passage, ?)",
                (generation, last_passage),
            )

    def set_state(self, state: State) -> None:
        """Store the counters."""
        self._run(
            "UPDATE state SET generation = ?, last_article = ?, last_passage = ?",
            (state.generation, state.last_article, state.last_passage),
        )

    # Passages and vectors

    def places(self, rows: Sequence[int]) -> dict[int, Place]:
        """Return the passages of these row numbers; rows that are gone are left out."""
        marks = ",".join("?" * len(rows))
        sql = f"{_PLACES} WHERE passages.row IN ({marks})"
        return {row[0]: _place(row) for row in self._select(sql, _PLACE_KINDS, list(rows))}

    def places_of(self, article_row: int) -> list[Place]:
        """Return an article's passages in order."""
        sql = f"{_PLACES} WHERE passages.article = ? ORDER BY number"
        return [_place(row) for row in self._select(sql, _PLACE_KINDS, (article_row,))]

    def spans_of(self, article_row: int) -> list[tuple[int, int, int]]:
        """Return number, start and end of an article's passages in order."""
        sql = 'SELECT number, start, "end" FROM passages WHERE article = ? ORDER BY number'
        return [(row[0], row[1], row[2]) for row in self._select(sql, _SPAN_KINDS, (article_row,))]

    def passage_rows(self, articles: Iterable[int] | None = None) -> Rows:
        """Return the row numbers of every passage, or of those of some articles, ascending."""
        if articles is None:
            found = self._select("SELECT row FROM passages ORDER BY row", (_INT,))
        else:
            found = self._select(
                "SELECT row FROM passages WHERE article IN (SELECT value FROM json_each(?)) "
                "ORDER BY row",
                (_INT,),
                (json.dumps(sorted(articles)),),
            )
        return np.array([row for (row,) in found], dtype=np.int64)

    def article_rows(self) -> list[int]:
        """Return the row numbers of every article, ascending."""
        rows = self._select("SELECT row FROM articles ORDER BY row", (_INT,))
        return [row for (row,) in rows]

    def vectors_of(self, article_row: int) -> tuple[bytes, bytes]:
        """Return an article's vectors as stored, and the SHA-256 they were stored with."""
        rows = self._select(
            "SELECT data, sha256 FROM vectors WHERE article = ?", (_BYTES, _BYTES), (article_row,)
        )
        return (rows[0][0], rows[0][1]) if rows else (b"", b"")

    def origin(self, article_row: int) -> tuple[str, str]:
        """Return the source an article came from and the chunking it was cut by."""
        sql = "SELECT source, chunking FROM articles WHERE row = ?"
        rows = self._select(sql, (_TEXT, _TEXT), (article_row,))
        return (rows[0][0], rows[0][1]) if rows else ("", "")

    # Sources

    def source_stamps(self) -> dict[str, SourceStamp]:
        """Return what files looked like when they were read without failures, by key."""
        sql = "SELECT key, size, mtime_ns, reading FROM sources"
        rows = self._select(sql, (_TEXT, _INT, _INT, _TEXT))
        return {row[0]: SourceStamp(*row[1:]) for row in rows}

    def set_source_stamps(self, stamps: dict[str, SourceStamp]) -> None:
        """Store what files looked like."""
        self._run_many(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
            ((key, stamp.size, stamp.mtime_ns, stamp.reading) for key, stamp in stamps.items()),
        )

    def forget_sources(self, articles: Iterable[int]) -> None:
        """Have the files of these articles read again next time."""
        self._run_many(
            "DELETE FROM sources WHERE key = (SELECT source FROM articles WHERE row = ?)",
            ((row,) for row in articles),
        )

    def scanned(self, sql: str) -> dict[int, str]:
        """Return what a query for (row number, text) gives until it fails, if it does.

        For a damaged file: nothing is raised.
        """
        found: list[tuple[object, object]] = []
        with contextlib.suppress(sqlite3.Error, IndexProblem):
            for one in self.connection.execute(sql):
                found.append(one)  # noqa: PERF402 - what came before an error is kept
        return {
            row: text
            for row, text in found
            if type(row) is int and type(text) is str and 0 < row < _LARGEST
        }

    # Soundness

    def integrity_problems(self) -> list[str]:
        """Return what SQLite finds wrong with its own file, with references and counters in it."""
        try:
            found = [row[0] for row in self._select("PRAGMA integrity_check(20)", (_TEXT,))]
            found = [text for text in found if text != "ok"]
            for table, row, other, _ in self._select("PRAGMA foreign_key_check", ()):
                found.append(f"table {table} row {row} refers to a missing {other}")
            found += self._spent_rows()
            found += self._lost_settings()
        except IndexDamaged as damage:
            return [str(damage)]
        return [f"{self.path}: {text}" for text in found]

    def check_settings(self) -> None:
        """Raise `IndexDamaged` where the settings that vectors depend on are lost."""
        for lost in self._lost_settings():
            raise IndexDamaged(f"{self.path} is damaged ({lost}). {RESTORE}")

    def _lost_settings(self) -> list[str]:
        held = self.settings()
        self.dimension()
        if not self._select("SELECT 1 FROM vectors WHERE length(data) > 0 LIMIT 1", (_INT,)):
            return []
        return [f"the setting {name} is lost" for name in MADE_WITH if name not in held]

    def _spent_rows(self) -> list[str]:
        """Say which counter is behind: it would hand out row numbers that are in use."""
        state = self.state()
        last = (("articles", state.last_article), ("passages", state.last_passage))
        return [
            f"table {table} has rows beyond the counter {counter}"
            for table, counter in last
            if self._select(f"SELECT 1 FROM {table} WHERE row > ? LIMIT 1", (_INT,), (counter,))
        ]


def storage_problem(error: sqlite3.Error, path: Path) -> IndexProblem:
    """Say in the user's words what SQLite could not do with the file `path`."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return full_disk(path.parent)
    if isinstance(error, sqlite3.ProgrammingError):
        return IndexProblem(f"{path}: {error} The index was closed while it was in use.")
    if code in _DAMAGE:
        return IndexDamaged(f"{path} is damaged ({error}). {RESTORE}")
    if code == sqlite3.SQLITE_BUSY:
        return IndexProblem(f"{path} is busy: another process holds it. Try again in a moment.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return IndexProblem(f"{path} cannot be written to ({error}). Check its permissions.")
    return IndexProblem(
        f"{path}: {error}. Check that the disk is not full and the folder can be written to; what "
        f"was indexed before is kept."
    )


def _article(row: Sequence[Any]) -> Article | None:
    try:
        headings = tuple((start, end) for start, end in json.loads(row[3]))
    except (ValueError, TypeError):
        return None
    return Article(info=_info(row[5:]), text=row[4], headings=headings)


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
