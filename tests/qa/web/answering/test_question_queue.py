"""Whose turn it is: fair order, batches, and failures that stay with their question."""

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loops import in_own_loop

from qa.web.answering.fair_queue import FairQueue
from qa.web.answering.joining import Joining
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
        assert self.gate.acquire(timeout=60)
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
        await asyncio.wait_for(work(queue, worker), 120)
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
    """At 1/8 s a question ten are answered in 1.25 s."""
    now = [0.0]

    def answer(numbers: Sequence[int]) -> list[int]:
        now[0] += 0.125
        return list(numbers)

    async def main() -> None:
        queue = BatchingQueue(
            answer, batch=1, waiting=500, asking=500, observer=QueueObserver(), longest_wait=1.25,
            clock=lambda: now[0],
        )  # fmt: skip
        assert queue.capacity == 256  # nothing was measured yet
        for number in range(6):
            await queue.ask("a", number)
        assert queue.capacity == 10
        asked = [asyncio.create_task(queue.ask(f"asker {n}", n)) for n in range(40)]
        told = await asyncio.gather(*asked, return_exceptions=True)
        full = [one for one in told if isinstance(one, QueueFull)]
        assert len(full) == 30
        assert {one.retry for one in full} == {2}

    in_own_loop(main())


def test_fast_answers_let_more_wait_than_ones_that_were_not_measured() -> None:
    async def main() -> None:
        queue = BatchingQueue(
            lambda numbers: list(numbers),
            batch=1,
            waiting=500,
            asking=500,
            observer=QueueObserver(),
            clock=lambda: 0.0,
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


# Equal questions: those with the same last digit, whose answer is twice the first that was asked


def _alike(number: int) -> int:
    return number % 10


class Joined:
    """Notes which were joined; none may be that comes after `closed` is set."""

    def __init__(self) -> None:
        self.pairs: list[tuple[int, int]] = []
        self.closed = False
        self.rule = Joining(_alike, lambda *_: not self.closed, self._note)

    def _note(self, first: int, other: int) -> None:
        self.pairs.append((first, other))


def _joining(
    work: Callable[[BatchingQueue[int, int], Worker, Joined], Awaitable[None]], **limits: int
) -> tuple[Worker, Joined]:
    worker, joined, waits = Worker(), Joined(), list[float]()

    async def main() -> None:
        queue = BatchingQueue(
            worker.answer,
            observer=QueueObserver(waited=waits.append),
            joining=joined.rule,
            **{"batch": 2, "waiting": 9, "asking": 5, **limits},
        )
        await asyncio.wait_for(work(queue, worker, joined), 120)
        assert len(queue) == 0
        assert not queue.busy

    in_own_loop(main())
    assert len(waits) >= len(joined.pairs)
    return worker, joined


def test_equal_questions_that_wait_are_worked_on_once() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker, _: Joined) -> None:
        asked = [queue.ask(f"asker {n}", n) for n in (1, 2, 11, 3, 21, 12)]
        worker.gate.release(2)
        assert await asyncio.gather(*asked) == [2, 4, 2, 6, 2, 4]

    worker, joined = _joining(work)
    assert worker.batches == [[1, 2], [3]]
    assert sorted(joined.pairs) == [(1, 11), (1, 21), (2, 12)]


def test_who_comes_while_it_is_worked_on_waits_for_that_answer() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker, joined: Joined) -> None:
        first = asyncio.create_task(queue.ask("one", 1))
        await asyncio.sleep(0.01)
        assert len(queue) == 0
        others = [asyncio.create_task(queue.ask("two", n)) for n in (11, 21)]
        await asyncio.sleep(0.01)
        joined.closed = True  # something has changed since
        late = asyncio.create_task(queue.ask("three", 31))
        await asyncio.sleep(0.01)
        worker.gate.release(2)
        assert await asyncio.gather(first, *others, late) == [2, 2, 2, 62]

    worker, joined = _joining(work)
    assert worker.batches == [[1], [31]]
    assert joined.pairs == [(1, 11), (1, 21)]


def test_an_equal_question_is_not_behind_the_many_of_who_asked_it_before() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker, _: Joined) -> None:
        busy = asyncio.create_task(queue.ask("busy", 9))
        await asyncio.sleep(0.01)
        many = [asyncio.create_task(queue.ask("many", n)) for n in (1, 2, 3, 4, 5)]
        await asyncio.sleep(0.01)
        one = asyncio.create_task(queue.ask("one", 15))
        await asyncio.sleep(0.01)
        worker.gate.release(9)
        assert await asyncio.gather(busy, *many, one) == [18, 2, 4, 6, 8, 30, 30]

    worker, joined = _joining(work)
    assert worker.batches[1] == [1, 15]
    assert joined.pairs == [(15, 5)]


def test_one_who_goes_takes_no_answer_from_the_others() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker, _: Joined) -> None:
        asked = [asyncio.create_task(queue.ask(f"asker {n}", n)) for n in (1, 11, 21)]
        await asyncio.sleep(0.01)
        asked[0].cancel()
        asked[2].cancel()
        await asyncio.sleep(0.01)
        worker.gate.release()
        assert await asked[1] == 2

    assert _joining(work)[0].batches == [[1]]


def test_a_failure_is_told_to_all_who_wait_for_it_and_to_no_others() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker, _: Joined) -> None:
        asked = [queue.ask(f"asker {n}", n) for n in (-9, 2, -19)]  # -9 % 10 == -19 % 10 == 1
        worker.gate.release(9)
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(one) for one in found] == [ValueError, int, ValueError]

    _joining(work)


def test_one_more_of_those_that_wait_needs_no_room() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker, _: Joined) -> None:
        busy = asyncio.create_task(queue.ask("busy", 9))
        await asyncio.sleep(0.01)
        full = [asyncio.create_task(queue.ask(f"asker {n}", n)) for n in (1, 2)]
        equal = [asyncio.create_task(queue.ask(f"asker {n}", n)) for n in range(11, 111, 10)]
        await asyncio.sleep(0.01)
        with pytest.raises(QueueFull):
            await queue.ask("late", 3)
        worker.gate.release(9)
        await asyncio.gather(busy, *full, *equal)

    worker, _ = _joining(work, waiting=2)
    assert worker.batches == [[9], [1, 2]]


def test_equal_questions_count_for_the_limit_of_their_asker() -> None:
    async def work(queue: BatchingQueue[int, int], worker: Worker, _: Joined) -> None:
        asked = [asyncio.create_task(queue.ask("one", n)) for n in (1, 11, 21, 31, 41)]
        await asyncio.sleep(0.01)
        with pytest.raises(AskerFull):
            await queue.ask("one", 51)
        worker.gate.release()
        assert await asyncio.gather(*asked) == [2] * 5

    _joining(work)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 3)), max_size=30))
def test_what_is_removed_is_gone_and_the_others_keep_their_order(
    put: list[tuple[str, int]],
) -> None:
    queue, plain = FairQueue[tuple[str, int]](), FairQueue[tuple[str, int]]()
    for asker, number in put:
        queue.put(asker, (asker, number))
        if number:
            plain.put(asker, (asker, number))
    assert len(queue.remove(lambda one: one[1] == 0)) == len(put) - len(plain)
    assert len(queue) == len(plain)
    mine = {asker: [one for one in queue.in_order() if one[0] == asker] for asker in "abcd"}
    assert mine == {a: [one for one in plain.in_order() if one[0] == a] for a in "abcd"}
