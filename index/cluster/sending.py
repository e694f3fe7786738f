"""Which files a worker reads, and what of them is sent; the others are read here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.cluster.tasks import FilesTask, FileToRead, Held
from index.readers.matter.accounts import lists_near
from index.readers.registry import FORMATS, TEXT, reader_in_parts_of
from index.readers.sources import Source

MOST_SENT = 32 * 1024 * 1024
"""Bytes of a file that are sent; larger ones are read here, and their articles sent."""

_MANY_ARTICLES = 1024 * 1024
"""Bytes of a table above which its articles are spread over workers, instead of its file sent."""

_FILES = 16
_BYTES = 96 * 1024
"""Of the files of a task; about 160 passages: enough for batches of one length, and done soon."""


@dataclass(frozen=True, slots=True)
class Sendable:
    """A file that a worker reads. `size` is how many bytes it has, whether or not they are sent."""

    file: FileToRead
    size: int
    lists: Mapping[str, bytes]


def sendable(source: Source, held: Held, *, shared: bool) -> Sendable | None:
    """Return what a worker needs to read a source; None where it is to be read here.

    That are addresses, large tables, which are read in parts, what is larger than is sent or than
    its format may be, and what cannot be read: the reason is then the one that is always given.

    Args:
        source: what is to be read.
        held: what the index holds of it.
        shared: whether workers find it under the same path.
    """
    if source.path is None:
        return None
    format_ = FORMATS.of_suffix(source.path.suffix) or TEXT
    try:
        size = source.path.stat().st_size
        if size > format_.most_bytes or (reader_in_parts_of(format_) and size > _MANY_ARTICLES):
            return None
        if shared:
            return Sendable(FileToRead(source=source, data=None, held=held), size, {})
        if size > MOST_SENT:
            return None
        with source.path.open("rb") as file:
            data = file.read(MOST_SENT + 1)
        lists = {str(one): one.read_bytes() for one in lists_near(source.path)}
    except OSError:
        return None
    if len(data) > MOST_SENT:
        return None
    return Sendable(FileToRead(source=source, data=data, held=held), len(data), lists)


def grouped(
    sources: Iterable[tuple[Source, Sendable | None]], *, drafts: bool
) -> Iterator[tuple[FilesTask, int] | Source]:
    """Yield tasks of a few files with their bytes, and sources to be read here, in their order."""
    group: list[Sendable] = []
    for source, sent in sources:
        size = sum(one.size for one in group)
        if group and (sent is None or len(group) >= _FILES or size + sent.size > _BYTES):
            yield _task(group, drafts), size
            group = []
        if sent is None:
            yield source
        else:
            group.append(sent)
    if group:
        yield _task(group, drafts), sum(one.size for one in group)


def _task(group: Iterable[Sendable], drafts: bool) -> FilesTask:
    every = list(group)
    lists = {path: data for one in every for path, data in one.lists.items()}
    return FilesTask(files=tuple(one.file for one in every), lists=lists, drafts=drafts)
