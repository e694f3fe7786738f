"""The database of gaps (SQLite) beside the index; it outlives the server that kept them.

It is opened anew for each thing done, so that a file that was moved away, locked or on a disk that
cannot be written to spoils that one thing only. What was asked too long ago is deleted whenever
something is kept, and not shown before that.
"""

import json
import threading
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.errors import UsageError
from index.models.vectors import Vectors, decode_vectors, encode_vectors
from qa.gaps.filters import filters_json
from qa.gaps.likeness import Features, features_of, group_of
from qa.gaps.values import Found, Standing, Unanswered, UnknownGap
from qa.questions.question import Asks
from qa.questions.same_question import question_key
from qa.web.databases import Connection, in_transaction, open_database
from qa.web.gaps.schema import SCHEMA, places_json
from qa.web.settings import GAP_DAYS

FILE = "gaps.sqlite"
MOST = 10_000
"""Questions that are kept; what was asked least and longest ago gives way to another one."""
LONGEST_NOTE = 1_000

_SHORT = 2.0  # seconds to wait for another program


class Vector(NamedTuple):
    """The vector of a question, float32 [dimension], and the fingerprint of the model."""

    values: Vectors
    model: str


def today() -> str:
    """Return the day (UTC) as it is kept."""
    return datetime.now(UTC).date().isoformat()


class GapStore:
    """Writes to the gaps beside one index. Safe to share among threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = threading.Lock()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._lock, closing(self._open()) as connection:
            connection.execute("PRAGMA foreign_keys=ON")
            with in_transaction(connection, self.path):
                yield connection

    def _open(self) -> Connection:
        return open_database(
            self.path,
            SCHEMA,
            unwritable="cannot be written to ({error}), so nothing is changed in the questions "
            "that are kept. Check the permissions of the folder, or leave out --keep-gaps.",
            damaged=": not usable as a store of questions ({error}). Move it away to begin anew.",
            patience=_SHORT,
        )

    def _check_file(self, *numbers: int) -> None:
        """Look whether anything is kept, so that no file is made for what cannot be in it."""
        if numbers and not self.path.is_file():
            raise UnknownGap(numbers[0])

    def set_days(self, days: int) -> None:
        """Keep questions for so many days after they were asked last; older ones are deleted."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES ('days', ?)", (str(days),))
            _drop_old(connection, days)

    def add(self, one: Unanswered, vector: Vector | None, generation: int, day: str = "") -> int:
        """Keep that a question was asked and not answered; return the number of its gap.

        Args:
            one: The question, with what came nearest.
            vector: Of the question; None where there is none: then only the same words are alike.
            generation: Of the index that did not answer it.
            day: On which it was asked (UTC); today when left out.
        """
        on = day or today()
        key = question_key(one.question, one.filters)
        with self._writing() as connection:
            _drop_old(connection, days_kept(connection))
            row = connection.execute("SELECT gap FROM questions WHERE key = ?", (key,)).fetchone()
            if row:
                gap = int(row[0])
                connection.execute(
                    "UPDATE questions SET asked = asked + 1, last = MAX(last, ?) WHERE key = ?",
                    (on, key),
                )
            else:
                _make_room(connection)
                gap = _add_question(connection, one, vector, key, on)
            connection.execute(
                "UPDATE gaps SET verdict = ?, reason = ?, nearest = ?, found_on = NULL, "
                "found = '[]', checked = ?, "
                "standing = CASE standing WHEN 'done' THEN 'open' ELSE standing END "
                "WHERE number = ?",
                (one.verdict, one.reason, places_json(one.nearest), generation, gap),
            )
            _count_again(connection, [gap])
            return gap

    def asked_again(self, number: int, found: Found | None, generation: int) -> None:
        """Keep what came of asking the question of a gap again; a gap that is gone stays so."""
        if not self.path.is_file():
            return
        places = places_json(found.places if found else ())
        with self._writing() as connection:
            connection.execute(
                "UPDATE gaps SET found_on = CASE WHEN ?1 IS NULL THEN NULL "
                "ELSE COALESCE(found_on, ?1) END, found = ?2, checked = ?3 WHERE number = ?4",
                (found.on if found else None, places, generation, number),
            )

    def mark(self, number: int, standing: Standing, note: str | None = None) -> None:
        """Say what became of a gap; a note that is left out stays.

        Raises:
            UnknownGap: there is no such gap.
            UsageError: the note is too long.
        """
        if note is not None and len(note) > LONGEST_NOTE:
            raise UsageError(
                f"The note has {len(note):,} characters; at most {LONGEST_NOTE:,} are kept."
            )
        self._check_file(number)
        with self._writing() as connection:
            done = connection.execute(
                "UPDATE gaps SET standing = ?, note = COALESCE(?, note) WHERE number = ?",
                (standing, note, number),
            )
            _check_there(done.rowcount, number)

    def forget(self, numbers: Collection[int]) -> None:
        """Delete gaps with all their questions, all or none.

        Raises:
            UnknownGap: there is no gap of one of these numbers.
        """
        self._check_file(*numbers)
        with self._writing() as connection:
            connection.execute("PRAGMA secure_delete=ON")
            for number in sorted(set(numbers)):
                done = connection.execute("DELETE FROM gaps WHERE number = ?", (number,))
                _check_there(done.rowcount, number)

    def forget_all(self) -> int:
        """Delete everything that is kept; return how many gaps there were."""
        if not self.path.is_file():
            return 0
        with self._writing() as connection:
            connection.execute("PRAGMA secure_delete=ON")
            return connection.execute("DELETE FROM gaps").rowcount


