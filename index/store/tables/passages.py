"""Passages and their vectors, as they were cut and embedded."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.articles.passages import Passage
from index.articles.rows import Rows, of_runs
from index.models.vectors import Vectors, encode_vectors
from index.store.database import BYTES, INT, TEXT, Database

_PLACES = (
    "SELECT passages.row, article, number, start, \"end\", heading, ifnull(date, '9999'), id "
    "FROM passages JOIN articles ON articles.row = passages.article"
)
_PLACE_KINDS = (INT, INT, INT, INT, INT, TEXT, TEXT, TEXT)
_SPAN_KINDS = (INT, INT, INT)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage of the truth and where it belongs.

    `order` puts passages that are equally good in an order that does not depend on when they were
    indexed: date of the article (none last), its id, the passage's number.
    """

    row: int
    article: int
    passage: Passage
    order: tuple[str, str, int]


class PassageTable:
    """The passages of one index, with their vectors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(
        self, article_row: int, first: int, passages: Sequence[Passage], vectors: Vectors
    ) -> None:
        """Store an article's passages, from row `first` on, and their vectors, in order."""
        data = encode_vectors(vectors)
        self._database.run_many(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            (
                (first + at, article_row, one.number, one.start, one.end, one.heading)
                for at, one in enumerate(passages)
            ),
        )
        self._database.run(
            "INSERT INTO vectors VALUES (?, ?, ?)",
            (article_row, hashlib.sha256(data).digest(), data),
        )

    def count(self) -> int:
        """Return how many there are."""
        return int(self._database.select("SELECT count(*) FROM passages", (INT,))[0][0])

    def at(self, rows: Sequence[int]) -> dict[int, StoredPassage]:
        """Return the passages of these row numbers; rows that are gone are left out."""
        marks = ",".join("?" * len(rows))
        sql = f"{_PLACES} WHERE passages.row IN ({marks})"
        return {row[0]: _place(row) for row in self._database.select(sql, _PLACE_KINDS, list(rows))}

    def articles_of(self, rows: Sequence[int]) -> dict[int, int]:
        """Return the article of each of these rows; rows that are gone are left out."""
        marks = ",".join("?" * len(rows))
        sql = f"SELECT row, article FROM passages WHERE row IN ({marks})"
        return dict(self._database.select(sql, (INT, INT), list(rows)))

    def of(self, article_row: int) -> list[StoredPassage]:
        """Return an article's passages in order."""
        sql = f"{_PLACES} WHERE passages.article = ? ORDER BY number"
        return [_place(row) for row in self._database.select(sql, _PLACE_KINDS, (article_row,))]

    def spans_of(self, article_row: int) -> list[tuple[int, int, int]]:
        """Return number, start and end of an article's passages in order."""
        sql = 'SELECT number, start, "end" FROM passages WHERE article = ? ORDER BY number'
        return [
            (row[0], row[1], row[2])
            for row in self._database.select(sql, _SPAN_KINDS, (article_row,))
        ]

    def rows(self, articles: Iterable[int] | None = None) -> Rows:
        """Return the row numbers of every passage, or of those of some articles, ascending."""
        if articles is None:
            return self._database.numbers("row", "FROM passages ORDER BY row")[0]
        some = "WHERE article IN (SELECT value FROM json_each(?)) ORDER BY row"
        return self._database.numbers(
            "row", f"FROM passages {some}", (json.dumps(sorted(articles)),)
        )[0]

    def rows_among(self, articles: Sequence[int] | Rows) -> Rows:
        """Return the row numbers of the passages of many articles, ascending.

        They were given to an article's passages one after the other: its first and last say all.
        """
        first, last = (
            f"(SELECT row FROM passages WHERE article = value ORDER BY number {order} LIMIT 1)"
            for order in ("ASC", "DESC")
        )
        firsts, lasts = self._database.numbers(
            "first, last",
            f"FROM (SELECT {first} AS first, {last} AS last FROM json_each(?)) "
            "WHERE first IS NOT NULL",
            (json.dumps(np.asarray(articles, np.int64).tolist()),),
        )
        return np.sort(of_runs(firsts, lasts))

    def runs(self) -> list[tuple[int, int, int, str, bytes]]:
        """Return of each article that has passages what tells these from others.

        Its row, its passages' first row and their number, its content hash and its vectors'
        SHA-256; ascending by the passages' rows.
        """
        sql = (
            "SELECT passages.article, min(passages.row) AS first, count(*), content_hash, "
            "ifnull((SELECT sha256 FROM vectors WHERE vectors.article = passages.article), x'') "
            "FROM passages JOIN articles ON articles.row = passages.article "
            "GROUP BY passages.article ORDER BY first"
        )
        found = self._database.select(sql, (INT, INT, INT, TEXT, BYTES))
        return [(row[0], row[1], row[2], row[3], row[4]) for row in found]

    def articles(self) -> list[int]:
        """Return the articles that have passages, in the order of their passages' rows."""
        rows = self._database.select(
            "SELECT article FROM passages GROUP BY article ORDER BY min(row)", (INT,)
        )
        return [row for (row,) in rows]

    def vectors_of(self, article_row: int) -> tuple[bytes, bytes]:
        """Return an article's vectors as stored, and the SHA-256 they were stored with."""
        rows = self._database.select(
            "SELECT data, sha256 FROM vectors WHERE article = ?", (BYTES, BYTES), (article_row,)
        )
        return (rows[0][0], rows[0][1]) if rows else (b"", b"")


def _place(row: Sequence[Any]) -> StoredPassage:
    return StoredPassage(
        row=row[0],
        article=row[1],
        passage=Passage(number=row[2], start=row[3], end=row[4], heading=row[5]),
        order=(row[6], row[7], row[2]),
    )
