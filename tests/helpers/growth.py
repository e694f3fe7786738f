"""Whether work grows with its size only, told on a busy machine.

What else runs on a machine makes a measurement longer, never shorter: of each size the least
seconds count, the sizes are measured in turn, and a bound that is missed is tried again.
"""

import gc
import time
from collections.abc import Callable, Sequence

Work = Callable[[], object]
"""What is measured; made anew for every measurement, so it may use up what it works on."""

TRIES = 5
ROUNDS = 3


def assert_time_is_linear(prepare: Callable[[int], Work], small: int, large: int) -> None:
    """Fail unless the work that `prepare(size)` returns takes time that grows with its size.

    The bound lies halfway, in powers, between what linear and what quadratic work takes: 22.6
    times for 8 times the size. No constant is added, so small work is bounded as well.
    """
    bound = float((large / small) ** 1.5)
    first, second = least_seconds(
        [lambda: prepare(small), lambda: prepare(large)],
        lambda seconds: seconds[1] < bound * seconds[0],
    )
    assert second < bound * first, (
        f"{large / small:.1f} times the size took {second / first:.1f} times as long, "
        f"allowed are {bound:.1f}"
    )


def least_seconds(
    prepared: Sequence[Callable[[], Work]], enough: Callable[[Sequence[float]], bool]
) -> list[float]:
    """Return the least processor seconds of this thread that each work took.

    They are measured in turn, `ROUNDS` times, and that up to `TRIES` times until `enough`.
    """
    least = [float("inf")] * len(prepared)
    for work in prepared:
        work()()  # what is done once, such as imports, is not measured
    for _ in range(TRIES):
        for _ in range(ROUNDS):
            least = [
                min(known, _seconds(work())) for known, work in zip(least, prepared, strict=True)
            ]
        if enough(least):
            break
    return least


def _seconds(work: Work) -> float:
    # The collector looks at whatever other tests left behind, at times of its own.
    gc.disable()
    try:
        began = time.thread_time()
        work()
        return time.thread_time() - began
    finally:
        gc.enable()


def hold_once(check: Callable[[], None]) -> None:
    """Run a check that a busy machine may fail, until it holds once; at most `TRIES` times."""
    for _ in range(TRIES - 1):
        try:
            check()
        except AssertionError:
            continue
        return
    check()
