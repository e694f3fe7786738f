"""How long a queue may be, and when to come again, at the pace that is measured."""

from hypothesis import given
from hypothesis import strategies as st

from qa.web.answering.answer_rate import AnswerRate


def _paced(seconds: float, questions: int, workers: int = 1, batches: int = 8) -> AnswerRate:
    pace = AnswerRate(workers)
    for _ in range(batches):
        pace.note(seconds, questions)
    return pace


def test_nothing_is_said_of_what_was_hardly_measured() -> None:
    pace = _paced(9.0, 1, batches=3)
    assert pace.seconds is None
    assert pace.capacity(30, unmeasured=256) == 256
    assert pace.retry_after(1_000) == 2


def test_four_in_a_second_by_two_workers_are_eight() -> None:
    pace = _paced(1.0, 4, workers=2)
    assert pace.seconds == 0.125
    assert pace.capacity(30, unmeasured=256) == 240
    assert pace.retry_after(240) == 30
    assert pace.retry_after(1) == 1
    assert pace.retry_after(10**9) == 120


def test_the_latest_batches_count() -> None:
    pace = _paced(60.0, 1)
    for _ in range(32):
        pace.note(0.125, 1)
    assert pace.capacity(30, unmeasured=256) == 240


@given(
    st.lists(st.tuples(st.floats(0, 100), st.integers(1, 8)), max_size=50),
    st.integers(1, 4),
    st.integers(0, 10**6),
)
def test_a_time_to_come_again_is_a_whole_number_of_seconds_within_bounds(
    batches: list[tuple[float, int]], workers: int, waiting: int
) -> None:
    pace = AnswerRate(workers)
    for seconds, questions in batches:
        pace.note(seconds, questions)
    assert 1 <= pace.retry_after(waiting) <= 120
    assert pace.capacity(30, unmeasured=256) >= 0
