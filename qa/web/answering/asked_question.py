"""A question on its way to an answer, and those who ask the same and wait for that answer, too.

Whoever joins hears of the stages as if the question were theirs alone: those that were passed
already at once, the others as they begin.
"""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from index.articles.passages import Hit
from qa.assistant import Ask
from qa.kept_answers.keys import AnswerKey, key_of
from qa.web.answering.joining import Joining
from qa.web.requests.seeing import Seen

Shared: TypeAlias = Literal["joined", "kept"]


class AskedQuestion:
    """A question of somebody who sees `seen`. Safe to share among threads.

    `revision` is that of the index when it was asked; None where that is not known.
    """

    def __init__(self, seen: Seen, ask: Ask) -> None:
        self.seen, self.ask = seen, ask
        self.key: AnswerKey = key_of(ask, seen)
        self.revision: int | None = None
        self.shared: Shared | None = None
        """How it got its answer, where that was not made for it alone."""
        self._lock = threading.Lock()
        self._listeners = [ask]
        self._waits = True
        self._begun: int | None = None
        self._stages: list[str] = []
        self._hits: Sequence[Hit] | None = None

    # Joining: in the loop of the server

    def may_be_joined(self, other: "AskedQuestion") -> bool:
        """Whether the answer to this question is one to an equal one that was asked just now.

        It is while nothing has been looked at for it, and then as long as nothing has changed.
        """
        if self._waits:
            return True
        begun, asked = self._begun, other.revision
        return begun is not None and asked is not None and begun >= asked

    def join(self, other: "AskedQuestion") -> None:
        """Have whoever asks the same told what is told of this question from here on."""
        other.shared = "joined"
        with self._lock:
            self._listeners.append(other.ask)
            stages, hits = list(self._stages), self._hits
            if hits is not None and other.ask.found is not None:
                other.ask.found(hits)
            if other.ask.report is not None:
                for stage in stages:
                    other.ask.report(stage)

    # Answering: in a thread

    def begins(self) -> None:
        """Look at nothing before this is called: what changes from here on is a reason not to join.

        Call `begun` next.
        """
        self._waits, self._begun = False, None

    def begun(self, revision: int | None) -> None:
        """Hear in which revision the index was after `begins`, before anything is looked at."""
        self._begun = revision

    def told_to_all(self) -> Ask:
        """Return the question as it is answered, with callbacks for all who wait for the answer."""
        with self._lock:
            finds = any(one.found is not None for one in self._listeners)
        return replace(self.ask, report=self._report, found=self._found if finds else None)

    def _report(self, stage: str) -> None:
        with self._lock:
            self._stages.append(stage)
            for one in self._listeners:
                if one.report is not None:
                    one.report(stage)

    def _found(self, hits: Sequence[Hit]) -> None:
        with self._lock:
            self._hits = hits
            for one in self._listeners:
                if one.found is not None:
                    one.found(hits)


JOINING: Joining[AskedQuestion] = Joining(
    key=lambda one: one.key, may=AskedQuestion.may_be_joined, join=AskedQuestion.join
)
