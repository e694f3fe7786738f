"""The examples of one generation of the articles: tried once, beside whatever else is done."""

import logging
import threading
from collections.abc import Callable, Sequence

from qa.web.answering.examples.trying import Example

_log = logging.getLogger(__name__)

_LONGEST_END = 10.0
"""Seconds that a stopping server waits for the questions it tries."""


class KeptExamples:
    """Examples by generation; a thread of their own tries them, so that no page waits for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._kept: tuple[int, Sequence[Example]] | None = None
        self._trying: threading.Thread | None = None
        self._stopped = threading.Event()

    @property
    def stopped(self) -> bool:
        """Whether the server stops, so that nothing more should be tried."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Try nothing more, and wait for what is being tried.

        The models cannot be used any more once the interpreter ends.
        """
        with self._changed:
            self._stopped.set()
            self._changed.notify_all()
            trying = self._trying
        if trying is not None:
            trying.join(_LONGEST_END)

    def of(
        self, generation: int, make: Callable[[], Sequence[Example]], wait: float = 0.0
    ) -> Sequence[Example] | None:
        """Return the examples of a generation; `None` while they are being made.

        Args:
            generation: Of the articles.
            make: Makes them.
            wait: Seconds to wait for them.
        """
        with self._changed:
            if not self._has(generation) and self._trying is None and not self.stopped:
                self._trying = threading.Thread(
                    target=self._make, args=(generation, make), name="examples", daemon=True
                )
                self._trying.start()
            self._changed.wait_for(lambda: self._has(generation) or self.stopped, wait)
            return self._kept[1] if self._kept and self._has(generation) else None

    def _has(self, generation: int) -> bool:
        return self._kept is not None and self._kept[0] == generation

    def _make(self, generation: int, make: Callable[[], Sequence[Example]]) -> None:
        # Examples adorn the page: whatever goes wrong with them must not keep it from opening.
        try:
            made = make()
        except Exception:
            if not self.stopped:
                _log.exception("no example questions could be made")
            made = ()
        with self._changed:
            self._kept = (generation, made)
            self._trying = None
            self._changed.notify_all()
