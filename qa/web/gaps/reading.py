"""What is kept of unanswered questions, read by the page and the command line; nothing is written.

So it can be read on a disk that cannot be written to, and after keeping was switched off again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from qa.gaps.values import Asked, Gap, UnknownGap
from qa.web.databases import Connection, read_database, told
from qa.web.gaps.schema import GAP, SCHEMA, gap_of
from qa.web.gaps.store import FILE, days_kept, oldest_day


class View(StrEnum):
    """Which gaps are listed; `NOT_DONE` are those of the first three."""

    OPEN = "open"
    WANTED = "wanted"
    ANSWERED = "answered"
    DONE = "done"
    NOT_DONE = "not-done"


_WHERE = {
    View.OPEN: "standing = 'open' AND found_on IS NULL",
    View.WANTED: "standing = 'wanted' AND found_on IS NULL",
    View.ANSWERED: "standing <> 'done' AND found_on IS NOT NULL",
    View.DONE: "standing = 'done'",
    View.NOT_DONE: "standing <> 'done'",
}
_ORDER = "ORDER BY asked DESC, last DESC, number"
_HOLDS = "number IN (SELECT gap FROM questions WHERE INSTR(folded, ?))"
_MOST_WORDINGS = 50


@dataclass(frozen=True, slots=True)
class GapPage:
    """Some gaps in order, those asked most first, and how many there are in all."""

    gaps: tuple[Gap, ...] = ()
    total: int = 0


class GapReader:
    """Reads the gaps beside one index. Safe to share among threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    @property
    def is_there(self) -> bool:
        """Whether any question was ever kept here."""
        return self._path.is_file()

    def page(
        self, view: View, words: str = "", *, limit: int | None = None, offset: int = 0
    ) -> GapPage:
        """Return gaps whose wordings hold all `words`, those asked most first.

        Raises:
            IndexProblem: they cannot be read.
        """
        parts = words.casefold().split()
        with self._reading() as (connection, oldest):
            where = " AND ".join((_WHERE[view], "last >= ?", *[_HOLDS for _ in parts]))
            given = (oldest, *parts)
            (total,) = connection.execute(
                f"SELECT COUNT(*) FROM gaps WHERE {where}", given
            ).fetchone()
            rows = connection.execute(
                f"SELECT {GAP} FROM gaps WHERE {where} {_ORDER} LIMIT ? OFFSET ?",
                (*given, -1 if limit is None else limit, offset),
            ).fetchall()
            return GapPage(_gaps(connection, rows, oldest), total)

    def one(self, number: int) -> Gap:
        """Return a gap.

        Raises:
            UnknownGap: there is none of this number.
        """
        with self._reading() as (connection, oldest):
            rows = connection.execute(
                f"SELECT {GAP} FROM gaps WHERE number = ? AND last >= ?", (number, oldest)
            ).fetchall()
            if not rows:
                raise UnknownGap(number)
            return _gaps(connection, rows, oldest)[0]

    def counts(self) -> dict[View, int]:
        """Return how many gaps each view has."""
        sums = ", ".join(f"COALESCE(SUM({_WHERE[view]}), 0)" for view in View)
        with self._reading() as (connection, oldest):
            row = connection.execute(
                f"SELECT {sums} FROM gaps WHERE last >= ?", (oldest,)
            ).fetchone()
        return dict(zip(View, map(int, row), strict=True))

    def days(self) -> int:
        """Return for how many days questions are kept after they were asked last."""
        with self._reading() as (connection, _):
            return days_kept(connection)

    def stale(self, generation: int, most: int | None = None) -> list[Gap]:
        """Return gaps that were not asked since the index changed, those asked most first."""
        with self._reading() as (connection, oldest):
            rows = connection.execute(
                f"SELECT {GAP} FROM gaps WHERE {_WHERE[View.NOT_DONE]} AND checked <> ? "
                f"AND last >= ? {_ORDER} LIMIT ?",
                (generation, oldest, -1 if most is None else most),
            ).fetchall()
            return list(_gaps(connection, rows, oldest))

    @contextmanager
    def _reading(self) -> Iterator[tuple[Connection, str]]:
        """Open the database, with the first day of which questions are still shown."""
        with told(self._path), closing(read_database(self._path, SCHEMA)) as connection:
            yield connection, oldest_day(days_kept(connection))


def _gaps(
    connection: Connection, rows: Sequence[tuple[object, ...]], oldest: str
) -> tuple[Gap, ...]:
    """Return rows of GAP with their wordings, those asked most first."""
    wordings: defaultdict[int, list[Asked]] = defaultdict(list)
    numbers = [row[0] for row in rows]
    for first in range(0, len(numbers), 500):
        some = numbers[first : first + 500]
        marks = ", ".join("?" * len(some))
        for gap, question, asked, since, last in connection.execute(
            f"SELECT gap, question, asked, first, last FROM questions WHERE gap IN ({marks}) "
            "AND last >= ? ORDER BY asked DESC, number",
            (*some, oldest),
        ):
            if len(wordings[gap]) < _MOST_WORDINGS:
                wordings[gap].append(Asked(question=question, asked=asked, first=since, last=last))
    return tuple(gap_of(row, tuple(wordings[int(str(row[0]))])) for row in rows)
