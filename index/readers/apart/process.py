"""Reading files in a process of its own with limits.

A hostile or broken file can make a parser loop, eat memory or crash. Here that ends a child, and
the caller gets a message. The child loads readers only, writes nothing but the page it may fetch,
and answers with JSON, which is checked before it is believed. What an editor sends gets a child for
itself; a folder's files share one, which is replaced when it is worn out or had to be ended.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from index.errors import ReadError
from index.readers.apart.answers import article_of
from index.readers.apart.children import Child
from index.readers.apart.limits import OF_FOLDERS, Limits, limits_of, most_bytes
from index.readers.apart.workers import BROKE_OFF, TOO_MUCH, Worker
from index.readers.fetch.public_addresses import PublicHosts
from index.readers.registry import FORMATS
from index.readers.sources import Failure, ReadOutcome, Source, joined

__all__ = ["Apart", "Limits", "Readers", "read_file_apart", "read_url_apart", "suffix_of_name"]

_WORKERS = 2
_FEW = 24
"""Sources that one child reads before there are more."""

_AHEAD = 16
"""Sources that are sent before their turn."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What came of it: the articles, what failed in them, and the file that was read."""

    outcome: ReadOutcome
    path: Path


def read_file_apart(path: Path, name: str, *, limits: Limits | None = None) -> Apart:
    """Read a file whose suffix says what it is.

    Args:
        path: of the file; its name says nothing of the article.
        name: what the file was called where it came from; titles may be made of it.
        limits: for the child.

    Raises:
        ReadError: no reader for such a file, or it cost more than `limits`.
    """
    suffix_of_name(path.name, name)
    allowed = limits_of(path, limits or Limits())
    return _apart({"path": str(path.absolute()), "name": name}, name, allowed)


class Readers:
    """Reads one source after another in children that are kept; close it, or use it in a `with`.

    Args:
        limits: for each source, and for each part of one that is read in parts.
    """

    def __init__(self, limits: Limits = OF_FOLDERS) -> None:
        self._alone = Worker(limits)
        self._workers = [Worker(limits) for _ in range(_WORKERS)]

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the children."""
        for worker in (self._alone, *self._workers):
            worker.close()

    def read(self, source: Source) -> ReadOutcome:
        """Return what `index.readers.read` does, with a failure for what goes beyond the limits."""
        return joined(self.read_in_parts(source))

    def read_in_parts(self, source: Source) -> Iterator[ReadOutcome]:
        """Yield what `read` returns in parts; a failure at the end where the reader broke off."""
        self._alone.send(source)  # what is sent ahead comes in its order, and nothing between
        yield from self._alone.receive()

    def read_all(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Iterator[ReadOutcome]]]:
        """Yield sources in their order, each with its parts; the next ones are read meanwhile.

        The parts of a source must be taken before the next source is asked for; what is left of
        them then is lost.
        """
        waiting: deque[tuple[Source, Worker]] = deque()
        for number, source in enumerate(sources):
            # A second process costs a second to start; it must be worth it.
            worker = self._workers[number % _WORKERS if number >= _FEW else 0]
            worker.send(source)
            waiting.append((source, worker))
            if len(waiting) > _AHEAD:
                yield from _next(waiting)
        while waiting:
            yield from _next(waiting)


def _next(
    waiting: deque[tuple[Source, Worker]],
) -> Iterator[tuple[Source, Iterator[ReadOutcome]]]:
    source, worker = waiting.popleft()
    parts = worker.receive()
    yield source, parts
    for _ in parts:  # what nobody took must not be taken for what comes next
        pass


def suffix_of_name(file: str, shown: str) -> str:
    """Return the suffix of the file's name, which says how it is read.

    Raises:
        ReadError: no reader for such a file; the message calls it `shown`.
    """
    try:
        FORMATS.of_file(file)
    except ReadError as error:
        raise ReadError(f"{shown}: {error}") from None
    return PurePath(file).suffix.lower()


def read_url_apart(
    url: str, folder: Path, *, hosts: PublicHosts, limits: Limits | None = None
) -> Apart:
    """Fetch a page, keep it in `folder` and read it; raises like `read_file_apart`."""
    request = {"path": str(folder.absolute()), "name": url, "url": url, "also": sorted(hosts.also)}
    return _apart(request, url, limits or Limits())


def _apart(request: dict[str, Any], name: str, limits: Limits) -> Apart:
    request = {**request, "limits": asdict(limits), "formats": FORMATS.added()}
    reply = _ask_child(json.dumps(request), name, limits)
    try:
        answer = json.loads(reply)
        articles = tuple(article_of(value, identifier="") for value in answer["articles"])
        failures = tuple(Failure(name, str(one)) for one in answer["failures"])
        path = Path(request["path"], str(answer["file"] or ""))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReadError(f"{name}: {BROKE_OFF}") from None
    return Apart(ReadOutcome(articles, failures), path)


def _ask_child(request: str, name: str, limits: Limits) -> bytes:
    child = Child()
    try:
        child.send(request.encode())
        reply = child.receive(limits.seconds, most_bytes(limits))
    finally:
        child.end()
    if not reply:
        raise ReadError(f"{name}: {TOO_MUCH}")
    return reply
