"""Everybody who speaks in the index of a server, as each visitor sees it."""

from index.opened.reading import ReadableIndex
from qa.speakers.directory import Directory, directory_of
from qa.web.answering.service import AnsweringService


class KeptDirectory:
    """Follows the index as articles change and editors decide. Safe to share among threads."""

    def __init__(self, service: AnsweringService) -> None:
        self._service = service

    def opened(self) -> tuple[ReadableIndex, Directory] | None:
        """Return the index as it is for whoever asks, and everybody who speaks there."""
        opened = self._service.opened()
        if opened is None or not isinstance(opened.index, ReadableIndex):
            return None
        return opened.index, directory_of(opened.index)
