"""Articles that were read lately, each compared with its content hash when it was."""

import threading
from collections.abc import Sequence
from typing import cast
from weakref import WeakValueDictionary

from index.articles.article import Article
from index.keeping.store import KEPT, MISSING, Held
from index.store.storage import Storage


class KeptArticles:
    """Reads the articles of one storage; safe to share among threads."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._lock = threading.Lock()
        self._mine = object()  # what is kept under this was read here, and may be seen
        self._held: WeakValueDictionary[int, Held] = WeakValueDictionary()
        self._kept_of = 0

    def at(self, rows: Sequence[int]) -> dict[int, Article]:
        """Return the articles of these row numbers; those gone or damaged are left out.

        Each is compared with its content hash when it is read, and then kept for a while.
        """
        # An article's row never changes and is never used again, so what is kept stays true.
        with self._lock:
            if self._kept_of != self._storage.database.opened:
                self._mine, self._kept_of = object(), self._storage.database.opened
                self._held.clear()
            mine = self._mine
            held = {row: one for row in rows if (one := self._held.get(row)) is not None}
        known = {row: KEPT.get(one.text, (mine, row)) for row, one in held.items()}
        found = {row: cast(Article, one) for row, one in known.items() if one is not MISSING}
        missing = [row for row in rows if row not in found]
        for row, article in (self._storage.articles.at(missing) if missing else {}).items():
            found[row] = article
            kept = KEPT.put(article.text, (mine, row), article)
            with self._lock:
                if kept is not None and mine is self._mine:
                    self._held[row] = kept
        return found

    def forget_gone(self) -> None:
        """Keep nothing more of articles that are changed or gone; call inside a transaction."""
        with self._lock:
            held = {row: one for row, one in self._held.items()}  # noqa: C416 - dict() is no copy
        living = self._storage.articles.living(list(held))
        KEPT.forget(one.text for row, one in held.items() if row not in living)
