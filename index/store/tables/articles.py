"""Articles with their exact text; each is handed out when it agrees with its content hash."""

import json
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.articles.article import Article, ArticleInfo
from index.articles.codec import (
    COLUMNS,
    DETAILS,
    INFO_COLUMNS,
    NO_CATEGORIES,
    from_row,
    info_from_row,
    origins_of_column,
    to_row,
)
from index.articles.origins import Origin
from index.articles.rows import Rows
from index.errors import IndexDamaged, UnknownArticle
from index.store.damage import article_damaged
from index.store.database import ANY_TEXT, INT, TEXT, Database

_log = logging.getLogger(__name__)

_EMPTY = {"origins": "[]", "categories": NO_CATEGORIES}
"""What articles have that were stored before these columns were there."""


def _selected(columns: Sequence[str]) -> str:
    return ", ".join(f"ifnull({one}, '{_EMPTY[one]}')" if one in _EMPTY else one for one in columns)


_INFO = _selected(INFO_COLUMNS)
_ARTICLE = _selected(COLUMNS)
_FROM = "articles LEFT JOIN article_details ON article_details.article = articles.row"
_OWN = tuple(column for column in COLUMNS if column not in DETAILS)
_LAST = "\U0010ffff"  # comes after whatever an identifier may go on with
_INFO_KINDS = (TEXT, *(ANY_TEXT,) * (len(INFO_COLUMNS) - 1))


@dataclass(frozen=True, slots=True)
class Known:
    """What decides whether an article must be indexed again."""

    row: int
    source: str
    content_hash: str
    chunking: str


