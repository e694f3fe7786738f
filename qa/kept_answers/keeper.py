"""Answers are looked up before they are made, and kept where nothing changed meanwhile."""

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from index.errors import IndexProblem
from qa.answers import Answer
from qa.kept_answers.keys import AnswerKey
from qa.kept_answers.store import KeptAnswers

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex


class AnswerKeeper:
    """Keeps the answers to questions on one index. Safe to share among threads.

    Args:
        index: Returns the index with all its articles; None while there is none.
        most: Bytes that answers may take; with 0 none are kept.
    """

    def __init__(self, index: "Callable[[], ReadableIndex | None]", most: int) -> None:
        self._index = index
        self.kept = KeptAnswers(most)
        self._keeps = most > 0

    def revision(self) -> int | None:
        """Return in which revision the index is now; None where that cannot be told."""
        with contextlib.suppress(IndexProblem):  # which whoever makes the answer is told
            index = self._index()
            return index.revision if index else None
        return None

    def find(self, revision: int | None, key: AnswerKey) -> Answer | None:
        """Return what was kept in this revision, if anything was."""
        return self.kept.find(revision, key) if self._keeps and revision is not None else None

    def keep(self, begun: int | None, key: AnswerKey, answer: Answer) -> None:
        """Keep an answer that was `begun` in a revision, if the index is still in that one."""
        if self._keeps and begun is not None and self.revision() == begun:
            self.kept.keep(begun, key, answer)

    def answer(self, key: AnswerKey, make: Callable[[], Answer]) -> Answer:
        """Return a kept answer, else the one that `make` makes now, which is kept."""
        begun = self.revision()
        found = self.find(begun, key)
        if found is None:
            found = make()
            self.keep(begun, key, found)
        return found
