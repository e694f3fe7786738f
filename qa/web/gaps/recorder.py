"""Keeps what was asked and not answered, behind the back of the answers: none waits for it.

What goes wrong is a line of the log, without the question, and the question is not kept.
"""

import logging
import queue
import threading
from collections.abc import Callable

from index.articles.passages import Filters
from index.errors import PullquoteError
from qa.answers import Answer
from qa.gaps.of_answers import unanswered
from qa.gaps.values import Unanswered
from qa.web.answering.service import AnsweringService
from qa.web.gaps.store import GapStore, Vector

_ROOM = 1_000
_PATIENCE = 5.0  # seconds that the server's end waits for what is not kept yet

_log = logging.getLogger(__name__)


class GapRecorder:
    """One thread that writes. Safe to share among threads."""

    def __init__(self, store: GapStore, service: AnsweringService, days: int) -> None:
        self._store = store
        self._service = service
        self._waiting: queue.Queue[Callable[[], object] | None] = queue.Queue(_ROOM)
        self._waiting.put(lambda: store.set_days(days))
        self._thread = threading.Thread(target=self._work, name="gaps", daemon=True)
        self._thread.start()

    def heard(self, answer: Answer, filters: Filters) -> None:
        """Have a question kept where its answer does not state it; returns at once."""
        one = unanswered(answer, filters)
        if one is None:
            return
        try:
            self._waiting.put_nowait(lambda: self._keep(one))
        except queue.Full:
            _log.warning("a question without an answer was not kept: too many wait to be")

    def stop(self) -> None:
        """Keep what waits, and end."""
        try:
            self._waiting.put(None, timeout=_PATIENCE)
        except queue.Full:
            return
        self._thread.join(_PATIENCE)

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            try:
                work()
            except (PullquoteError, OSError) as error:
                _log.warning("a question without an answer was not kept: %s", error)
            except Exception as error:
                _log.error("a question without an answer was not kept", exc_info=error)

    def _keep(self, one: Unanswered) -> None:
        index = self._service.whole_index()  # of which editors are told
        vector = None
        if index is not None:
            embedder = index.embedder
            vector = Vector(index.question_vectors([one.question])[0], embedder.fingerprint)
        self._store.add(one, vector, index.generation if index else -1)
