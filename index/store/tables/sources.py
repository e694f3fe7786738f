"""What files looked like when they were read, so that they need not be read again."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.store.database import INT, TEXT, Database


@dataclass(frozen=True, slots=True)
class SourceStamp:
    """What a file looked like when it was read; `reading` names how it was read and cut."""

    size: int
    mtime_ns: int
    reading: str


class SourceTable:
    """The files of one index, by key: those that were read without failures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stamp(self, key: str) -> SourceStamp | None:
        """Return what a file looked like when it was read without failures, or None."""
        sql = "SELECT size, mtime_ns, reading FROM sources WHERE key = ?"
        rows = self._database.select(sql, (INT, INT, TEXT), (key,))
        return SourceStamp(*rows[0]) if rows else None

    def put(self, stamps: dict[str, SourceStamp]) -> None:
        """Store what files looked like."""
        self._database.run_many(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
            ((key, stamp.size, stamp.mtime_ns, stamp.reading) for key, stamp in stamps.items()),
        )

    def forget(self, articles: Iterable[int]) -> None:
        """Have the files of these articles read again next time."""
        self._database.run_many(
            "DELETE FROM sources WHERE key = (SELECT source FROM articles WHERE row = ?)",
            ((row,) for row in articles),
        )
