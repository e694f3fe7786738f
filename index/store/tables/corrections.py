"""Corrections in the truth: what editors said of the metadata of articles, by identifier.

They outlive their article: when it is read again, what was said of it holds again.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from index.articles.details.corrections import Correction, Reading
from index.store.damage import unexpected_value
from index.store.database import ANY_TEXT, TEXT, Database

_COLUMNS = "article, field, value, read, editor, at"
_KINDS = (TEXT, TEXT, ANY_TEXT, TEXT, TEXT, TEXT)


class CorrectionTable:
    """The corrections of one index; of a field of an article there is at most one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_article(self) -> dict[str, tuple[Correction, ...]]:
        """Return all corrections by the identifier of their article."""
        found: dict[str, list[Correction]] = {}
        for one in self._where("1", ()):
            found.setdefault(one.article, []).append(one)
        return {article: tuple(some) for article, some in found.items()}

    def of(self, article: str) -> tuple[Correction, ...]:
        """Return the corrections of one article, in order of their field."""
        return tuple(self._where("article = ?", (article,)))

    def _where(self, condition: str, values: Sequence[object]) -> list[Correction]:
        sql = f"SELECT {_COLUMNS} FROM corrections WHERE {condition} ORDER BY article, field"
        return [self._correction(row) for row in self._database.select(sql, _KINDS, values)]

    def put(self, article: str, corrections: Iterable[Correction]) -> None:
        """Store all corrections of an article in place of those before; call in a transaction."""
        self._database.run("DELETE FROM corrections WHERE article = ?", (article,))
        self._database.run_many(
            f"INSERT INTO corrections ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (article, one.field, one.value, _plain(one.read), one.editor, one.at)
                for one in corrections
            ),
        )

    def _correction(self, row: Sequence[Any]) -> Correction:
        article, field, value, read, editor, at = row
        try:
            reading = Reading(*json.loads(read))
        except (ValueError, TypeError, RecursionError):
            what = f"correction of {field} of {article}"
            raise self._database.noted(unexpected_value(self._database.path, what, 0)) from None
        return Correction(
            article=article, field=field, value=value, read=reading, editor=editor, at=at
        )


def _plain(reading: Reading) -> str:
    return json.dumps([reading.value, reading.source, reading.certainty], ensure_ascii=False)
