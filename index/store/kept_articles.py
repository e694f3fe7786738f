"""Articles that were read lately, each compared with its content hash when it was."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from index.articles.article import Article
from index.store.storage import Storage

KEPT = 256


class KeptArticles:
    """Reads the articles of one storage; safe to share among threads."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._lock = threading.Lock()
        self._articles: OrderedDict[int, Article] = OrderedDict()
        self._kept_of = 0

    def at(self, rows: Sequence[int]) -> dict[int, Article]:
        """Return the articles of these row numbers; those gone or damaged are left out.

        Each is compared with its content hash when it is read, and then kept for a while.
        """
        # An article's row never changes and is never used again, so what is kept stays true.
        with self._lock:
            if self._kept_of != self._storage.database.opened:
                self._articles.clear()
                self._kept_of = self._storage.database.opened
            found = {row: self._articles[row] for row in rows if row in self._articles}
        missing = [row for row in rows if row not in found]
        if missing:
            found |= self._storage.articles.at(missing)
        with self._lock:
            for row, article in found.items():
                self._articles[row] = article
                self._articles.move_to_end(row)
            while len(self._articles) > KEPT:
                self._articles.popitem(last=False)
        return found
