"""Whose turn it is: fair order, batches, and failures that stay with their question."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loops import in_own_loop

from qa.web.answering.fair_queue import FairQueue
from qa.web.answering.question_queue import AskerFull, BatchingQueue, QueueFull
from qa.web.answering.waiting import QueueObserver


def test_everybody_gives_one_before_anybody_gives_a_second() -> None:
    queue: FairQueue[str] = FairQueue()
    for item in ("a1", "a2", "a3", "b1", "c1", "b2"):
        queue.put(item[0], item)
    assert queue.take(4) == ["a1", "b1", "c1", "a2"]
    queue.put("d", "d1")
    assert queue.take(9) == ["b2", "a3", "d1"]
    assert queue.take(1) == []


@given(st.lists(st.sampled_from("abcd"), max_size=40), st.integers(1, 5))
def test_nothing_is_lost_and_each_keeps_their_order(askers: list[str], most: int) -> None:
    queue: FairQueue[tuple[str, int]] = FairQueue()
    for number, asker in enumerate(askers):
        queue.put(asker, (asker, number))
    taken: list[tuple[str, int]] = []
    while len(queue):
        batch = queue.take(most)
        assert 0 < len(batch) <= most
        taken += batch
    assert sorted(number for _, number in taken) == list(range(len(askers)))
    for asker in "abcd":
        mine = [number for who, number in taken if who == asker]
        assert mine == sorted(mine)


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=40))
def test_who_comes_last_waits_for_one_of_each_other_at_most(askers: list[str]) -> None:
    queue: FairQueue[str] = FairQueue()
    for asker in askers:
        queue.put(asker, asker)
    queue.put("late", "late")
    assert "late" in queue.take(len(set(askers)) + 1)


class Worker:
    """Answers numbers with their doubles, one batch each time the gate is opened."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = threading.Semaphore(0)

    def answer(self, numbers: Sequence[int]) -> list[int]:
        self.gate.acquire(timeout=10)
        self.batches.append(list(numbers))
        if any(number < 0 for number in numbers):
            raise ValueError(str(numbers))
        return [2 * number for number in numbers]


def _run(
    work: Callable[[BatchingQueue[int, int], Worker], Awaitable[None]], **limits: int
) -> Worker:
    worker = Worker()
    waits: list[float] = []

    async def main() -> None:
        queue = BatchingQueue(
            worker.answer,
            observer=QueueObserver(waited=waits.append),
            **{"batch": 3, "waiting": 9, "asking": 5, **limits},
        )
        await asyncio.wait_for(work(queue, worker), 20)
        assert len(queue) == 0

    in_own_loop(main())
    assert all(wait >= 0 for wait in waits)
    return worker


def test_what_comes_together_is_answered_together() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        asked = [queue.ask(f"asker {n}", n) for n in range(7)]
        for _ in range(3):
            worker.gate.release()
        assert await asyncio.gather(*asked) == [0, 2, 4, 6, 8, 10, 12]

    assert _run(work).batches == [[0, 1, 2], [3, 4, 5], [6]]


def test_few_questions_are_shared_out_among_all_who_answer() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        asked = [queue.ask(f"asker {n}", n) for n in range(5)]
        for _ in range(3):
            worker.gate.release()
        assert await asyncio.gather(*asked) == [0, 2, 4, 6, 8]

    assert sorted(_run(work, workers=3, spread=True).batches) == [[0, 1], [2, 3], [4]]


def test_one_persons_many_questions_do_not_starve_another() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        many = [asyncio.create_task(queue.ask("many", n)) for n in range(5)]
        await asyncio.sleep(0.01)
        one = asyncio.create_task(queue.ask("one", 100))
        for _ in range(6):
            worker.gate.release()
        await asyncio.gather(one, *many)

    batches = _run(work, batch=1).batches
    assert batches[:3] == [[0], [1], [100]] or batches[:2] == [[0], [100]]


def test_a_question_that_fails_fails_alone() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        asked = [queue.ask(f"asker {n}", n) for n in (1, -2, 3)]
        for _ in range(4):
            worker.gate.release()
        first, second, third = await asyncio.gather(*asked, return_exceptions=True)
        assert (first, third) == (2, 6)
        assert isinstance(second, ValueError)

    assert _run(work).batches == [[1, -2, 3], [1], [-2], [3]]


