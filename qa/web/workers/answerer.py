"""An answerer whose questions are answered by workers."""

from collections.abc import Callable, Sequence
from functools import cached_property

from qa.answers import Answer
from qa.assistant import Ask, Assistant
from qa.web.requests.seeing import EVERYTHING, Seen
from qa.web.workers.pool import Pool


class WorkersAnswerer:
    """Answers from what `seen` names. `open_here` makes the same assistant in this process."""

    def __init__(
        self, pool: Pool, open_here: Callable[[], Assistant], seen: Seen = EVERYTHING
    ) -> None:
        self._pool, self._open_here, self._seen = pool, open_here, seen

    @cached_property
    def assistant(self) -> Assistant:
        """An assistant of this process, for evaluations; it loads the reader a second time."""
        return self._open_here()

    def ask_many(self, asks: Sequence[Ask]) -> Sequence[Answer]:
        """Return an answer or an abstention to each question.

        Raises:
            Interrupted: no worker lived to answer.
            PullquoteError: what was asked cannot be answered, as an assistant raises it.
        """
        return self._pool.answer(self._seen, asks)

    def limited_to(self, names: frozenset[str]) -> "WorkersAnswerer":
        """Return what answers from the articles of some collections alone."""
        seen = names if self._seen is EVERYTHING else self._seen & names
        return WorkersAnswerer(self._pool, lambda: self._open_here().limited_to(names), seen)
