"""The words of passages that were found lately. Pure."""

import threading
from collections.abc import Callable

from index.articles.rows import Rows
from index.search.bm25 import Words

MOST = 8192
"""Passages that are kept at most: 6 MB, of passages as long as they are cut."""


class KeptWords:
    """The words of passages that were found lately; safe to share among threads.

    The wordings of one question find much the same. What a row holds never changes, so that states
    that follow each other share what is kept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._new: dict[int, Words] = {}
        self._old: dict[int, Words] = {}

    def all(self, rows: Rows, read: Callable[[int], Words]) -> list[Words]:
        """Return the words of some rows.

        Args:
            rows: of passages.
            read: reads the words of one, by its place among `rows`.
        """
        numbers = rows.tolist()
        with self._lock:
            new, old = self._new, self._old
            known = [new.get(row) or old.get(row) for row in numbers]
        found = [words or read(at) for at, words in enumerate(known)]
        with self._lock:
            self._new.update(zip(numbers, found, strict=True))
            if len(self._new) > MOST // 2:  # what was not found again meanwhile is forgotten
                self._old, self._new = self._new, {}
        return found
