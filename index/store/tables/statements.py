"""Who said what in an article, as found by rules that are named."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.articles.article import Span
from index.store.database import ANY_INT, INT, TEXT, Database


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStatement:
    """A span somebody in the article said or wrote; offsets count the article's code points."""

    speaker: str
    start: int
    end: int
    kind: str
    speaker_span: Span | None = None
    cue_span: Span | None = None


class StatementTable:
    """The statements of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_row: int, fingerprint: str) -> list[StoredStatement] | None:
        """Return the statements found by the rules of `fingerprint`; None when not yet looked."""
        made = self._database.select(
            "SELECT 1 FROM statement_sets WHERE article = ? AND fingerprint = ?",
            (INT,),
            (article_row, fingerprint),
        )
        if not made:
            return None
        rows = self._database.select(
            'SELECT speaker, start, "end", kind, speaker_start, speaker_end, cue_start, cue_end '
            "FROM statements WHERE article = ? ORDER BY position",
            (TEXT, INT, INT, TEXT, ANY_INT, ANY_INT, ANY_INT, ANY_INT),
            (article_row,),
        )
        return [
            StoredStatement(
                speaker=row[0],
                start=row[1],
                end=row[2],
                kind=row[3],
                speaker_span=None if row[4] is None else (row[4], row[5]),
                cue_span=None if row[6] is None else (row[6], row[7]),
            )
            for row in rows
        ]

    def put(
        self, article_row: int, fingerprint: str, statements: Sequence[StoredStatement]
    ) -> None:
        """Replace an article's statements; call inside `writing`."""
        self._database.run("DELETE FROM statement_sets WHERE article = ?", (article_row,))
        self._database.run("INSERT INTO statement_sets VALUES (?, ?)", (article_row, fingerprint))
        self._database.run_many(
            f"INSERT INTO statements VALUES ({','.join('?' * 10)})",
            (
                (
                    article_row, position, one.speaker, *(one.speaker_span or (None, None)),
                    *(one.cue_span or (None, None)), one.start, one.end, one.kind,
                )
                for position, one in enumerate(statements)
            ),
        )  # fmt: skip
