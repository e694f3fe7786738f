"""Which articles have changed for the list of speakers: noted by the database as they are written.

An article that came, went, was moved to other collections, or whose statements were found again.
"""

import json

from index.store.database import INT, Database

State = tuple[int, int]
"""Which file it is, and the number of the last note in it."""

_EVERYTHING = 0
"""The row that stands for all articles."""


class SpeakerChanges:
    """The notes of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self) -> State:
        """Return what is another one once something has changed."""
        sql = "SELECT ifnull(max(number), 0) FROM speaker_changes"
        last = int(self._database.select(sql, (INT,))[0][0])
        return self._database.opened, last

    def since(self, state: State) -> list[int] | None:
        """Return the rows of articles that have changed since then, in order.

        None where that is not known any more, or where it may be all.
        """
        opened, last = self.state()
        if state[0] != opened or state[1] > last:
            return None
        sql = (
            "SELECT count(*), json_group_array(DISTINCT article) FROM speaker_changes "
            "WHERE number > ?"
        )
        count, told = self._database.select(sql, (INT,), (state[1],))[0]
        rows: list[int] = sorted(json.loads(told))
        if count != last - state[1] or _EVERYTHING in rows:
            return None
        return rows
