"""Near copies in the truth: the signature of each article, and families of those that resemble.

A family is what resembles an article, what resembles that, and so on; it is where to look for the
near copies of one, no more.
"""

from collections.abc import Sequence

from index.search.near_copies import ALIKE, RULES, band_keys, resemblance
from index.store.database import BYTES, INT, Database

_AT_ONCE = 8
"""Articles of a band that are compared, the oldest: of a thousand equal ones, the first will do."""

_MOST = 200
"""Members of a family that are looked at."""


class NearCopyTable:
    """The signatures of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, article_row: int, signed: bytes) -> None:
        """Store an article's signature and find its family; call inside a transaction."""
        keys = band_keys(signed)
        families = self._resembling(signed, keys)
        family = min(families, default=article_row)
        for other in sorted(families - {family}):
            self._database.run(
                "UPDATE near_copies SET family = ? WHERE family = ?", (family, other)
            )
        self._database.run("DELETE FROM near_copies WHERE article = ?", (article_row,))
        self._database.run(
            "INSERT INTO near_copies VALUES (?, ?, ?, ?)", (article_row, family, RULES, signed)
        )
        self._database.run_many(
            "INSERT OR IGNORE INTO near_copy_bands VALUES (?, ?)",
            ((key, article_row) for key in keys),
        )

    def _resembling(self, signed: bytes, keys: Sequence[int]) -> set[int]:
        sql = (
            "SELECT family, signature FROM near_copies WHERE rules = ? AND article IN "
            "(SELECT article FROM near_copy_bands WHERE key = ? ORDER BY article LIMIT ?)"
        )
        return {
            family
            for key in keys
            for family, other in self._database.select(sql, (INT, BYTES), (RULES, key, _AT_ONCE))
            if resemblance(signed, other) >= ALIKE
        }

    def of(self, article_row: int) -> list[int]:
        """Return the row numbers of an article's near copies, without its own."""
        own = self._database.select(
            "SELECT family, signature FROM near_copies WHERE article = ? AND rules = ?",
            (INT, BYTES),
            (article_row, RULES),
        )
        if not own:
            return []
        family, signed = own[0]
        others = self._database.select(
            "SELECT article, signature FROM near_copies WHERE family = ? AND article <> ? "
            "AND rules = ? ORDER BY article LIMIT ?",
            (INT, BYTES),
            (family, article_row, RULES, _MOST),
        )
        return [row for row, other in others if resemblance(signed, other) >= ALIKE]

    def unread(self, after: int = 0) -> list[int]:
        """Return the row numbers, above `after`, of articles not signed by the present rules."""
        rows = self._database.select(
            "SELECT row FROM articles WHERE row > ? AND row NOT IN "
            "(SELECT article FROM near_copies WHERE article > ? AND rules = ?) ORDER BY row",
            (INT,),
            (after, after, RULES),
        )
        return [row for (row,) in rows]
