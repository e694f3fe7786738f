"""The words of the passages that a filter lets through, counted once it is asked for again."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from index.articles.rows import Rows
from index.search.words.numbers.postings import Postings

_KEPT = 8
"""Filters whose passages' words are kept: about 6 MB each, of the most passages that are."""

_SOON = 2
"""Which search among the same articles has their words counted."""


class Chosen:
    """The passages of the articles that were asked for lately; safe to share among threads.

    Args:
        count: counts the words of the passages of some articles; None where that cannot be done.
    """

    def __init__(self, count: Callable[[Rows], Postings | None]) -> None:
        self._count = count
        self._lock = threading.Lock()
        self._asked: OrderedDict[bytes, int] = OrderedDict()
        self._kept: dict[bytes, Postings | None] = {}

    def of(self, articles: Rows) -> Postings | None:
        """Return the words of the passages of some articles; None where they are not counted."""
        key = articles.tobytes()
        with self._lock:
            if key in self._kept:
                self._asked.move_to_end(key)
                return self._kept[key]
            self._asked[key] = asked = self._asked.pop(key, 0) + 1
            while len(self._asked) > _KEPT:
                self._kept.pop(self._asked.popitem(last=False)[0], None)
        if asked < _SOON:
            return None
        found = self._count(articles)
        with self._lock:
            if key in self._asked:
                self._kept[key] = found
        return found
