"""Waiting questions, taken in fair order and worked on together.

Nobody waits behind all the questions of somebody else: each asker in turn gives one question, in
the order in which they came. As many may wait as are answered within a bounded time, at the rate
that is measured; when the queue is full, room for somebody new is made by who has most in it.

Questions that are equal are worked on once, when it is the turn of the first of them, and so nobody
waits longer than alone. Each keeps its asker, its place and its limits until then.
"""

import asyncio
import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextvars import Context
from functools import partial
from typing import Generic, TypeVar, cast

import anyio
import anyio.to_thread

from qa.web.answering.answer_rate import AnswerRate
from qa.web.answering.fair_queue import FairQueue
from qa.web.answering.joining import Joining
from qa.web.answering.waiting import (
    SEARCHING,
    WAITING,
    Moved,
    QueueObserver,
    Report,
    Waiting,
    Work,
    settle,
    tell,
)

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")

_log = logging.getLogger(__name__)

_BEFORE_MEASURED = 256
_SMALL = 16  # questions of one asker that may always wait, where there is room for them
_BETWEEN_PLACES = 0.5  # seconds between two times that all are told how many are before them


class _Full(Exception):
    """No more may wait; `retry` is after how many seconds to come again."""

    def __init__(self, retry: int) -> None:
        super().__init__(retry)
        self.retry = retry


class QueueFull(_Full):
    """So many wait already."""


class AskerFull(_Full):
    """So many of one asker wait or are worked on already."""


