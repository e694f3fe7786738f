"""One store for all that is kept of texts: bounded by bytes, and forgotten text by text.

What articles, sentences and questions are found to hold is asked for again by every question that
finds them, and takes far longer to find than to look up. How long texts are, and how much is found
in them, nobody knows before, so that a number of texts bounds nothing: bytes are counted.

All that is kept of one text goes together. An article that changes is another text; whoever notices
(`index.store.kept_articles`) has the old one forgotten.
"""

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from typing import Final

from index.keeping.sizes import bytes_of

LIMIT = 64 * 2**20
"""Bytes that a process keeps of all texts together."""

MOST_OF_A_TEXT = 256
"""Values that are kept of one text: some are kept for each role or name that is asked for."""

OF_A_TEXT, OF_A_VALUE = 600, 250
"""Bytes that keeping a text, and a value of it, takes by itself."""

MISSING: Final = object()


class Held:
    """What is kept of one text. Can be pointed at weakly: it is there as long as it is kept."""

    __slots__ = ("__weakref__", "asked", "bytes", "text", "values")

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked = False
        self.bytes = OF_A_TEXT + sys.getsizeof(text)
        self.values: dict[Hashable, tuple[object, int]] = {}


class Kept:
    """Values found for texts, those asked for lately. Safe to share among threads.

    Never holds more than `limit` bytes, as `bytes_of` counts them. The text that came first goes
    first, but for those asked for since: they are as good as new. A value larger than all of it is
    not kept.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.clear()

    def clear(self) -> None:
        """Keep nothing any longer."""
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """How many bytes it holds."""
        return self._bytes

    def __len__(self) -> int:
        """How many texts it holds something of."""
        return len(self._held)

    def __contains__(self, text: str) -> bool:
        """Whether anything is kept of a text."""
        return text in self._held

    def get(self, text: str, what: Hashable) -> object:
        """Return what was kept of a text under `what`, or `MISSING`."""
        held = self._held.get(text)
        found = None if held is None else held.values.get(what)
        if held is None or found is None:
            return MISSING
        held.asked = True  # quicker than to put them in order each time, and without the lock
        return found[0]

    def put(self, text: str, what: Hashable, value: object) -> Held | None:
        """Keep what was found in a text; return what is now kept of it, None where nothing is."""
        size = OF_A_VALUE + bytes_of(what, (text,)) + bytes_of(value, (text,))
        with self._lock:
            held = self._held.get(text)
            if held is None:
                held = Held(text)
                if held.bytes + size > self.limit:
                    return None
                self._held[text] = held
                self._bytes += held.bytes
            self._take_out(held, what)
            while held.values and (
                len(held.values) >= MOST_OF_A_TEXT or held.bytes + size > self.limit
            ):
                self._take_out(held, next(iter(held.values)))
            if held.bytes + size > self.limit:
                self._drop(text)
                return None
            held.values[what] = (value, size)
            held.bytes += size
            self._bytes += size
            asked, held.asked = held.asked, True  # it is not what goes now
            while self._bytes > self.limit:
                self._drop_oldest()
            held.asked = asked
            return held

    def forget(self, texts: Iterable[str]) -> None:
        """Keep nothing of these texts any longer."""
        with self._lock:
            for text in texts:
                if text in self._held:
                    self._drop(text)

    def _take_out(self, held: Held, what: Hashable) -> None:
        _, size = held.values.pop(what, (None, 0))
        held.bytes -= size
        self._bytes -= size

    def _drop_oldest(self) -> None:
        text, held = next(iter(self._held.items()))
        if held.asked:
            held.asked = False
            self._held.move_to_end(text)
        else:
            self._drop(text)

    def _drop(self, text: str) -> None:
        self._bytes -= self._held.pop(text).bytes


KEPT = Kept()
"""What this process keeps."""

if hasattr(os, "register_at_fork"):  # another thread may hold the lock while a process is forked
    os.register_at_fork(after_in_child=KEPT.clear)
