"""What a file looks like, by which one that has not changed is told without reading it."""

import time

from index.chunking import partition as chunking
from index.readers.fields.mapping import ColumnMap, map_text
from index.readers.registry import FORMATS
from index.readers.sources import Source
from index.store.tables.sources import SourceStamp

READING = "5"
"""Raise it when readers extract other text or metadata from the same file."""

_SETTLED_NS = 2_000_000_000
"""A file changed this recently may change again without a new time of change."""


def reading(*, drafts: bool = False, follow: bool = False) -> str:
    """Return how files are read and cut now: another one when it may give other articles."""
    wishes = f"{'|drafts' if drafts else ''}{'|follow' if follow else ''}"
    return f"{READING}{wishes}|{chunking.FINGERPRINT}"


def stamp_of(
    source: Source, columns: ColumnMap = (), *, drafts: bool = False, follow: bool = False
) -> SourceStamp | None:
    """Return what the file looks like, or None where that says nothing about its content.

    `columns`, which a user named, count for files that have some.
    """
    if source.path is None:
        return None
    try:
        found = source.path.stat()
    except OSError:
        return None
    if time.time_ns() - found.st_mtime_ns < _SETTLED_NS:
        return None
    read_as = reading(drafts=drafts, follow=follow)
    format_ = FORMATS.of_suffix(source.path.suffix)
    if columns and format_ is not None and format_.has_columns:
        read_as = f"{read_as}|{map_text(columns)}"
    return SourceStamp(found.st_size, found.st_mtime_ns, read_as)
