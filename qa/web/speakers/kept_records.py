"""What the speakers that were asked for lately say, read again where it has changed."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.speakers.speaker import Speaker
from qa.speakers.statements.record import Record, record_of

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

_MOST_STATEMENTS = 20_000
"""Statements that are kept in memory, with the articles they are in."""


@dataclass(slots=True)
class KeptRecords:
    """Reads one record at a time; safe to share among threads."""

    _kept: OrderedDict[tuple[int, str], "_Kept"] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, index: "ReadableIndex", speaker: Speaker) -> Record:
        """Return what a speaker says; a speaker who was merged or parted is another one.

        The list has the same object for a speaker as long as nothing of his has changed.
        """
        with self._lock:
            key = (id(index), speaker.key)  # the index is held with it
            kept = self._kept.get(key)
            if kept is None or kept.record.speaker is not speaker:
                record = record_of(index, speaker, kept.record if kept else None)
                kept = self._kept[key] = _Kept(index, record)
            self._kept.move_to_end(key)
            self._forget()
            return kept.record

    def _forget(self) -> None:
        held = sum(len(one.record.said) for one in self._kept.values())
        while held > _MOST_STATEMENTS and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            held -= len(oldest.record.said)


@dataclass(frozen=True, slots=True)
class _Kept:
    index: "ReadableIndex"
    record: Record
