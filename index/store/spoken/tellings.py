"""What articles tell of who speaks in them, in the truth: made of an article and its statements.

It can be made again at any time, and goes with the statements that it was made of.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from index.store.database import ANY_TEXT, INT, TEXT, Database


class Telling(NamedTuple):
    """An article by its row, and what it tells: None where these rules have not been asked."""

    row: int
    article: str
    date: str | None
    told: str | None


class TellingTable:
    """What the articles of one index tell."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, rules: str) -> list[Telling]:
        """Return every article in the order of rows; call it within one generation."""
        # Both are read from indexes: rows of articles have their texts in them.
        names = self._database.select("SELECT row, id FROM articles", (INT, TEXT))
        dates = dict(self._database.select("SELECT row, date FROM articles", (INT, ANY_TEXT)))
        sql = "SELECT article, speakers FROM article_speakers WHERE rules = ?"
        told = dict(self._database.select(sql, (INT, TEXT), (rules,)))
        return [Telling(row, name, dates.get(row), told.get(row)) for row, name in sorted(names)]

    def at(self, rules: str, rows: Collection[int]) -> list[Telling]:
        """Return those of these articles that are there, in the order of rows."""
        found = self._database.select(
            "SELECT row, id, date, speakers FROM articles LEFT JOIN article_speakers "
            "ON article = row AND rules = ? WHERE row IN (SELECT value FROM json_each(?)) "
            "ORDER BY row",
            (INT, TEXT, ANY_TEXT, ANY_TEXT),
            (rules, json.dumps(list(rows))),
        )
        return [Telling(*one) for one in found]

    def untold(self, rules: str, after: int = 0) -> list[int]:
        """Return the rows of articles behind a row number that these rules have not been asked."""
        found = self._database.select(
            "SELECT row FROM articles WHERE row > ? AND row NOT IN "
            "(SELECT article FROM article_speakers WHERE article > ? AND rules = ?) ORDER BY row",
            (INT,),
            (after, after, rules),
        )
        return [row for (row,) in found]

    def put(self, rules: str, fingerprint: str, told: Mapping[str, tuple[str, str]]) -> None:
        """Store what articles tell: content hash and text, by identifier; in a transaction.

        Passed over is an article that is gone or another one by now, or whose statements are not
        those that the rules of `fingerprint` found.
        """
        self._database.run_many(
            "INSERT OR REPLACE INTO article_speakers SELECT article, ?, ? FROM statement_sets "
            "JOIN articles ON articles.row = article "
            "WHERE id = ? AND content_hash = ? AND fingerprint = ?",
            (
                (rules, text, name, content_hash, fingerprint)
                for name, (content_hash, text) in told.items()
            ),
        )

    def rows_told(self, rules: str) -> list[int]:
        """Return the rows of articles that these rules were asked, in order."""
        sql = "SELECT article FROM article_speakers WHERE rules = ? ORDER BY article"
        return [row for (row,) in self._database.select(sql, (INT,), (rules,))]

    def drop(self, rows: Iterable[int]) -> None:
        """Forget what these articles tell; call inside a transaction."""
        self._database.run_many(
            "DELETE FROM article_speakers WHERE article = ?", ((row,) for row in rows)
        )
