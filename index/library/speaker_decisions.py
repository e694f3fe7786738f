"""What editors decided on speakers: stored in the truth, and seen at once by every reader."""

from index.errors import UsageError
from index.store.storage import Storage
from index.store.tables.speaker_decisions import SpeakerDecision

MOST = 5_000
"""Decisions that an index holds."""


class SpeakerDecisions:
    """The decisions of one index. Safe to share among threads and processes.

    Nothing is kept in memory: another process may have decided something a moment ago.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def all(self) -> list[SpeakerDecision]:
        """Return all that was decided, earliest first."""
        return self._storage.speaker_decisions.all()

    def add(self, decision: SpeakerDecision) -> int:
        """Store a decision and return its number.

        Raises:
            UsageError: there are too many.
            IndexProblem: it cannot be written.
        """
        with self._storage.writing():
            if len(self._storage.speaker_decisions.all()) >= MOST:
                raise UsageError(
                    f"There are {MOST:,} decisions on speakers already; take some back first."
                )
            return self._storage.speaker_decisions.put(decision)

    def remove(self, number: int) -> None:
        """Take a decision back; everybody is then as if it had never been made.

        Raises:
            UsageError: there is none of this number.
            IndexProblem: it cannot be written.
        """
        with self._storage.writing():
            if not self._storage.speaker_decisions.at([number]):
                raise UsageError(f"There is no decision {number} on speakers; it is gone already.")
            self._storage.speaker_decisions.drop([number])
