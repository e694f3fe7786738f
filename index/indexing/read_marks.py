"""Up to which article all has been read by the present rules: only newer ones are looked through.

An article that changes gets a new row number, so what was read below a mark stays read. Marks move
in steps: what lies beyond one is looked through at each addition, and is never much.
"""

from collections.abc import Mapping

from index.store.storage import Storage
from index.store.tables.settings import READ_UP_TO

_STEP = 1000  # articles


class ReadMarks:
    """The marks of one index."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def after(self, kind: str, rules: str) -> int:
        """Return the row number up to which all articles were read by these rules."""
        found = self._all().get(kind)
        match found:
            case [str(by), int(row)] if by == rules:
                return row
        return 0

    def move(self, read: Mapping[str, str]) -> None:
        """Move the marks of kinds, with their rules, that have now read every article."""
        last = self._storage.counters.state().last_article
        if all(self.after(kind, rules) > last - _STEP for kind, rules in read.items()):
            return
        marks = {**self._all(), **{kind: [rules, last] for kind, rules in read.items()}}
        with self._storage.writing():
            self._storage.settings.set(READ_UP_TO, marks)

    def _all(self) -> Mapping[str, object]:
        found = self._storage.settings.get(READ_UP_TO)
        return found if isinstance(found, dict) else {}


def forget(storage: Storage) -> None:
    """Have all articles looked through again; call inside a transaction."""
    storage.settings.set(READ_UP_TO, {})
