"""The lists of speakers that are kept: one for each index, and for each choice of collections."""

import gc
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from index.store.spoken.changes import State
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.everybody import Directory
from qa.speakers.finder import SpeakerFinder
from qa.speakers.kept.people import People

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

_MOST_HELD = 1_000_000
"""Articles and mentions held of all lists but the one asked for last; some 350 bytes each."""


class KeptView:
    """Who speaks in what is seen of one index, followed as it changes. Safe to share."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._people = People()
        self._state: State | None = None
        self._decisions: Sequence[SpeakerDecision] = ()
        self._directory: Directory | None = None

    @property
    def held(self) -> int:
        """How many articles and mentions are held."""
        return len(self._people)

    def now(self, index: "ReadableIndex") -> Directory:
        """Return everybody who speaks in the index as it is now; always the same index."""
        tellings = index.tellings(SpeakerFinder())
        with self._lock:
            decisions = index.speaker_decisions.all()
            is_same = self._state == tellings.state() and self._decisions == decisions
            if self._directory is not None and is_same:
                return self._directory
            changed = tellings.since(self._state)
            if changed.rows is None:
                self._people = People()
            try:
                with _uncollected() if changed.rows is None else nullcontext():
                    self._directory = self._people.change(
                        changed.rows or (), changed.there, decisions
                    )
            except BaseException:
                self._people, self._state, self._directory = People(), None, None
                raise
            self._state, self._decisions = changed.state, decisions
            return self._directory


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage while very much is made that stays: that takes half of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class KeptViews:
    """The views of all indexes of this process. Safe to share among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._views: WeakKeyDictionary[ReadableIndex, KeptView] = WeakKeyDictionary()
        self._used: WeakKeyDictionary[ReadableIndex, int] = WeakKeyDictionary()
        self._uses = 0

    def of(self, index: "ReadableIndex") -> KeptView:
        """Return the view of an index; those that were not asked for lately are forgotten."""
        with self._lock:
            self._uses += 1
            self._used[index] = self._uses
            view = self._views.setdefault(index, KeptView())
            others = sorted(self._views, key=lambda one: self._used[one])[:-1]
            held = sum(self._views[one].held for one in others)
            for one in others:
                if held > _MOST_HELD:
                    held -= self._views.pop(one).held
            return view


VIEWS: Final = KeptViews()