def test_questions_of_who_has_gone_are_not_worked_on() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        first = asyncio.create_task(queue.ask("a", 1))
        await asyncio.sleep(0.01)
        gone = asyncio.create_task(queue.ask("b", 2))
        await asyncio.sleep(0.01)
        gone.cancel()
        stays = asyncio.create_task(queue.ask("c", 3))
        await asyncio.sleep(0.01)
        for _ in range(2):
            worker.gate.release()
        assert await asyncio.gather(first, stays) == [2, 6]

    assert _run(work).batches == [[1], [3]]


def test_the_queue_has_an_end_for_each_and_for_all() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        asked = [asyncio.create_task(queue.ask("a", n)) for n in range(5)]
        await asyncio.sleep(0.01)
        with pytest.raises(AskerFull):
            await queue.ask("a", 6)
        asked += [asyncio.create_task(queue.ask(f"b{n}", n)) for n in range(7)]
        await asyncio.sleep(0.01)
        with pytest.raises(QueueFull) as full:
            await queue.ask("b0", 6)
        assert full.value.retry == 2  # nothing was measured yet
        for _ in range(12):
            worker.gate.release()
        await asyncio.gather(*asked)
        worker.gate.release()
        assert await queue.ask("a", 6) == 12  # there is room again

    _run(work)


def test_who_has_most_makes_room_for_who_has_less() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        many = [asyncio.create_task(queue.ask("many", n)) for n in range(3)]
        await asyncio.sleep(0.01)  # they are worked on
        many += [asyncio.create_task(queue.ask("many", n)) for n in range(3, 8)]
        await asyncio.sleep(0.01)  # and five wait
        few = [asyncio.create_task(queue.ask(f"asker {n}", 10 + n)) for n in range(4)]
        await asyncio.sleep(0.01)
        assert len(queue) == 5
        for _ in range(12):
            worker.gate.release()
        assert await asyncio.gather(*few) == [20, 22, 24, 26]
        told = await asyncio.gather(*many, return_exceptions=True)
        assert [one for one in told if not isinstance(one, AskerFull)] == [0, 2, 4, 6]
        assert all(isinstance(one, AskerFull) for one in told[4:])  # the latest go

    _run(work, waiting=5, asking=20)


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=60), st.integers(1, 12))
def test_a_full_queue_is_shared_evenly_whoever_came_first(askers: list[str], size: int) -> None:
    queue: FairQueue[str] = FairQueue()
    for asker in askers:
        if len(queue) < size or queue.drop(for_asker=asker) is not None:
            queue.put(asker, asker)
    held = Counter(queue.take(len(askers)))
    assert sum(held.values()) == min(size, len(askers))
    wanted = Counter(askers)
    for asker, count in wanted.items():
        # Who has less than was wanted has as much as anybody, but for one.
        assert held[asker] == count or held[asker] >= max(held.values()) - 1


def test_as_many_wait_as_are_answered_within_the_patience() -> None:
    """At 20 ms a question ten are answered in 0.2 s."""

    def answer(numbers: Sequence[int]) -> list[int]:
        time.sleep(0.02)
        return list(numbers)

    async def main() -> None:
        queue = BatchingQueue(
            answer, batch=1, waiting=500, asking=500, observer=QueueObserver(), longest_wait=0.2
        )
        assert queue.capacity == 256  # nothing was measured yet
        for number in range(6):
            await queue.ask("a", number)
        assert queue.capacity <= 10
        asked = [asyncio.create_task(queue.ask(f"asker {n}", n)) for n in range(40)]
        told = await asyncio.gather(*asked, return_exceptions=True)
        full = [one for one in told if isinstance(one, QueueFull)]
        assert len(full) >= 29  # one may be taken at once
        assert {one.retry for one in full} == {1}

    in_own_loop(main())


def test_fast_answers_let_more_wait_than_ones_that_were_not_measured() -> None:
    async def main() -> None:
        queue = BatchingQueue(
            lambda numbers: list(numbers),
            batch=1,
            waiting=500,
            asking=500,
            observer=QueueObserver(),
        )
        for number in range(6):
            await queue.ask("a", number)
        assert queue.capacity == 500

    in_own_loop(main())


def test_who_asks_again_at_once_is_answered() -> None:
    """In the very moment in which the worker ends, before the loop does anything else."""

    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        for number in range(4):
            worker.gate.release()
            assert await queue.ask("a", number) == 2 * number

    _run(work)


def test_stages_are_reported() -> None:
    stages: list[str] = []

    async def work(queue: BatchingQueue[int, int], worker: Worker) -> None:
        worker.gate.release()
        await queue.ask("a", 1, stages.append)

    _run(work)
    assert stages == ["waiting", "searching"]
