"""The counters of the truth: its generation, and the row numbers given out."""

from dataclasses import dataclass

from index.store.damage import unexpected_value
from index.store.database import INT, LARGEST, Database


@dataclass(frozen=True, slots=True)
class State:
    """Counters of the truth; row numbers are never used twice."""

    generation: int
    last_article: int
    last_passage: int


class Counters:
    """The counters of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self) -> State:
        """Return the counters."""
        sql = "SELECT generation, last_article, last_passage FROM state"
        rows = self._database.select(sql, (INT, INT, INT))
        if len(rows) != 1 or not all(0 <= value < LARGEST for value in rows[0]):
            raise self._database.noted(unexpected_value(self._database.path, sql, 0))
        return State(*rows[0])

    def skip_to(self, generation: int, last_passage: int) -> None:
        """Never again hand out generations and passage rows up to these."""
        with self._database.writing():
            self._database.run(
                "UPDATE state SET generation = max(generation, ?), "
                "last_passage = max(last_passage, ?)",
                (generation, last_passage),
            )

    def set(self, state: State) -> None:
        """Store the counters."""
        self._database.run(
            "UPDATE state SET generation = ?, last_article = ?, last_passage = ?",
            (state.generation, state.last_article, state.last_passage),
        )

    def behind(self) -> list[str]:
        """Say which counter is behind: it would hand out row numbers that are in use."""
        state = self.state()
        last = (("articles", state.last_article), ("passages", state.last_passage))
        return [
            f"table {table} has rows beyond the counter {counter}"
            for table, counter in last
            if self._database.select(
                f"SELECT 1 FROM {table} WHERE row > ? LIMIT 1", (INT,), (counter,)
            )
        ]
