"""How fast questions are answered, and so how many may wait and when to come again.

By Little's law a queue of L questions, of which the server answers `r` a second, is worked off in
L / r seconds: a promise to wait no longer than `longest_wait` (seconds) is a limit of
`r * longest_wait` questions.
(J. D. C. Little, "A Proof for the Queuing Formula L = lambda W", Operations Research 9(3), 1961.)
"""

import math
from collections import deque

_REMEMBERED = 32  # batches
_TRUSTED = 4
"""Batches before the figure is used: the first question also loads what all others need."""

_UNMEASURED = 2
_LONGEST = 120


class AnswerRate:
    """The measured time per answer of a number of workers, over their latest batches."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._batches: deque[tuple[float, int]] = deque(maxlen=_REMEMBERED)

    def note(self, seconds: float, questions: int) -> None:
        """Take down that one worker answered `questions` in `seconds`."""
        self._batches.append((seconds, questions))

    @property
    def seconds(self) -> float | None:
        """Seconds between two answers while all work; `None` while too little was measured."""
        if len(self._batches) < _TRUSTED:
            return None
        seconds, questions = map(sum, zip(*self._batches, strict=True))
        return max(seconds / questions / self._workers, 1e-6)

    def capacity(self, longest_wait: float, unmeasured: int) -> int:
        """Return how many are answered in `longest_wait` seconds; `unmeasured` while unknown."""
        return unmeasured if self.seconds is None else int(longest_wait / self.seconds)

    def retry_after(self, questions: int) -> int:
        """Return after how many whole seconds so many questions are answered: 1 to 120."""
        if self.seconds is None:
            return _UNMEASURED
        return min(_LONGEST, max(1, math.ceil(questions * self.seconds)))
