"""What editors decided on speakers: stored in the truth, and seen at once by every reader.

A reader who may not see all articles sees those decisions that rest on what he may see.
"""

from dataclasses import replace

from index.errors import UsageError
from index.store.storage import Storage
from index.store.tables.speaker_decisions import SpeakerDecision

MOST = 5_000
"""Decisions that an index holds."""
MOST_ARTICLES = 10_000
"""Articles that are kept with a decision; what rests on more is seen by who sees everything."""


class SpeakerDecisions:
    """The decisions of one index. Safe to share among threads and processes.

    What is kept in memory is asked for anew where another process may have decided something.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def all(self) -> list[SpeakerDecision]:
        """Return all that was decided, earliest first."""
        generation = self._storage.counters.state().generation
        return self._storage.speaker_decisions.seen(generation)

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
            if len(decision.rests_on) > MOST_ARTICLES:
                decision = replace(decision, rests_on=())
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