def days_kept(connection: Connection) -> int:
    """Return for how many days questions are kept after they were asked last."""
    row = connection.execute("SELECT value FROM settings WHERE name = 'days'").fetchone()
    return int(row[0]) if row else GAP_DAYS


def oldest_day(days: int) -> str:
    """Return the first day of which questions are still kept."""
    return (date.fromisoformat(today()) - timedelta(days=days)).isoformat()


def _check_there(changed: int, number: int) -> None:
    if not changed:
        raise UnknownGap(number)


def _drop_old(connection: Connection, days: int) -> None:
    """Delete what was asked too long ago, and bring its gaps up to date."""
    rows = connection.execute(
        "DELETE FROM questions WHERE last < ? RETURNING gap", (oldest_day(days),)
    ).fetchall()
    _count_again(connection, sorted({row[0] for row in rows}))


def _make_room(connection: Connection) -> None:
    (count,) = connection.execute("SELECT COUNT(*) FROM questions").fetchone()
    if count < MOST:
        return
    rows = connection.execute(
        "DELETE FROM questions WHERE number IN (SELECT q.number FROM questions q "
        "JOIN gaps g ON g.number = q.gap ORDER BY g.standing = 'wanted', q.asked, q.last, q.number "
        "LIMIT ?) RETURNING gap",
        (count - MOST + 1,),
    ).fetchall()
    _count_again(connection, sorted({row[0] for row in rows}))


def _add_question(
    connection: Connection, one: Unanswered, vector: Vector | None, key: str, on: str
) -> int:
    features = features_of(one.question)
    filters = filters_json(one.filters)
    gap = _near_gap(connection, filters, vector, features) if vector else None
    if gap is None:
        gap = connection.execute(
            "INSERT INTO gaps (question, filters, verdict, reason, asked, first, last, nearest, "
            "checked) VALUES (?, ?, ?, ?, 0, ?, ?, '[]', -1)",
            (one.question, filters, one.verdict, one.reason, on, on),
        ).lastrowid
    stored = encode_vectors(vector.values) if vector else b""
    connection.execute(
        "INSERT INTO questions (gap, key, question, folded, asked, first, last, model, vector, "
        "asks, names) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        (gap, key, one.question, one.question.casefold(), on, on, vector.model if vector else "",
         stored, features.asks, json.dumps(sorted(features.names))),
    )  # fmt: skip
    return int(gap or 0)


def _near_gap(
    connection: Connection, filters: str, vector: Vector, features: Features
) -> int | None:
    rows = connection.execute(
        "SELECT q.gap, q.vector FROM questions q JOIN gaps g ON g.number = q.gap "
        "WHERE g.filters = ? AND q.model = ?",
        (filters, vector.model),
    ).fetchall()
    joined = b"".join(stored for _, stored in rows)
    vectors = decode_vectors(joined, len(vector.values)).astype(np.float32)

    def features_in(gap: int) -> Iterator[Features]:
        for asks, names in connection.execute(
            "SELECT asks, names FROM questions WHERE gap = ?", (gap,)
        ):
            yield Features(Asks(asks), frozenset(json.loads(names)))

    return group_of(vector.values, features, [gap for gap, _ in rows], vectors, features_in)


def _count_again(connection: Connection, gaps: Collection[int]) -> None:
    """Bring gaps up to date with their questions; those without any are deleted."""
    for gap in gaps:
        connection.execute(
            "UPDATE gaps SET (asked, first, last) = (SELECT SUM(asked), MIN(first), MAX(last) "
            "FROM questions WHERE gap = ?1), question = (SELECT question FROM questions "
            "WHERE gap = ?1 ORDER BY asked DESC, number LIMIT 1) WHERE number = ?1 "
            "AND EXISTS (SELECT 1 FROM questions WHERE gap = ?1)",
            (gap,),
        )
        connection.execute(
            "DELETE FROM gaps WHERE number = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM questions WHERE gap = ?1)",
            (gap,),
        )
