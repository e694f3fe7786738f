import pytest

from qa.web.access.lockout import Lockout


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _fail(lockout: Lockout, times: int, name: str = "ada", address: str = "192.0.2.1") -> None:
    for _ in range(times):
        assert lockout.attempt(name, address) == 0


def test_a_few_mistakes_are_free_and_then_each_doubles_the_wait(clock: Clock) -> None:
    lockout = Lockout(clock)
    _fail(lockout, 4)
    waits = []
    for _ in range(8):
        _fail(lockout, 1)
        waits.append(lockout.attempt("ada", "192.0.2.1"))
        clock.now += waits[-1]
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_lock_ends_by_itself_and_trying_meanwhile_does_not_prolong_it(clock: Clock) -> None:
    lockout = Lockout(clock)
    _fail(lockout, 5)
    for left in range(30, 0, -1):
        assert lockout.attempt("ada", "192.0.2.1") == left
        clock.now += 1
    _fail(lockout, 1)


def test_an_hour_without_failures_is_forgiven(clock: Clock) -> None:
    lockout = Lockout(clock)
    _fail(lockout, 5)
    clock.now += 30 + 3601
    _fail(lockout, 5)
    assert lockout.attempt("ada", "192.0.2.1") == 30


def test_somebody_elsewhere_is_not_locked_out_with_the_guesser(clock: Clock) -> None:
    lockout = Lockout(clock)
    _fail(lockout, 5)
    assert lockout.attempt("ada", "192.0.2.1") > 0
    assert lockout.attempt("ada", "192.0.2.2") == 0
    assert lockout.attempt("ben", "192.0.2.1") == 0


def test_one_password_cannot_be_tried_on_many_names(clock: Clock) -> None:
    lockout = Lockout(clock)
    for number in range(Lockout.FREE_ADDRESS):
        _fail(lockout, 1, name=f"name{number}")
    assert lockout.attempt("never tried", "192.0.2.1") == 30
    assert lockout.attempt("never tried", "192.0.2.2") == 0


def test_many_addresses_cannot_go_on_guessing_one_name(clock: Clock) -> None:
    lockout = Lockout(clock)
    for number in range(Lockout.FREE_NAME):
        _fail(lockout, 1, address=f"198.51.100.{number}")
    assert lockout.attempt("ada", "192.0.2.77") == 30
    assert lockout.attempt("ben", "192.0.2.77") == 0


def test_signing_in_forgives_the_person_and_not_the_address(clock: Clock) -> None:
    lockout = Lockout(clock)
    for number in range(Lockout.FREE_ADDRESS - 1):
        _fail(lockout, 1, name=f"name{number}")
    _fail(lockout, 1)
    lockout.succeeded("ada", "192.0.2.1")
    _fail(lockout, 1)  # the address has one left again, and no more
    assert lockout.attempt("ben", "192.0.2.1") == 30


def test_who_signs_in_time_and_again_is_never_kept_waiting(clock: Clock) -> None:
    lockout = Lockout(clock)
    for _ in range(200):
        _fail(lockout, 1)
        lockout.succeeded("ada", "192.0.2.1")
    assert lockout.attempt("ada", "192.0.2.1") == 0


def test_its_memory_is_bounded(clock: Clock) -> None:
    lockout = Lockout(clock)
    for number in range(8_000):
        _fail(lockout, 1, name=f"name{number}", address=f"address{number}")
    assert len(lockout) == 20_000
