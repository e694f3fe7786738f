"""Answers that are made once for several who ask: kept ones, and those that are waited for.

They are kept here, in the server, not in its workers: it alone knows who may see what, a kept
answer then costs no turn and no worker, and the bytes are held once. That is right because a
revision is a matter of files that all of them read.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answers import Answer
from qa.assistant import Ask
from qa.finding import READING
from qa.kept_answers.keeper import AnswerKeeper
from qa.web.answering.asked_question import AskedQuestion
from qa.web.answering.waiting import SEARCHING, WAITING
from qa.web.metrics import Metrics

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex


class SharedAnswers:
    """What the answering service keeps. Safe to share among threads.

    Args:
        index: Returns the open index with all its articles; None while there is none.
        most: Bytes that kept answers may take; none are kept with 0.
        metrics: Count what is shared.
    """

    def __init__(
        self, index: "Callable[[], ReadableIndex | None]", most: int, metrics: Metrics
    ) -> None:
        self._keeper = AnswerKeeper(index, most)
        self._metrics = metrics
        kept = self._keeper.kept
        metrics.keeping(lambda: len(kept), lambda: kept.size)

    def find(self, asked: AskedQuestion) -> Answer | None:
        """Return the answer that was kept for a question, and note the revision it was asked in."""
        started = time.perf_counter()
        asked.revision = self._keeper.revision()
        found = self._keeper.find(asked.revision, asked.key)
        if found is None:
            return None
        asked.shared = "kept"
        took = (time.perf_counter() - started) * 1000
        if (report := asked.ask.report) is not None:
            # A stream has the same events whether somebody else asked before or not.
            for stage in (WAITING, SEARCHING, *[READING] * ("retrieve" in found.timings_ms)):
                report(stage)
        nothing = dict.fromkeys(found.timings_ms, 0.0)  # was searched or read for this one
        return replace(found, timings_ms=nothing | {"total": took})

    def made(
        self, asked: Sequence[AskedQuestion], answer: Callable[[Sequence[Ask]], Sequence[Answer]]
    ) -> Sequence[Answer]:
        """Have questions answered, and keep the answers where nothing changed meanwhile."""
        for one in asked:
            one.begins()
        begun = self._keeper.revision()
        for one in asked:
            one.begun(begun)
        answers = answer([one.told_to_all() for one in asked])
        for one, made in zip(asked, answers, strict=True):
            self._keeper.keep(begun, one.key, made)
        return answers
