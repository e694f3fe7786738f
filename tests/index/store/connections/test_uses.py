"""Who uses an index: counted by thread, refused once closing has begun, and waited for."""

import queue
import threading
from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from index.errors import IndexClosed
from index.store.connections.uses import Uses

THREADS = range(3)


class Worker:
    """A thread that does one thing after the other, each when it is told to."""

    def __init__(self) -> None:
        self._given: queue.Queue[Callable[[], object] | None] = queue.Queue()
        self._done: queue.Queue[BaseException | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while (work := self._given.get()) is not None:
            try:
                work()
            except IndexClosed as error:
                self._done.put(error)
            else:
                self._done.put(None)

    def do(self, work: Callable[[], object]) -> bool:
        """Have it do something; tell whether it was allowed to."""
        self._given.put(work)
        return self._done.get() is None

    def end(self) -> None:
        self._given.put(None)
        self._thread.join()


class ThreadsUse(RuleBasedStateMachine):
    """Three threads use an index and a part of it, in any order; both are refused, waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = Uses("The index")
        self.part = Uses("The part", self.whole)
        self.workers = [Worker() for _ in THREADS]
        self.held: list[list[Uses]] = [[] for _ in THREADS]
        self.refused: set[Uses] = set()

    def teardown(self) -> None:
        for number in THREADS:
            while self.held[number]:
                self.leave(number)
            self.workers[number].end()

    @rule(number=st.sampled_from(THREADS), of_part=st.booleans())
    def enter(self, number: int, of_part: bool) -> None:
        uses, held = self.part if of_part else self.whole, self.held[number]
        inside_part = self.part in held
        inside = inside_part or self.whole in held
        if of_part:
            allowed = inside_part or (
                self.part not in self.refused and (inside or self.whole not in self.refused)
            )
        else:
            allowed = inside or self.whole not in self.refused
        assert self.workers[number].do(uses.__enter__) is allowed
        if allowed:
            held.append(uses)

    @precondition(lambda self: any(self.held))
    @rule(data=st.data())
    def leave_one(self, data: st.DataObject) -> None:
        self.leave(data.draw(st.sampled_from([at for at in THREADS if self.held[at]])))

    def leave(self, number: int) -> None:
        uses = self.held[number].pop()
        assert self.workers[number].do(lambda: uses.__exit__(None, None, None))

    @rule(of_part=st.booleans())
    def refuse(self, of_part: bool) -> None:
        uses = self.part if of_part else self.whole
        uses.refuse()
        self.refused.add(uses)

    @rule(of_part=st.booleans())
    def allow(self, of_part: bool) -> None:
        uses = self.part if of_part else self.whole
        uses.allow()
        self.refused.discard(uses)

    @invariant()
    def those_who_use_it_are_known(self) -> None:
        users = [number for number in THREADS if self.held[number]]
        of_part = [number for number in users if self.part in self.held[number]]
        assert self.whole.wait(0) is (not users)
        assert self.part.wait(0) is (not of_part)
        for number in THREADS:  # whoever closes from within does not wait for himself
            found: list[bool] = []
            self.workers[number].do(lambda to=found: to.append(self.whole.wait(0)))
            assert found == [not set(users) - {number}]


TestThreadsUse = ThreadsUse.TestCase
TestThreadsUse.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_whoever_waits_goes_on_when_the_last_one_leaves() -> None:
    uses, first, second = Uses("It"), Worker(), Worker()
    assert first.do(uses.__enter__)
    assert second.do(uses.__enter__)
    uses.refuse()
    found: list[bool] = []
    waiting = threading.Thread(target=lambda: found.append(uses.wait(3600)))
    waiting.start()
    first.do(lambda: uses.__exit__(None, None, None))
    assert not uses.wait(0)
    second.do(lambda: uses.__exit__(None, None, None))
    waiting.join()
    assert found == [True]
    first.end()
    second.end()


def test_what_is_raised_inside_ends_a_use() -> None:
    uses = Uses("It")
    with pytest.raises(KeyError), uses:
        raise KeyError
    assert uses.wait(0)