class ArticleTable:
    """The articles of one index. What is found damaged is remembered until it is found sound."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: dict[int, str] = {}
        self._found_in = 0

    # Reading

    def count(self) -> int:
        """Return how many there are."""
        return int(self._database.select("SELECT count(*) FROM articles", (INT,))[0][0])

    def is_empty(self) -> bool:
        """Tell whether there are none."""
        return not self._database.select("SELECT 1 FROM articles LIMIT 1", (INT,))

    def rows(self) -> list[int]:
        """Return the row numbers of every article, ascending."""
        (rows,) = self._database.numbers("row", "FROM articles ORDER BY row")
        return list(map(int, rows))

    def infos(self) -> list[tuple[int, ArticleInfo]]:
        """Return row number and metadata of every article, in order of identifier."""
        sql = f"SELECT row, {_INFO} FROM {_FROM} ORDER BY id"
        rows = self._database.select(sql, (INT, *_INFO_KINDS))
        return [(row[0], info_from_row(row[1:])) for row in rows]

    def page(self, limit: int, offset: int) -> list[ArticleInfo]:
        """Return the metadata of some articles in order of identifier; the others are not read."""
        sql = (
            f"SELECT {_INFO} FROM {_FROM} WHERE row IN "
            "(SELECT row FROM articles ORDER BY id LIMIT ? OFFSET ?) ORDER BY id"
        )
        found = self._database.select(sql, _INFO_KINDS, (limit, offset))
        return [info_from_row(row) for row in found]

    def values(self, column: str) -> list[str | None]:
        """Return the different values of `author`, `publication`, `date` or `categories`."""
        table = "article_details" if column == "categories" else "articles"
        sql = f"SELECT DISTINCT {column} FROM {table}"
        return [value for (value,) in self._database.select(sql, (ANY_TEXT,))]

    def with_values(self, wanted: Mapping[str, Collection[str | None]]) -> Rows:
        """Return the row numbers of articles with one of the values of each column, ascending.

        Args:
            wanted: values by column: `id`, `author`, `publication`, `date` or `categories`.
        """
        conditions = ["1"]
        for column, values in wanted.items():
            unknown = f" OR {column} IS NULL" if None in values else ""
            condition = f"({column} IN (SELECT value FROM json_each(?)){unknown})"
            if column == "categories":
                condition = f"row IN (SELECT article FROM article_details WHERE {condition})"
            conditions.append(condition)
        (found,) = self._database.numbers(
            "row",
            f"FROM articles WHERE {' AND '.join(conditions)} ORDER BY row",
            [json.dumps([one for one in values if one is not None]) for values in wanted.values()],
        )
        return found

    def infos_of(self, rows: Sequence[int]) -> list[ArticleInfo]:
        """Return the metadata of these rows, in order of identifier; those gone are left out."""
        sql = (
            f"SELECT {_INFO} FROM {_FROM} WHERE row IN (SELECT value FROM json_each(?)) ORDER BY id"
        )
        found = self._database.select(sql, _INFO_KINDS, (json.dumps(list(rows)),))
        return [info_from_row(row) for row in found]

    def infos_by_row(self, rows: Sequence[int]) -> dict[int, ArticleInfo]:
        """Return the metadata of these rows by row number; those gone are left out."""
        sql = f"SELECT row, {_INFO} FROM {_FROM} WHERE row IN (SELECT value FROM json_each(?))"
        found = self._database.select(sql, (INT, *_INFO_KINDS), (json.dumps(list(rows)),))
        return {row[0]: info_from_row(row[1:]) for row in found}

    def origins_of(self, rows: Sequence[int]) -> dict[int, tuple[Origin, ...]]:
        """Return by row number where the metadata of these articles came from."""
        sql = (
            "SELECT article, origins FROM article_details "
            "WHERE article IN (SELECT value FROM json_each(?))"
        )
        found = self._database.select(sql, (INT, TEXT), (json.dumps(list(rows)),))
        return {row: origins_of_column(text) for row, text in found}

    def origins(self) -> dict[int, tuple[Origin, ...]]:
        """Return by row number where each article's metadata came from."""
        rows = self._database.select("SELECT article, origins FROM article_details", (INT, TEXT))
        return {row: origins_of_column(text) for row, text in rows}

    def row_of(self, article_id: str) -> int | None:
        """Return the row number of an article, or None."""
        rows = self._database.select("SELECT row FROM articles WHERE id = ?", (INT,), (article_id,))
        return int(rows[0][0]) if rows else None

    def row_known(self, article_id: str) -> int:
        """Return the row number of an article.

        Raises:
            UnknownArticle: there is none of this identifier.
        """
        row = self.row_of(article_id)
        if row is None:
            raise UnknownArticle(
                f"No article has the identifier {article_id!r}. `pullquote articles` lists them."
            )
        return row

    def beginning(self, beginning: str, most: int) -> list[tuple[str, str]]:
        """Return identifier and title of up to `most` articles whose identifier begins so.

        They are in order of identifier; one that is `beginning` itself is the first.
        """
        rows = self._database.select(
            f"SELECT id, title FROM {_FROM} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
            (TEXT, ANY_TEXT),
            (beginning, f"{beginning}{_LAST}", most),
        )
        return [(row[0], row[1] or "") for row in rows]

    def living(self, rows: Sequence[int]) -> set[int]:
        """Return those of these row numbers that are of articles still."""
        within = "FROM articles WHERE row IN (SELECT value FROM json_each(?))"
        (found,) = self._database.numbers("row", within, [json.dumps(list(rows))])
        return set(found.tolist())

    def at(self, rows: Sequence[int]) -> dict[int, Article]:
        """Return the articles of these row numbers that agree with their content hashes.

        Rows that are gone are left out; so are damaged ones, which are logged.
        """
        with self._database.forgiving():  # what is met is remembered by article
            try:
                stored = self._stored(rows)
            except IndexDamaged:  # one that cannot be read must not take the others along
                stored = self._stored_one_by_one(rows)
            self._forget_damaged(set(rows).difference(row[0] for row in stored))
            found = {row[0]: self._checked(row) for row in stored}
        return {row: article for row, article in found.items() if article is not None}

    @property
    def _damaged(self) -> dict[int, str]:
        """What was found wrong, by row, in the file that is open now."""
        if self._found_in != self._database.opened:
            self._found, self._found_in = {}, self._database.opened
        return self._found

    def damaged(self) -> list[str]:
        """Read again the articles that were found damaged; return what is wrong with them."""
        self.at(list(self._damaged))
        return list(self._damaged.values())

    def damage_of(self, row: int) -> str | None:
        """Return what was found wrong with an article when it was last read, or None."""
        return self._damaged.get(row)

    def _stored(self, rows: Sequence[int]) -> list[tuple[Any, ...]]:
        marks = ",".join("?" * len(rows))
        return self._database.select(
            f"SELECT row, content_hash, {_ARTICLE} FROM {_FROM} WHERE row IN ({marks})",
            (INT, TEXT, *_INFO_KINDS, TEXT, TEXT, TEXT),
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
                found += [one[0] for one in self._database.select(sql, (TEXT,), (row,))] or [""]
            except IndexDamaged:
                found.append("")
        return found[0], found[1]

    def known(self, article_id: str) -> Known | None:
        """Return what decides whether an article is indexed again; None where there is none."""
        return self._known("id = ?", article_id).get(article_id)

    def of_source(self, key: str) -> dict[str, Known]:
        """Return the articles that came from a file or address, by identifier."""
        return self._known("source = ?", key)

    def _known(self, condition: str, value: str) -> dict[str, Known]:
        rows = self._database.select(
            f"SELECT id, row, source, content_hash, chunking FROM articles WHERE {condition}",
            (TEXT, INT, TEXT, TEXT, TEXT),
            (value,),
        )
        return {row[0]: Known(*row[1:]) for row in rows}

    def ids_below(self, path: str, separator: str) -> list[str]:
        """Return the articles that came from a file, or from files in a folder."""
        return [article_id for article_id, _ in self._below(path, separator)]

    def sources_below(self, path: str, separator: str) -> list[str]:
        """Return the files, of those that articles came from, that are `path` or below it."""
        return list(dict.fromkeys(source for _, source in self._below(path, separator)))

    def _below(self, path: str, separator: str) -> list[tuple[str, str]]:
        folder = path.rstrip(separator) + separator
        end = folder[:-1] + chr(ord(folder[-1]) + 1)  # the first name after all that begin so
        rows = self._database.select(
            "SELECT id, source FROM articles WHERE source = ? OR (source >= ? AND source < ?)",
            (TEXT, TEXT),
            (path, folder, end),
        )
        return [(row[0], row[1]) for row in rows]

    def origin(self, article_row: int) -> tuple[str, str]:
        """Return the source an article came from and the chunking it was cut by."""
        sql = "SELECT source, chunking FROM articles WHERE row = ?"
        rows = self._database.select(sql, (TEXT, TEXT), (article_row,))
        return (rows[0][0], rows[0][1]) if rows else ("", "")

    # Writing

    def insert(self, row: int, article: Article, source: str, chunking: str) -> None:
        """Store an article as `row`, with the key of its file and the chunking it is cut by."""
        found = dict(zip(COLUMNS, to_row(article), strict=True))
        details = [found.pop(name) for name in DETAILS]
        values = (row, source, article.content_hash, chunking, *found.values())
        self._database.run(
            f"INSERT INTO articles (row, source, content_hash, chunking, {', '.join(_OWN)}) "
            f"VALUES ({','.join('?' * len(values))})",
            values,
        )
        self._database.run(
            f"INSERT INTO article_details (article, {', '.join(DETAILS)}) VALUES (?, ?, ?, ?)",
            (row, *details),
        )

    def delete(self, rows: Iterable[int]) -> None:
        """Remove articles by row number, with everything that hangs on them."""
        self._database.run_many("DELETE FROM articles WHERE row = ?", ((row,) for row in rows))


def _article(row: Sequence[Any]) -> Article | None:
    try:
        return from_row(row[2:])
    except (ValueError, RecursionError):
        return None
