"""Articles as they are listed: sorted, filtered, counted and paged by SQLite, never all at once.

Each article has a narrow row with what lists need: its details folded for searching and sorting,
and what of them is missing or doubtful. It can be made again from the article at any time.
"""

import datetime
import json
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from index.articles.article import ArticleInfo
from index.articles.details.checking import WANTED, check_metadata
from index.articles.origins import FIELDS, Origin
from index.store.conditions import ALL, LISTED, PLACES, VALUES, Condition
from index.store.database import INT, TEXT, Database

RULES = "list-1"
"""Changes whenever the same article would be listed otherwise."""

FACETS = ("author", "publication", "category", "year", "lang", "collection")
"""What articles are counted by, each having several categories and collections, or none: ""."""

ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "look": "look DESC, date DESC, article",
        "newest": "date DESC, title, article",
        "oldest": "date = '', date, title, article",
        "title": "title, article",
        "author": "author_key = '', author_key, date DESC, article",
        "publication": "publication_key = '', publication_key, date DESC, article",
        "added": "article DESC",
    }
)
"""The orders of a list by name; `look` has those first that lack something or have it in doubt."""

_LEADING = "\"'“”„‘’«»‹›¡¿([{#*-–—… "
_COLUMNS = (
    "article, rules, words, title, author, author_key, publication, publication_key, date, lang, "
    "url, missing, doubtful, look, future"
)


def folded(text: str | None) -> str:
    """Return text as it is compared: without case and accents."""
    plain = unicodedata.normalize("NFKD", text or "")
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()


