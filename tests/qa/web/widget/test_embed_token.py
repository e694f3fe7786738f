"""Short-lived permission to ask."""

import base64
from collections.abc import Iterator

import pytest
from starlette.datastructures import Headers

from qa.web.requests.guards import Refused
from qa.web.widget.embed_token import HEADER, LIFETIME, EmbedTokens, TokenGuard


class Clock:
    """Shows the time it was set to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock that a test can turn."""
    return Clock()


def test_a_token_is_good_until_its_end_and_not_a_second_longer(clock: Clock) -> None:
    tokens = EmbedTokens(clock)
    token = tokens.issue()
    clock.now += LIFETIME - 1
    assert tokens.good(token)
    clock.now += 1
    assert not tokens.good(token)


def test_another_server_s_token_is_not_good() -> None:
    assert not EmbedTokens().good(EmbedTokens().issue())


def test_no_two_tokens_are_alike(clock: Clock) -> None:
    tokens = EmbedTokens(clock)
    assert len({tokens.issue() for _ in range(100)}) == 100


def test_no_changed_bit_is_overlooked(clock: Clock) -> None:
    tokens = EmbedTokens(clock)
    raw = base64.urlsafe_b64decode(tokens.issue() + "==")
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1
        assert not tokens.good(base64.urlsafe_b64encode(changed).rstrip(b"=").decode())


@pytest.mark.parametrize("token", ["", "x", "=", "é", "a" * 201, "a" * 10_000, "AAAA", "-_-_"])
def test_what_is_no_token_is_not_good(token: str) -> None:
    assert not EmbedTokens().good(token)


def test_the_guard_lets_pass_what_shows_no_token_or_one_good_token() -> None:
    tokens = EmbedTokens()
    guard = TokenGuard(tokens)
    guard({}, Headers({}))
    guard({}, Headers({HEADER: tokens.issue()}))
    with pytest.raises(Refused):
        guard({}, Headers({HEADER: "forged"}))


def test_the_guard_refuses_two_tokens_though_both_are_good() -> None:
    tokens = EmbedTokens()
    twice = [(HEADER.lower().encode(), tokens.issue().encode()) for _ in range(2)]
    with pytest.raises(Refused):
        TokenGuard(tokens)({}, Headers(raw=twice))
