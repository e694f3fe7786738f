"""Everybody who speaks in the index of a server, found once for each state of it."""

import threading
from typing import TYPE_CHECKING, TypeAlias

from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.directory import Directory, directory_of
from qa.web.answering.service import AnsweringService

if TYPE_CHECKING:
    from index.collection import Index

_State: TypeAlias = tuple[int, tuple[SpeakerDecision, ...]]


class KeptDirectory:
    """Made anew when articles have changed or an editor has decided something.

    Safe to share among threads.
    """

    def __init__(self, service: AnsweringService) -> None:
        self._service = service
        self._kept: tuple[_State, Directory] | None = None
        self._lock = threading.Lock()

    def opened(self) -> "tuple[Index, Directory] | None":
        """Return the index and everybody who speaks there; None while there is none."""
        from index.collection import Index

        opened = self._service.opened()
        if opened is None or not isinstance(opened.index, Index):
            return None
        with self._lock:
            state = (opened.index.generation, tuple(opened.index.speaker_decisions.all()))
            if self._kept is None or self._kept[0] != state:
                self._kept = (state, directory_of(opened.index))
            return opened.index, self._kept[1]
