"""Which articles are in which collections; an article is in one or more."""

import contextlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from index.errors import IndexDamaged
from index.store.database import INT, TEXT, Database

DEFAULT = "default"
"""The collection of an article that was put into none."""

SAVED = "saved from damage"
"""The collection of articles of which it cannot be read where they were: no rule names it."""


class MembershipTable:
    """The collections of one index. All that writes is called in a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def names(self) -> list[str]:
        """Return the names of all collections, in order."""
        rows = self._database.select("SELECT name FROM collections ORDER BY name", (TEXT,))
        return [name for (name,) in rows]

    def counts(self) -> dict[str, int]:
        """Return how many articles each collection has, by its name, in order."""
        rows = self._database.select(
            "SELECT name, (SELECT count(*) FROM memberships WHERE collection = number) "
            "FROM collections ORDER BY name",
            (TEXT, INT),
        )
        return dict(rows)

    def of_rows(self, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Return the collections of articles by row number, in order of their names."""
        found: dict[int, tuple[str, ...]] = {}
        sql = (
            "SELECT article, name FROM memberships JOIN collections ON number = collection "
            "WHERE article IN (SELECT value FROM json_each(?)) ORDER BY article, name"
        )
        for row, name in self._database.select(sql, (INT, TEXT), (json.dumps(list(rows)),)):
            found[row] = (*found.get(row, ()), name)
        return found

    def of_articles(self, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the collections of articles by identifier, in order of their names."""
        found: dict[str, tuple[str, ...]] = {}
        sql = (
            "SELECT articles.id, name FROM articles JOIN memberships ON article = articles.row "
            "JOIN collections ON number = collection "
            "WHERE articles.id IN (SELECT value FROM json_each(?)) ORDER BY name"
        )
        for one, name in self._database.select(sql, (TEXT, TEXT), (json.dumps(list(ids)),)):
            found[one] = (*found.get(one, ()), name)
        return found

    def rows_in(self, name: str) -> list[int]:
        """Return the row numbers of the articles of a collection."""
        rows = self._database.select(
            "SELECT article FROM memberships WHERE collection = "
            "(SELECT number FROM collections WHERE name = ?) ORDER BY article",
            (INT,),
            (name,),
        )
        return [row for (row,) in rows]

    def removed_in(self, name: str) -> int:
        """Return how many articles of a collection were taken out and can be brought back."""
        rows = self._database.select(
            "SELECT count(*) FROM past_memberships JOIN removed_articles USING (article) "
            "WHERE collection = (SELECT number FROM collections WHERE name = ?)",
            (INT,),
            (name,),
        )
        return int(rows[0][0])

    def past(self) -> dict[str, tuple[str, ...]]:
        """Return where articles were that are gone, by identifier."""
        found: dict[str, tuple[str, ...]] = {}
        sql = (
            "SELECT article, name FROM past_memberships JOIN collections ON number = collection "
            "ORDER BY article, name"
        )
        for one, name in self._database.select(sql, (TEXT, TEXT)):
            found[one] = (*found.get(one, ()), name)
        return found

    def saved(self, row: int) -> tuple[str, ...]:
        """Return where an article of a damaged file was, or `SAVED`, where it cannot be read."""
        with contextlib.suppress(IndexDamaged):
            known = self.of_rows([row]).get(row)
            if known or self.names() in ([], [DEFAULT]):
                return known or (DEFAULT,)
        return (SAVED,)

    # Writing

    def make(self, names: Iterable[str]) -> None:
        """Have collections of these names."""
        self._database.run_many(
            "INSERT OR IGNORE INTO collections (name) VALUES (?)", ((name,) for name in names)
        )

    def put(self, row: int, names: Sequence[str]) -> None:
        """Have an article in these collections and in no other; they are made."""
        self.make(names)
        self._database.run("DELETE FROM memberships WHERE article = ?", (row,))
        self._database.run(
            "INSERT INTO memberships SELECT ?, number FROM collections "
            "WHERE name IN (SELECT value FROM json_each(?))",
            (row, json.dumps(list(names))),
        )

    def put_new(self, row: int, article_id: str, names: Sequence[str]) -> None:
        """Have a new article in these collections; without any, where it was before, else default.

        What was remembered of it is forgotten.
        """
        before = self._database.select(
            "SELECT name FROM past_memberships JOIN collections ON number = collection "
            "WHERE article = ?",
            (TEXT,),
            (article_id,),
        )
        self.put(row, names or [name for (name,) in before] or [DEFAULT])
        self._database.run("DELETE FROM past_memberships WHERE article = ?", (article_id,))

    def remember(self, rows: Iterable[int]) -> None:
        """Keep where articles are, by identifier, before they are taken out."""
        self._database.run_many(
            "INSERT OR IGNORE INTO past_memberships SELECT articles.id, collection "
            "FROM memberships JOIN articles ON articles.row = article WHERE article = ?",
            ((row,) for row in rows),
        )

    def put_past(self, past: Mapping[str, Sequence[str]], names: Iterable[str]) -> None:
        """Have collections of these names, and keep where articles were that are gone."""
        self.make(names)
        for article, places in past.items():
            self._database.run(
                "INSERT OR IGNORE INTO past_memberships SELECT ?, number FROM collections "
                "WHERE name IN (SELECT value FROM json_each(?))",
                (article, json.dumps(list(places))),
            )

    def rename(self, old: str, new: str) -> None:
        """Give a collection another name, which none has."""
        self._database.run("UPDATE collections SET name = ? WHERE name = ?", (new, old))

    def drop(self, name: str) -> None:
        """Forget a collection without articles, and that articles which are gone were in it."""
        self._database.run("DELETE FROM collections WHERE name = ?", (name,))
