"""What a file looks like, by which one that has not changed is told without reading it."""

import time

from index.chunking import partition as chunking
from index.readers.sources import Source
from index.store.tables.sources import SourceStamp

READING = "4"
"""Raise it when readers extract other text or metadata from the same file."""

_SETTLED_NS = 2_000_000_000
"""A file changed this recently may change again without a new time of change."""


def reading(*, drafts: bool = False, follow: bool = False) -> str:
    """Return how files are read and cut now: another one when it may give other articles."""
    wishes = f"{'|drafts' if drafts else ''}{'|follow' if follow else ''}"
    return f"{READING}{wishes}|{chunking.FINGERPRINT}"


def stamp_of(source: Source, *, drafts: bool = False, follow: bool = False) -> SourceStamp | None:
    """Return what the file looks like, or None where that says nothing about its content."""
    if source.path is None:
        return None
    try:
        found = source.path.stat()
    except OSError:
        return None
    if time.time_ns() - found.st_mtime_ns < _SETTLED_NS:
        return None
    return SourceStamp(found.st_size, found.st_mtime_ns, reading(drafts=drafts, follow=follow))
