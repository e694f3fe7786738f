"""Subscriptions of the index looked at every now and then while the server runs."""

import logging
import threading

from index.collection import Index
from index.errors import PullquoteError
from qa.web.answering.service import AnsweringService

_LOG = logging.getLogger(__name__)


class Refreshing:
    """A thread that refreshes the subscriptions of the index that answers; use it in a `with`.

    Args:
        service: that answers from the index.
        minutes: between two looks; None never looks.
    """

    def __init__(self, service: AnsweringService, minutes: int | None) -> None:
        self._service = service
        self._seconds = None if minutes is None else 60.0 * minutes
        self._ended = threading.Event()

    def __enter__(self) -> "Refreshing":
        if self._seconds is not None:
            threading.Thread(target=self._run, name="refresh", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            self.look()
            self._ended.wait(self._seconds)

    def look(self) -> None:
        """Refresh once; what fails is logged, for nobody waits for it."""
        try:
            opened = self._service.whole()
            if opened is None or not isinstance(opened.index, Index):
                return
            report = opened.index.refresh()
        except PullquoteError as error:
            _LOG.warning("subscriptions could not be refreshed: %s", error)
            return
        except Exception:
            _LOG.exception("subscriptions could not be refreshed")
            return
        for failure in report.failed:
            _LOG.warning("%s", failure.error)
        if report.added or report.updated:
            _LOG.info("refreshed: %d added, %d updated", report.added, report.updated)
            self._service.warm()
