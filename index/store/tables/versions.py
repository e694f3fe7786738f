"""Texts that articles had before, each compressed, with the time when another took its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.articles.article import Article
from index.articles.codec import packed, unpacked
from index.store.database import BYTES, INT, TEXT, Database

_KINDS = (TEXT, TEXT, TEXT, TEXT)
_COLUMNS = "article, content_hash, text_hash, replaced_at"


@dataclass(frozen=True, slots=True)
class Version:
    """A text that an article had once.

    Args:
        article: identifier.
        content_hash: of the article as it was; `text_hash` of its text alone.
        text_hash: SHA-256 (hex) of the text.
        replaced: when another text took its place, ISO 8601 in UTC to the second.
    """

    article: str
    content_hash: str
    text_hash: str
    replaced: str

    def to_json(self) -> dict[str, str]:
        """Return one element of `versions` of the command line's `show` and of the API."""
        return {"content_hash": self.content_hash, "replaced": self.replaced}


def names(stamp: str, version: Version | Article) -> bool:
    """Tell whether `stamp` is, or begins, the hash of a version or of its text."""
    return bool(stamp) and any(
        whole.startswith(stamp) for whole in (version.content_hash, version.text_hash)
    )


class VersionTable:
    """The earlier versions of the articles of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: str) -> list[Version]:
        """Return the versions of an article, the latest first."""
        return self._where("WHERE article = ? ORDER BY replaced_at DESC, number DESC", article_id)

    def all(self) -> list[Version]:
        """Return every version, in the order in which they were replaced."""
        return self._where("ORDER BY number")

    def at(self, number: int) -> list[Version]:
        """Return the version of a row, as a list of one; an empty one where there is none."""
        return self._where("WHERE number = ?", number)

    def _where(self, condition: str, *values: object) -> list[Version]:
        sql = f"SELECT {_COLUMNS} FROM article_versions {condition}"
        return [Version(*row) for row in self._database.select(sql, _KINDS, values)]

    def article(self, version: Version) -> Article | None:
        """Return the article as it was; None where it is not as it was stored, or gone."""
        rows = self._database.select(
            "SELECT data FROM article_versions WHERE article = ? AND content_hash = ?",
            (BYTES,),
            (version.article, version.content_hash),
        )
        article = unpacked(rows[0][0]) if rows else None
        if article is None or article.content_hash != version.content_hash:
            return None
        return article if article.id == version.article else None

    def put(self, article: Article, replaced: str) -> None:
        """Keep what an article was until `replaced` (ISO 8601); call in a transaction."""
        self._database.run(
            "DELETE FROM article_versions WHERE article = ? AND content_hash = ?",
            (article.id, article.content_hash),
        )
        self._database.run(
            f"INSERT INTO article_versions ({_COLUMNS}, data) VALUES (?, ?, ?, ?, ?)",
            (article.id, article.content_hash, article.text_hash, replaced, packed(article)),
        )

    def thin(self, article_id: str, most: int) -> None:
        """Forget the oldest versions of an article beyond `most`; call in a transaction."""
        self._database.run(
            "DELETE FROM article_versions WHERE article = ? AND number NOT IN (SELECT number "
            "FROM article_versions WHERE article = ? ORDER BY number DESC LIMIT ?)",
            (article_id, article_id, most),
        )

    def drop(self, articles: Iterable[str]) -> None:
        """Forget all versions of articles; call in a transaction."""
        self._database.run_many(
            "DELETE FROM article_versions WHERE article = ?", ((one,) for one in articles)
        )

    def wrong(self) -> list[Version]:
        """Return the versions that are not as they were stored."""
        return [version for version in self.all() if self.article(version) is None]

    def forget(self, versions: Iterable[Version]) -> None:
        """Forget these versions; call in a transaction."""
        self._database.run_many(
            "DELETE FROM article_versions WHERE article = ? AND content_hash = ?",
            ((one.article, one.content_hash) for one in versions),
        )

    def count(self) -> int:
        """Return how many there are."""
        return int(self._database.select("SELECT count(*) FROM article_versions", (INT,))[0][0])