class ListingTable:
    """The list of the articles of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Writing

    def put(self, row: int, info: ArticleInfo, origins: Sequence[Origin]) -> None:
        """Store how an article is listed; call inside a transaction."""
        today = datetime.datetime.now(datetime.UTC).date()
        checked = check_metadata(info, origins, today=today)
        words = (info.title, info.author, info.publication, info.date, info.url, *info.categories)
        title = folded(info.title)
        doubtful = [doubt.field for doubt in checked.doubtful]
        future = info.date if info.date and info.date > today.isoformat() else None
        values = (
            row,
            RULES,
            "\n".join(folded(word) for word in words),
            title.lstrip(_LEADING) or title,
            info.author or "",
            folded(info.author),
            info.publication or "",
            folded(info.publication),
            info.date or "",
            info.lang or "",
            info.url or "",
            sum(1 << WANTED.index(name) for name in checked.missing),
            sum(1 << FIELDS.index(name) for name in doubtful),
            int(checked.needs_a_look),
            future,
        )
        marks = ", ".join("?" * len(values))
        self._database.run(
            f"INSERT OR REPLACE INTO article_list ({_COLUMNS}) VALUES ({marks})", values
        )
        self._database.run("DELETE FROM article_categories WHERE article = ?", (row,))
        self._database.run_many(
            "INSERT OR IGNORE INTO article_categories (article, category, key) VALUES (?, ?, ?)",
            ((row, one, folded(one)) for one in info.categories),
        )

    def unlisted(self, today: str, after: int = 0) -> list[int]:
        """Return the row numbers of articles that are not listed as they would be now.

        Those up to the row number `after` are listed, but for days that have come since.
        """
        rows = self._database.select(
            "SELECT row FROM articles WHERE row > ? AND row NOT IN "
            "(SELECT article FROM article_list WHERE article > ? AND rules = ?) "
            "UNION SELECT article FROM article_list WHERE future <= ? ORDER BY 1",
            (INT,),
            (after, after, RULES, today),
        )
        return [row for (row,) in rows]

    # Reading

    def count(self, where: Condition) -> int:
        """Return how many articles are meant."""
        sql = f"SELECT count(*) FROM article_list WHERE {where.sql}"
        return int(self._database.select(sql, (INT,), where.values)[0][0])

    def page(self, where: Condition, order: str, limit: int, offset: int) -> list[int]:
        """Return the row numbers of some articles in one of `ORDERS`."""
        rows = self._database.select(
            f"SELECT article FROM article_list WHERE {where.sql} ORDER BY {ORDERS[order]} "
            "LIMIT ? OFFSET ?",
            (INT,),
            (*where.values, limit, offset),
        )
        return [row for (row,) in rows]

    def gaps_of(self, rows: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return the bits of what is missing and what is doubtful, by row number."""
        found = self._database.select(
            "SELECT article, missing, doubtful FROM article_list "
            "WHERE article IN (SELECT value FROM json_each(?))",
            (INT, INT, INT),
            (json.dumps(list(rows)),),
        )
        return {row: (missing, doubtful) for row, missing, doubtful in found}

    def after(self, where: Condition, row: int, limit: int) -> list[tuple[int, str]]:
        """Return row number and identifier of articles behind a row number, in its order."""
        rows = self._database.select(
            "SELECT article_list.article, articles.id FROM article_list "
            "JOIN articles ON articles.row = article_list.article "
            f"WHERE article_list.article > ? AND article_list.article IN "
            f"(SELECT article FROM article_list WHERE {where.sql}) "
            "ORDER BY article_list.article LIMIT ?",
            (INT, TEXT),
            (row, *where.values, limit),
        )
        return [(row, identifier) for row, identifier in rows]

    def values(
        self, facet: str, where: Condition, limit: int, beginning: str = ""
    ) -> list[tuple[str, int]]:
        """Return the most frequent values of a facet with how many articles have each.

        With `beginning` (folded), only those in which a word begins so.
        """
        key = "value" if facet in {"year", "lang"} else f"{facet}_key"
        like = ALL
        if beginning:
            escaped = beginning.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            like = Condition(f"' ' || {key} LIKE ? ESCAPE '\\'", (f"% {escaped}%",))
        return self._counted(facet, where, like, limit)

    def counts(self, facet: str, where: Condition, values: Sequence[str]) -> dict[str, int]:
        """Return how many articles have each of these values of a facet; those of none are out."""
        chosen = Condition(f"value IN {LISTED}", (json.dumps(list(values)),))
        return dict(self._counted(facet, where, chosen, len(values)))

    def _counted(
        self, facet: str, where: Condition, which: Condition, limit: int
    ) -> list[tuple[str, int]]:
        """Count the values of a facet among the articles of `where`, those that `which` means."""
        if facet == "category":
            table = (
                "(SELECT ifnull(category, '') AS value, key AS category_key FROM "
                f"(SELECT article AS meant FROM article_list WHERE {where.sql}) "
                "LEFT JOIN article_categories ON article = meant)"
            )
        elif facet == "collection":
            table = (
                f"(SELECT name AS value, name AS collection_key FROM {PLACES} WHERE "
                f"memberships.article IN (SELECT article FROM article_list WHERE {where.sql}))"
            )
        else:
            table = f"(SELECT *, {VALUES[facet]} AS value FROM article_list WHERE {where.sql})"
        rows = self._database.select(
            f"SELECT value, count(*) AS many FROM {table} WHERE {which.sql} "
            "GROUP BY 1 ORDER BY many DESC, 1 LIMIT ?",
            (TEXT, INT),
            (*where.values, *which.values, limit),
        )
        return [(value, many) for value, many in rows]

    def has_categories(self) -> bool:
        """Tell whether any article has a category."""
        return bool(self._database.select("SELECT 1 FROM article_categories LIMIT 1", (INT,)))

    def earliest(self, where: Condition, limit: int) -> list[int]:
        """Return the row numbers of articles by date, those without first, and identifier."""
        rows = self._database.select(
            "SELECT row FROM articles WHERE row IN "
            f"(SELECT article FROM article_list WHERE {where.sql}) ORDER BY date, id LIMIT ?",
            (INT,),
            (*where.values, limit),
        )
        return [row for (row,) in rows]

    def identifiers(self, where: Condition, first: str, limit: int) -> list[str]:
        """Return some identifiers, in order, from `first` on."""
        rows = self._database.select(
            "SELECT id FROM articles WHERE id >= ? AND EXISTS (SELECT 1 FROM article_list "
            f"WHERE article = articles.row AND ({where.sql})) ORDER BY id LIMIT ?",
            (TEXT,),
            (first, *where.values, limit),
        )
        return [identifier for (identifier,) in rows]

    def first_and_last(self, where: Condition) -> tuple[str, str]:
        """Return the first and the last date of articles; "" for none."""
        sql = (
            "SELECT ifnull(min(date), ''), ifnull(max(date), '') FROM article_list "
            f"WHERE date <> '' AND ({where.sql})"
        )
        first, last = self._database.select(sql, (TEXT, TEXT), where.values)[0]
        return first, last

    def dated(self, where: Condition) -> dict[str, str | None]:
        """Return the articles meant, by identifier, with their dates; within one generation."""
        sql = f"SELECT article, date FROM article_list WHERE {where.sql}"
        dates = dict(self._database.select(sql, (INT, TEXT), where.values))
        # From an index: rows of articles have their texts in them.
        names = self._database.select("SELECT row, id FROM articles", (INT, TEXT))
        return {name: dates[row] or None for row, name in names if row in dates}

    def dates(self) -> list[str]:
        """Return the dates that articles have, each once."""
        sql = "SELECT DISTINCT date FROM article_list WHERE date <> ''"
        return [date for (date,) in self._database.select(sql, (TEXT,))]

    def gaps(self, where: Condition) -> dict[str, int]:
        """Return how many articles lack a field (`missing:author`) or have it in doubt."""
        names = [f"missing:{name}" for name in WANTED] + [f"doubtful:{name}" for name in FIELDS]
        sums = [f"total((missing >> {at}) & 1)" for at in range(len(WANTED))]
        sums += [f"total((doubtful >> {at}) & 1)" for at in range(len(FIELDS))]
        sql = f"SELECT {', '.join(sums)}, total(look) FROM article_list WHERE {where.sql}"
        found = self._database.select(sql, (), where.values)[0]
        return {name: int(many) for name, many in zip([*names, "look"], found, strict=True)}

    def like(self, url: str | None, title: str | None) -> int | None:
        """Return the row number of an article with this address, else with this title, if any."""
        key = folded(title)
        for column, value in (("url", url), ("title", key.lstrip(_LEADING) or key)):
            if value:
                sql = f"SELECT article FROM article_list WHERE {column} = ? ORDER BY 1 LIMIT 1"
                rows = self._database.select(sql, (INT,), (value,))
                if rows:
                    return int(rows[0][0])
        return None
