"""What tells linear from quadratic work tells it, also while the machine is busy."""

import threading
from collections.abc import Callable

import pytest
from growth import TRIES, assert_time_is_linear, hold_once, least_seconds


def _linear(size: int) -> Callable[[], object]:
    numbers = list(range(size))
    return lambda: [one * one % 7 for one in numbers]


def _quadratic(size: int) -> Callable[[], object]:
    numbers = list(range(size))
    return lambda: [one in numbers for one in range(-size, 0)]  # looks through all, every time


def _rescanning(size: int) -> Callable[[], object]:
    text = "(" * size
    return lambda: [text.find(")", start) for start in range(size)]


def test_linear_work_passes() -> None:
    assert_time_is_linear(_linear, 5_000, 40_000)


@pytest.mark.parametrize(("work", "small"), [(_quadratic, 300), (_rescanning, 10_000)])
def test_quadratic_work_fails(work: Callable[[int], Callable[[], object]], small: int) -> None:
    with pytest.raises(AssertionError, match=r"8\.0 times the size took"):
        assert_time_is_linear(work, small, 8 * small)


def test_a_busy_machine_changes_nothing() -> None:
    done = threading.Event()

    def busy() -> None:
        while not done.is_set():
            sum(range(1_000))

    others = [threading.Thread(target=busy) for _ in range(2)]
    for one in others:
        one.start()
    try:
        assert_time_is_linear(_linear, 5_000, 40_000)
    finally:
        done.set()
        for one in others:
            one.join()


def test_it_measures_again_until_it_is_enough() -> None:
    seen: list[float] = []

    def third(seconds: object) -> bool:
        seen.append(0.0)
        return len(seen) == 3

    (least,) = least_seconds([lambda: _linear(10)], third)
    assert len(seen) == 3
    assert 0 <= least < 1
    seen.clear()
    least_seconds([lambda: _linear(10)], lambda seconds: bool(seen.append(0.0)))
    assert len(seen) == TRIES


def test_a_check_that_holds_once_holds() -> None:
    runs: list[int] = []

    def check(holds: int) -> None:
        runs.append(1)
        assert len(runs) == holds

    hold_once(lambda: check(3))
    assert len(runs) == 3
    runs.clear()
    with pytest.raises(AssertionError):
        hold_once(lambda: check(TRIES + 1))
    assert len(runs) == TRIES
