"""How far a run is: a step is an article that is stored with what is found in it."""

from index.models.embedder import Progress


class Steps:
    """Counts what has been done, and tells it on.

    Args:
        total: steps expected at first: a source each.
        progress: called with (done, in all).
    """

    def __init__(self, total: int = 0, progress: Progress | None = None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def expect(self, more: int) -> None:
        """Expect more steps; a source without articles (`more` is -1) is a step, too."""
        self._total += max(more, 0)
        if more < 0:
            self.done(1)

    def done(self, steps: int) -> None:
        """Count steps that are done."""
        self._done += steps
        if self._progress:
            self._progress(self._done, max(self._total, self._done))
