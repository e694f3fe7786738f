"""A child that is kept for many files, and replaced when it is worn out or had to be ended."""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from index.readers.apart.answers import outcome_of
from index.readers.apart.children import CALLING, Child
from index.readers.apart.limits import SECONDS_TO_FETCH, Limits, limits_of, most_bytes
from index.readers.registry import FORMATS
from index.readers.sources import Failure, ReadOutcome, Source

TOO_MUCH = "takes more time or memory to read than is allowed here; split or simplify it"
BROKE_OFF = "cannot be read; its reader broke off. Repair the file"


class Worker:
    """Reads sources in the order in which they are sent.

    Args:
        limits: for each source, and for each part of one that is read in parts.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: Child | None = None
        self._sent: deque[Source] = deque()

    def close(self) -> None:
        """End the child; what was sent is lost."""
        self._sent.clear()
        self._end()

    def send(self, source: Source) -> None:
        """Have a source read; few at a time, since a pipe holds little."""
        self._sent.append(source)
        self._running().send(self._request(source))

    def receive(self) -> Iterator[ReadOutcome]:
        """Yield what came of the source that was sent first, with a failure where it broke off."""
        source = self._sent.popleft()
        is_fetched = source.path is None and source.fetched is None
        seconds = self._limits.seconds + (SECONDS_TO_FETCH if is_fetched else 0.0)
        goes_on = True
        try:
            while goes_on:
                outcome, goes_on, is_sound = self._part(source, seconds)
                if not is_sound:
                    self._replace()
                yield outcome
        finally:
            if goes_on:  # whoever takes the parts gave up
                self._replace()

    def _part(self, source: Source, seconds: float) -> tuple[ReadOutcome, bool, bool]:
        """Return a part, whether another follows, and whether the child can go on."""
        reply = self._running().receive(seconds, most_bytes(self._limits))
        if not reply:
            return _failed(source, TOO_MUCH), False, False
        try:
            answer: dict[str, Any] = json.loads(reply.decode("utf-8", "surrogatepass"))
            outcome = outcome_of(answer, source)
            return outcome, bool(answer["more"]), not answer["worn"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return _failed(source, BROKE_OFF), False, False

    def _running(self) -> Child:
        if self._child is None:
            self._child = Child(CALLING)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _replace(self) -> None:
        """End the child, and have another one read what else was sent to it."""
        self._end()
        for source in self._sent:
            self._running().send(self._request(source))

    def _request(self, source: Source) -> bytes:
        request = {
            "key": source.key,
            "path": None if source.path is None else str(source.path.absolute()),
            "url": source.url,
            "fetched": None if source.fetched is None else str(source.fetched.absolute()),
            "media_type": source.media_type,
            "copy": None if source.copy is None else str(source.copy.absolute()),
            "columns": source.columns,
            "limits": asdict(limits_of(source.path, self._limits)),
            "formats": FORMATS.added(),
        }
        # Names of files may be no valid Unicode.
        return json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _failed(source: Source, what: str) -> ReadOutcome:
    name = str(source.path) if source.path else source.key
    return ReadOutcome(failures=(Failure(name, f"{name}: {what}"),))
