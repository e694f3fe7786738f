"""Everybody who speaks in the index of a server, as each visitor sees it; found once a state."""

import threading
from typing import TypeAlias
from weakref import WeakKeyDictionary

from index.opened.reading import ReadableIndex
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.directory import Directory, directory_of
from qa.web.answering.service import AnsweringService

_State: TypeAlias = tuple[int, tuple[SpeakerDecision, ...]]


class KeptDirectory:
    """Made anew when articles have changed or an editor has decided something.

    Safe to share among threads.
    """

    def __init__(self, service: AnsweringService) -> None:
        self._service = service
        self._kept: WeakKeyDictionary[ReadableIndex, tuple[_State, Directory]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def opened(self) -> tuple[ReadableIndex, Directory] | None:
        """Return the index as it is for whoever asks, and everybody who speaks there."""
        opened = self._service.opened()
        if opened is None or not isinstance(opened.index, ReadableIndex):
            return None
        with self._lock:
            state = (opened.index.generation, tuple(opened.index.speaker_decisions.all()))
            kept = self._kept.get(opened.index)
            if kept is None or kept[0] != state:
                kept = self._kept[opened.index] = (state, directory_of(opened.index))
            return opened.index, kept[1]
