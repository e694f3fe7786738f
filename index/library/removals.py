"""Articles taken out of an index, which can be brought back for a while."""

import datetime
import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.details import Opening
from index.errors import UnknownArticle
from index.store.files.originals import Originals
from index.store.storage import Storage
from index.store.tables.removed import Removal

KEPT_DAYS = 7
"""How long what was removed can be brought back."""

_AT_ONCE = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Back:
    """What was brought back (identifiers), what is in the index again already, how many are left.

    `lost` were not as they had been stored.
    """

    articles: tuple[str, ...]
    there: tuple[str, ...]
    lost: tuple[str, ...]
    left: int


class Removals:
    """What was removed from one index. Safe to share among threads.

    Every change raises `IndexLocked` when somebody else is writing.
    """

    def __init__(self, storage: Storage, opening: Opening) -> None:
        self._storage = storage
        self._opening = opening
        self._originals = Originals(storage.folder)

    def all(self) -> list[Removal]:
        """Return what can be brought back, the latest first."""
        return self._storage.removed.removals(_since())

    def remove(
        self, ids: Iterable[str], editor: str, token: str | None = None
    ) -> tuple[Removal, tuple[str, ...]]:
        """Take articles out; those that are not there are passed over.

        Args:
            ids: identifiers.
            editor: who says so.
            token: of a removal of theirs that goes on.

        Returns:
            The removal as it is now, and the identifiers of what went this time.

        Raises:
            UnknownArticle: none of them is in the index.
        """
        wanted = list(dict.fromkeys(ids))
        removal = self._begun(editor, token)
        with self._opening() as indexer:
            self._sweep()
            present = [one for one in wanted if self._storage.articles.row_of(one) is not None]
            if not present:
                raise UnknownArticle(
                    f"No article has the identifier {(wanted or [''])[0]!r}. `pullquote articles` "
                    "lists them."
                )
            for at in range(0, len(present), _AT_ONCE):
                indexer.remove(present[at : at + _AT_ONCE], removal)
        now = next((one for one in self.all() if one.token == removal.token), removal)
        return now, tuple(present)

    def bring_back(self, token: str, most: int = _AT_ONCE) -> Back:
        """Put articles of a removal into the index again, with their versions, up to `most`.

        Raises:
            UnknownArticle: nothing of it can be brought back any more.
        """
        table = self._storage.removed
        with self._opening() as indexer:
            numbers = table.numbers(token, _since())
            if not numbers:
                raise UnknownArticle("What was removed then can no longer be brought back.")
            now = numbers[:most]
            found = {number: table.at(number) for number in now}
            there = indexer.bring_back(one for one in found.values() if one)
            indexer.annotate()
            lost = table.names([number for number, one in found.items() if one is None])
            with self._storage.writing():
                table.drop(now)
        if lost:
            _log.warning("%d removed articles are damaged and stay removed", len(lost))
        back = tuple(
            one.article.id for one in found.values() if one and one.article.id not in there
        )
        return Back(back, tuple(there), tuple(lost), len(numbers) - len(now))

    def forget(self, token: str) -> int:
        """Erase what was removed then for good, with versions and files; return how many.

        Raises:
            UnknownArticle: there is nothing of it any more.
        """
        with self._opening():
            numbers = self._storage.removed.numbers(token, "")
            if not numbers:
                raise UnknownArticle("What was removed then is erased already.")
            self._erase(numbers)
        return len(numbers)

    @property
    def outdated(self) -> bool:
        """Whether something was removed too long ago to be brought back and waits for `sweep`."""
        return not self._storage.read_only and bool(self._storage.removed.before(_since()))

    def sweep(self) -> int:
        """Erase what was removed too long ago to be brought back; return how many."""
        with self._opening():
            return self._sweep()

    def _sweep(self) -> int:
        old = self._storage.removed.before(_since())
        if old:
            self._erase(old)
        return len(old)

    def _erase(self, numbers: Sequence[int]) -> None:
        storage = self._storage
        names = storage.removed.names(numbers)
        gone = [name for name in names if storage.articles.row_of(name) is None]
        with storage.writing():
            storage.versions.drop(gone)
            storage.removed.drop(numbers)
        self._originals.release(gone)

    def _begun(self, editor: str, token: str | None) -> Removal:
        known = {one.token: one for one in self.all()} if token else {}
        if token and token in known and known[token].editor == editor:
            return known[token]
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        return Removal(token=secrets.token_hex(16), editor=editor, at=now, articles=0)


def expires(removal: Removal) -> str:
    """Return until when a removal can be taken back, ISO 8601 in UTC."""
    until = datetime.datetime.fromisoformat(removal.at) + datetime.timedelta(days=KEPT_DAYS)
    return until.isoformat(timespec="seconds")


def _since() -> str:
    now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=KEPT_DAYS)
    return now.isoformat(timespec="seconds")
