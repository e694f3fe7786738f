"""In how many passages terms are, carried on from one state of an index to the next."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from index.search.bm25 import FIELDS, Words

Key: TypeAlias = tuple[str, str]
"""A field, and a term in it."""

_MOST = 20_000  # terms
_MOST_CHANGED = 2000
"""Passages that a change may add or remove for what is known to be carried on; to count so many
takes longer than to count the terms of some questions again."""


class Change:
    """The passages that are added and removed together, and in how many of them each term is."""

    def __init__(self) -> None:
        self.added = 0
        """Passages that are added."""
        self._passages = 0
        self._terms: Counter[Key] = Counter()

    @property
    def small(self) -> bool:
        """Whether there are so few passages that their terms were counted."""
        return self._passages <= _MOST_CHANGED

    def add(self, terms: Mapping[str, Sequence[str]]) -> None:
        """Count a passage that is added."""
        self.added += 1
        self._passages += 1
        if self.small:
            for field, found in terms.items():
                self._terms.update((field, term) for term in set(found))

    def remove(self, count: int, passages: Callable[[], Iterable[Words]]) -> None:
        """Count passages that are removed, which are read if that is worth it."""
        self._passages += count
        for words in passages() if self.small else ():
            for field, text in zip(FIELDS, words, strict=True):
                self._terms.subtract((field, term) for term in set(text.split()))

    def of(self, key: Key) -> int:
        """Return how many more passages have a term afterwards."""
        return self._terms[key]


class Frequencies:
    """How many of all passages have a term, as far as it was counted; safe to share among threads.

    An engine that counts removed passages, too, has to count each term again after a change.
    """

    def __init__(self, known: Mapping[Key, int] | None = None) -> None:
        self._known = dict(known or {})
        self._lock = threading.Lock()

    def get(self, key: Key) -> int | None:
        """Return how many have a term, or None."""
        with self._lock:
            return self._known.get(key)

    def put(self, key: Key, count: int) -> None:
        """Keep how many have a term."""
        with self._lock:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = count

    def after(self, change: Change) -> "Frequencies":
        """Return those after a change; none where that is large."""
        if not change.small:
            return Frequencies()
        with self._lock:
            return Frequencies({key: count + change.of(key) for key, count in self._known.items()})
