"""The database of feedback (SQLite): what readers said of answers, also as rows of a question set.

A verdict is one row; it is on the disk before it is confirmed (WAL, synchronous=FULL).
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from index.articles.article import Article
from index.errors import IndexDamaged, IndexProblem, UsageError

FILE = "feedback.sqlite"
LARGEST = 50_000_000
"""Bytes; strangers who can reach a server must not be able to fill its disk."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS verdicts (
  row INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  good INTEGER NOT NULL CHECK (good IN (0, 1)),
  question TEXT NOT NULL,
  history TEXT NOT NULL,
  filters TEXT NOT NULL,
  answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
  answer TEXT NOT NULL,
  quotes TEXT NOT NULL,
  better TEXT,
  note TEXT NOT NULL,
  judgements TEXT NOT NULL DEFAULT '[]'
) STRICT;
PRAGMA user_version = 2;
"""
_LATER_COLUMN = "ALTER TABLE verdicts ADD COLUMN judgements TEXT NOT NULL DEFAULT '[]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteOfArticle:
    """A span of an article with its text, as it was when the verdict was given."""

    article: str
    start: int
    end: int
    text: str
    speaker: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the quote as a gold quote of a question set."""
        fields: dict[str, object] = {
            "text": self.text,
            "article": self.article,
            "start": self.start,
            "end": self.end,
        }
        return {**fields, "speaker": self.speaker} if self.speaker else fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a reader said of one answer.

    `good` is thumbs up. `quotes` are those of the answer, empty for an abstention. `better` is
    what the reader marked in an article as the right quote. `at` is ISO 8601 in UTC. `judgements`
    are the numbers of what the index keeps of it, where an editor said it.
    """

    good: bool
    question: str
    history: tuple[str, ...] = ()
    filters: Mapping[str, str | list[str]] | None = None
    answered: bool = True
    answer: str = ""
    quotes: tuple[QuoteOfArticle, ...] = ()
    better: QuoteOfArticle | None = None
    note: str = ""
    at: str = ""
    judgements: tuple[int, ...] = ()


def marked(article: Article, start: int, end: int) -> QuoteOfArticle:
    """Return what a reader marked in an article; white space at the edges is left out.

    Raises:
        UsageError: If the offsets do not lie in the article, or hold only white space.
    """
    if not 0 <= start < end <= len(article.text):
        raise UsageError(
            f"{start}-{end} does not lie in article {article.id}, which has {len(article.text)} "
            "characters. Mark the words again."
        )
    whole = article.text[start:end]
    first = start + len(whole) - len(whole.lstrip())
    text = whole.strip()
    if not text:
        raise UsageError("Only white space is marked. Mark the words that answer the question.")
    return QuoteOfArticle(article=article.id, start=first, end=first + len(text), text=text)


class FeedbackStore:
    """The verdicts beside an index. Close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        """Open the store, which is made on the first verdict.

        Raises:
            UsageError: If the folder is not there.
            IndexDamaged: If the file is no store of verdicts.
            IndexProblem: If the folder cannot be written to.
        """
        self.path = path
        if not path.parent.is_dir():
            raise UsageError(f"{path.parent}: there is no such index. Choose one with --index.")
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)  # verdicts are nobody else's
        except OSError as error:
            raise IndexProblem(
                f"{self.path} cannot be written to ({error.strerror}), so no feedback is kept. "
                f"Check the permissions of the folder."
            ) from error
        os.close(handle)
        connection = sqlite3.connect(self.path, timeout=30.0, check_same_thread=False)
        try:
            for pragma in ("journal_mode=WAL", "synchronous=FULL"):
                connection.execute(f"PRAGMA {pragma}")
            connection.executescript(_SCHEMA)
            _add_column(connection)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise self._damaged(error) from error
        return connection

    def _damaged(self, error: sqlite3.Error) -> IndexDamaged:
        return IndexDamaged(
            f"{self.path}: not usable as a store of feedback ({error}). Move it away to begin anew."
        )

    def __enter__(self) -> "FeedbackStore":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def add(self, verdict: Verdict) -> int:
        """Store a verdict and return its number.

        Raises:
            UsageError: If the store is full.
            IndexDamaged: If it cannot be written.
        """
        if self.path.stat().st_size > LARGEST:
            raise UsageError(f"{self.path} is full; move it away to record more feedback.")
        values = (
            verdict.at or datetime.now(UTC).isoformat(timespec="seconds"),
            int(verdict.good),
            verdict.question,
            json.dumps(verdict.history, ensure_ascii=False),
            json.dumps(verdict.filters or {}, ensure_ascii=False),
            int(verdict.answered),
            verdict.answer,
            json.dumps([quote.to_json() for quote in verdict.quotes], ensure_ascii=False),
            json.dumps(verdict.better.to_json(), ensure_ascii=False) if verdict.better else None,
            verdict.note,
            json.dumps(verdict.judgements),
        )
        try:
            with self._connection, closing(self._connection.cursor()) as cursor:
                cursor.execute(
                    "INSERT INTO verdicts (at, good, question, history, filters, answered, answer, "
                    "quotes, better, note, judgements) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values,
                )
                return int(cursor.lastrowid or 0)
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def rows(self) -> list[Verdict]:
        """Return every verdict, earliest first."""
        try:
            found = self._connection.execute(
                "SELECT at, good, question, history, filters, answered, answer, quotes, better, "
                "note, judgements FROM verdicts ORDER BY row"
            ).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        return [_verdict(row) for row in found]