class BatchingQueue(Generic[_Question, _Answer]):
    """Gathers waiting questions and has them answered in batches, in threads of its own number.

    Belongs to one event loop. A question whose asker has gone is not worked on.
    """

    def __init__(
        self,
        answer: Callable[[Sequence[_Question]], Sequence[_Answer]],
        *,
        batch: int,
        waiting: int,
        asking: int,
        observer: QueueObserver,
        workers: int = 1,
        spread: bool = False,
        longest_wait: float = 30.0,
        joining: Joining[_Question] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take no questions yet.

        Args:
            answer: Answers several questions, in their order; called from a thread.
            batch: Questions answered together at most.
            waiting: Questions that may wait, however fast they are answered.
            asking: Questions of one asker that may wait or be worked on; half the queue at most.
            observer: Told the figures.
            workers: Batches worked on at one time.
            spread: Whether few questions are shared out among all who work, not taken by one.
            longest_wait: Seconds within which all that wait should be answered.
            joining: Which questions are worked on as one; each by itself when left out.
            clock: Seconds, never going back.
        """
        self._answer = answer
        self._batch, self._most_waiting, self._asking = batch, waiting, asking
        self._observer, self._workers, self._spread = observer, workers, spread
        self._at_work = 0
        self._queue: FairQueue[Waiting[_Question, _Answer]] = FairQueue()
        self._keys: Counter[Hashable] = Counter()
        self._running: dict[Hashable, Work[_Question, _Answer]] = {}
        self._joining = joining
        self._of_asker: dict[str, int] = {}
        self._working: set[asyncio.Task[None]] = set()
        self._threads = anyio.CapacityLimiter(workers)
        self._rate = AnswerRate(workers)
        self._longest_wait, self._clock = longest_wait, clock
        self._told_places = 0.0

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def busy(self) -> bool:
        """Whether a question waits or is being answered."""
        return bool(self._of_asker)

    async def ask(
        self,
        asker: str,
        question: _Question,
        report: Report | None = None,
        moved: Moved | None = None,
    ) -> _Answer:
        """Return the answer, once this question was taken and worked on.

        Raises:
            QueueFull: when too many wait.
            AskerFull: when too many of this asker do, or this one had to make room.
            Exception: whatever answering this question raised; that of others is theirs.
        """
        key = self._joining.key(question) if self._joining else object()
        work = self._joinable(key, question)
        self._check_asker(asker)
        if work is None:
            self._make_room(asker, key)
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_Answer] = loop.create_future()
        waiting = Waiting(key, question, answer, self._clock(), report, moved)
        self._of_asker[asker] = self._of_asker.get(asker, 0) + 1
        tell(waiting, WAITING)
        if work is not None:
            self._join(work, waiting)
        else:
            self._put(asker, waiting)
        try:
            return await answer
        finally:
            self._leave(asker)

    @property
    def capacity(self) -> int:
        """How many questions may wait, as fast as they are answered now."""
        measured = self._rate.capacity(self._longest_wait, _BEFORE_MEASURED)
        return min(self._most_waiting, max(measured, self._batch * self._workers))

    def _check_asker(self, asker: str) -> None:
        mine = self._of_asker.get(asker, 0)
        if mine >= min(self._asking, max(self.capacity // 2, _SMALL)):
            raise AskerFull(self._rate.retry_after(self._before_last_of(mine)))

    def _make_room(self, asker: str, key: Hashable) -> None:
        """Let a question wait, where there is room; one more of those that wait takes none."""
        if key in self._keys or len(self._keys) < self.capacity:
            return
        retry = self._rate.retry_after(len(self._keys) + self._batch * len(self._working))
        displaced = self._queue.drop(for_asker=asker)
        if displaced is None:
            raise QueueFull(retry)
        self._forget(displaced)
        settle(displaced.answer, AskerFull(retry))

    def _put(self, asker: str, waiting: Waiting[_Question, _Answer]) -> None:
        self._queue.put(asker, waiting)
        self._keys[waiting.key] += 1
        if waiting.moved is not None:
            waiting.moved(self._queue.before_last_of(asker))
        if len(self._working) < self._workers:
            # Without the context of this request: the batch belongs to others just as well.
            task = asyncio.get_running_loop().create_task(self._work(), context=Context())
            self._working.add(task)

    def _forget(self, waiting: Waiting[_Question, _Answer]) -> None:
        """Count one that waits in the queue no more."""
        self._keys[waiting.key] -= 1
        if not self._keys[waiting.key]:
            del self._keys[waiting.key]

    def _before_last_of(self, mine: int) -> int:
        """Return how many are answered until the last of one asker's is: one of each in turn."""
        return sum(min(count, mine) for count in self._of_asker.values())

    def _leave(self, asker: str) -> None:
        self._of_asker[asker] -= 1
        if not self._of_asker[asker]:
            del self._of_asker[asker]

    async def _work(self) -> None:
        try:
            await asyncio.sleep(0)  # questions that came in the same moment are of the first batch
            while self._queue:
                batch = list(self._taken())
                self._tell_places()
                if batch:
                    await self._work_on(batch)
        finally:
            # At once: whoever asks before the loop gets round to a callback would wait for ever.
            self._working.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    def _share(self) -> int:
        """Return how many questions one batch takes."""
        if not self._spread:
            return self._batch
        free = max(1, self._workers - self._at_work)
        return min(self._batch, math.ceil(len(self._queue) / free))

    def _tell_places(self) -> None:
        now = self._clock()
        if now - self._told_places < _BETWEEN_PLACES:
            return
        self._told_places = now
        for before, one in enumerate(self._queue.in_order()):
            if one.moved is not None and not one.answer.done():
                one.moved(before)

    def _taken(self) -> Iterator[Work[_Question, _Answer]]:
        """Take the questions whose turn it is, and with each all that are equal."""
        most, begun = self._share(), 0
        while self._queue and begun < most:
            (one,) = self._queue.take(1)
            self._forget(one)
            if one.answer.done():  # the asker has gone
                continue
            work = self._joinable(one.key, one.question)
            if work is not None:  # another batch works on it
                self._join(work, one)
                continue
            begun += 1
            yield self._begun(one)

    def _begun(self, first: Waiting[_Question, _Answer]) -> Work[_Question, _Answer]:
        self._running[first.key] = work = Work(first.key, first.question, [first])
        self._begin(first)
        if first.key in self._keys:
            for one in self._queue.remove(lambda other: other.key == first.key):
                self._forget(one)
                if not one.answer.done():
                    self._join(work, one)
        return work

    def _joinable(self, key: Hashable, question: _Question) -> Work[_Question, _Answer] | None:
        """Return the work whose answer will be the one to a question, if there is any."""
        work, joining = self._running.get(key), self._joining
        return work if work and joining and joining.may(work.question, question) else None

    def _join(self, work: Work[_Question, _Answer], waiting: Waiting[_Question, _Answer]) -> None:
        work.waiting.append(waiting)
        self._begin(waiting)
        if self._joining is not None:
            self._joining.join(work.question, waiting.question)

    def _begin(self, waiting: Waiting[_Question, _Answer]) -> None:
        self._observer.waited(self._clock() - waiting.since)
        tell(waiting, SEARCHING)

    async def _work_on(self, batch: Sequence[Work[_Question, _Answer]]) -> None:
        started = self._clock()
        self._observer.batch(len(batch))
        answer_all = partial(self._answer_all, [one.question for one in batch])
        self._at_work += 1
        try:
            outcomes = await anyio.to_thread.run_sync(answer_all, limiter=self._threads)
        finally:
            self._at_work -= 1
            for one in batch:  # whoever comes from here on is too late to join
                if self._running.get(one.key) is one:
                    del self._running[one.key]
        if not all(isinstance(outcome, Exception) for outcome in outcomes):
            self._rate.note(self._clock() - started, len(batch))
        for one, outcome in zip(batch, outcomes, strict=True):
            for waiting in one.waiting:
                settle(waiting.answer, outcome)

    def _answer_all(self, questions: Sequence[_Question]) -> list[_Answer | Exception]:
        """Answer all together; when that fails one by one, so that one spoils no other."""
        try:
            return list(self._answer(questions))
        except Exception as error:
            if len(questions) == 1:
                return [error]
            _log.warning("%d questions could not be answered together", len(questions))
        return [outcome for one in questions for outcome in self._answer_all([one])]
