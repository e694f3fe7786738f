"""Articles that were taken out and can be brought back for a while, with their vectors."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index.articles.article import Article
from index.articles.codec import packed, unpacked
from index.store.database import ANY_TEXT, BYTES, INT, TEXT, Database

_COLUMNS = (
    "removal, article, title, editor, removed_at, source, content_hash, made_with, sha256, "
    "vectors, data"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Articles that one editor took out together; `at` is ISO 8601 in UTC to the second.

    `titles` are those of the first few.
    """

    token: str
    editor: str
    at: str
    articles: int
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """An article that was taken out, as it was.

    `vectors` is the stored form of those of its passages, None where they are not as they were;
    they fit where passages are cut and embedded as `made_with` says.
    """

    number: int
    article: Article
    source: str
    made_with: str
    vectors: bytes | None


class RemovedTable:
    """The removed articles of one index. All that writes is called in a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        article: Article,
        removal: Removal,
        *,
        source: str,
        made_with: str,
        vectors: bytes,
    ) -> None:
        """Keep an article that is taken out; what was kept under its identifier goes."""
        self.drop_articles([article.id])
        self._database.run(
            f"INSERT INTO removed_articles ({_COLUMNS}) VALUES ({', '.join('?' * 11)})",
            (
                removal.token,
                article.id,
                article.info.title,
                removal.editor,
                removal.at,
                source,
                article.content_hash,
                made_with,
                hashlib.sha256(vectors).digest(),
                vectors,
                packed(article),
            ),
        )

    def removals(self, since: str) -> list[Removal]:
        """Return what was removed since a time (ISO 8601), the latest first."""
        rows = self._database.select(
            "SELECT removal, min(editor), max(removed_at), count(*), max(number) "
            "FROM removed_articles WHERE removed_at >= ? GROUP BY removal ORDER BY 5 DESC",
            (TEXT, TEXT, TEXT, INT, INT),
            (since,),
        )
        return [
            Removal(token=token, editor=editor, at=at, articles=many, titles=self._titles(token))
            for token, editor, at, many, _ in rows
        ]

    def _titles(self, token: str) -> tuple[str, ...]:
        rows = self._database.select(
            "SELECT ifnull(title, article) FROM removed_articles WHERE removal = ? "
            "ORDER BY number LIMIT 3",
            (TEXT,),
            (token,),
        )
        return tuple(title for (title,) in rows)

    def numbers(self, token: str, since: str) -> list[int]:
        """Return the numbers of what was removed together since a time, the first first."""
        rows = self._database.select(
            "SELECT number FROM removed_articles WHERE removal = ? AND removed_at >= ? "
            "ORDER BY number",
            (INT,),
            (token, since),
        )
        return [number for (number,) in rows]

    def all_numbers(self) -> list[int]:
        """Return the numbers of all that is kept."""
        rows = self._database.select("SELECT number FROM removed_articles ORDER BY 1", (INT,))
        return [number for (number,) in rows]

    def before(self, time: str) -> list[int]:
        """Return the numbers of what was removed before a time (ISO 8601)."""
        rows = self._database.select(
            "SELECT number FROM removed_articles WHERE removed_at < ?", (INT,), (time,)
        )
        return [number for (number,) in rows]

    def names(self, numbers: Sequence[int]) -> list[str]:
        """Return the identifiers of these articles."""
        rows = self._database.select(
            "SELECT article FROM removed_articles WHERE number IN "
            "(SELECT value FROM json_each(?)) ORDER BY number",
            (TEXT,),
            (json.dumps(list(numbers)),),
        )
        return [article for (article,) in rows]

    def at(self, number: int) -> Removed | None:
        """Return a removed article; None where it is not as it was stored, or gone."""
        rows = self._row(number)
        if not rows:
            return None
        article, content_hash, source, made_with, digest, vectors, data = rows[0]
        found = unpacked(data)
        if found is None or found.content_hash != content_hash or found.id != article:
            return None
        sound = hashlib.sha256(vectors).digest() == digest
        return Removed(
            number=number,
            article=found,
            source=source,
            made_with=made_with,
            vectors=vectors if sound else None,
        )

    def _row(self, number: int) -> list[tuple[Any, ...]]:
        return self._database.select(
            "SELECT article, content_hash, source, made_with, sha256, vectors, data "
            "FROM removed_articles WHERE number = ?",
            (TEXT, TEXT, TEXT, TEXT, BYTES, BYTES, BYTES),
            (number,),
        )

    def removal_of(self, number: int) -> Removal | None:
        """Return what an article was removed with, counting itself alone."""
        rows = self._database.select(
            "SELECT removal, editor, removed_at, title FROM removed_articles WHERE number = ?",
            (TEXT, TEXT, TEXT, ANY_TEXT),
            (number,),
        )
        return (
            Removal(token=rows[0][0], editor=rows[0][1], at=rows[0][2], articles=1)
            if rows
            else None
        )

    def copy(self, one: Removed, removal: Removal) -> None:
        """Keep what another index kept."""
        self.put(
            one.article,
            removal,
            source=one.source,
            made_with=one.made_with,
            vectors=one.vectors or b"",
        )

    def wrong(self) -> list[int]:
        """Return the numbers of articles that are not as they were stored."""
        return [number for number in self.all_numbers() if self.at(number) is None]

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget removed articles."""
        self._database.run_many(
            "DELETE FROM removed_articles WHERE number = ?", ((number,) for number in numbers)
        )

    def drop_articles(self, articles: Iterable[str]) -> None:
        """Forget removed articles by their identifier."""
        self._database.run_many(
            "DELETE FROM removed_articles WHERE article = ?", ((one,) for one in articles)
        )
