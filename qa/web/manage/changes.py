"""Changes of the index on behalf of editors: one at a time, and told of to whoever answers."""

import threading
from collections.abc import Callable
from pathlib import Path

from index.collection import Index
from index.errors import IndexLocked, UsageError
from qa.web.answering.service import AnsweringService
from qa.web.requests.problems import Busy
from qa.web.requests.seeing import EVERYTHING, seeing

_PATIENCE = 60.0
_WRITING = (
    "Somebody else is adding or removing articles right now. Nothing of yours is lost; try again "
    "when that is done."
)


class Changes:
    """The index that editors change.

    Args:
        folder: of the index.
        service: that answers from it; told of every change.
    """

    def __init__(self, folder: Path, service: AnsweringService) -> None:
        self.folder = folder
        self._service = service
        self._pen = threading.Lock()
        self._warming = threading.Lock()
        self._cold = False

    def writing(self) -> "Pen":
        """Return a block in which the index may be changed.

        Raises:
            Busy: when somebody else is writing to it.
        """
        return Pen(self._pen, self.index)

    def reading(self) -> Index | None:
        """Return the index, or None while there is none; raises like `index` for another kind."""
        return self._changeable(self._service.whole())

    def index(self) -> Index:
        """Return the index; an empty one is made where there is none.

        Raises:
            UsageError: when it is one that cannot be changed here.
        """
        found = self.reading()
        if found is None:
            Index.open(self.folder, create=True).close()
            found = self.reading()
        if found is None:
            raise UsageError(_UNCHANGEABLE)
        return found

    @staticmethod
    def _changeable(opened: object) -> Index | None:
        index = getattr(opened, "index", None)
        if index is not None and not isinstance(index, Index):
            raise UsageError(_UNCHANGEABLE)
        return index

    def tell(self) -> None:
        """Have made anew what the chat shows beside answers; nobody waits for it.

        Of many changes one after the other only some are told of, the last one in any case.
        """
        self._cold = True
        threading.Thread(target=self._warm, name="warm", daemon=True).start()

    def _warm(self) -> None:
        with self._warming:
            if self._cold:
                self._cold = False
                with seeing(EVERYTHING):
                    self._service.warm()


_UNCHANGEABLE = "The articles of this server cannot be changed in the browser."


class Pen:
    """One change at a time in this process, and none while another process writes."""

    def __init__(self, lock: threading.Lock, open_index: Callable[[], Index]) -> None:
        self._lock = lock
        self._open = open_index

    def __enter__(self) -> Index:
        if not self._lock.acquire(timeout=_PATIENCE):
            raise Busy(_WRITING)
        try:
            return self._open()
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._lock.release()
        if isinstance(error, IndexLocked):
            raise Busy(_WRITING) from error