def _add_column(connection: sqlite3.Connection) -> None:
    """Add what files of earlier versions lack."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")  # another process may be about to do the same
        columns = {row[1] for row in connection.execute("PRAGMA table_info(verdicts)")}
        if "judgements" not in columns:
            connection.execute(_LATER_COLUMN)


def _verdict(row: Sequence[Any]) -> Verdict:
    at, good, question, history, filters, answered, answer, quotes, better, note, judged = row
    return Verdict(
        at=at,
        good=bool(good),
        question=question,
        history=tuple(json.loads(history)),
        filters=json.loads(filters),
        answered=bool(answered),
        answer=answer,
        quotes=tuple(QuoteOfArticle(**quote) for quote in json.loads(quotes)),
        better=QuoteOfArticle(**json.loads(better)) if better else None,
        note=note,
        judgements=tuple(json.loads(judged)),
    )


def as_question_rows(verdicts: Iterable[Verdict]) -> list[dict[str, object]]:
    """Return the verdicts as rows of a native question set; of one question the last one counts.

    A marked quote is the evidence. Thumbs up on an answer makes its quotes the evidence, on an
    abstention makes the question unanswerable. Thumbs down without a marked quote says only what
    is wrong, so such a row has the question and no gold; the tag `rejected` finds it. What editors
    said is left out: their judgements are rows (`qa.evaluation.sets.judged_questions`).
    """
    last: dict[tuple[object, ...], Verdict] = {}
    for verdict in (one for one in verdicts if not one.judgements):
        filters = json.dumps(verdict.filters or {}, sort_keys=True)
        key = (verdict.question, verdict.history, filters)
        last.pop(key, None)
        last[key] = verdict
    return [_question_row(number, verdict) for number, verdict in enumerate(last.values(), 1)]


def _question_row(number: int, verdict: Verdict) -> dict[str, object]:
    row: dict[str, object] = {"id": f"feedback-{number:04d}", "question": verdict.question}
    quotes = (verdict.better,) if verdict.better else verdict.quotes if verdict.good else ()
    tags = ["feedback"]
    if quotes:
        row |= {"answerable": True, "quotes": [quote.to_json() for quote in quotes]}
    elif verdict.good and not verdict.answered:
        row["answerable"] = False
    else:
        tags.append("rejected")
    if verdict.history:
        row["history"] = list(verdict.history)
    if verdict.filters:
        row["filters"] = dict(verdict.filters)
    if verdict.note:
        row["note"] = verdict.note
    return {**row, "tags": tags}
