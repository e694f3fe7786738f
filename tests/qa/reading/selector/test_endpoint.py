"""Which addresses are an endpoint's, and what may be sent to them."""

import ipaddress

import pytest

from index.errors import UsageError
from qa.reading.selector.endpoint import is_this_machine, parse_endpoint

HERE, ELSEWHERE = ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("192.0.2.7")


@pytest.mark.parametrize(
    ("url", "target", "label"),
    [
        ("http://localhost:11434", "/v1/chat/completions", "localhost:11434"),
        ("http://localhost:11434/", "/v1/chat/completions", "localhost:11434"),
        ("http://127.0.0.1:8080/v1", "/v1/chat/completions", "127.0.0.1:8080"),
        ("http://[::1]:8080/v1/", "/v1/chat/completions", "[::1]:8080"),
        ("http://localhost/v1/chat/completions", "/v1/chat/completions", "localhost:80"),
        ("https://llm.example/openai/v2", "/openai/v2/chat/completions", "llm.example:443"),
        ("https://llm.example/d?api-version=3", "/d/chat/completions?api-version=3",
         "llm.example:443"),
        ("https://bücher.example", "/v1/chat/completions", "xn--bcher-kva.example:443"),
    ],
)  # fmt: skip
def test_an_address_is_taken_as_people_write_it(url: str, target: str, label: str) -> None:
    endpoint = parse_endpoint(url)
    assert (endpoint.target, endpoint.label) == (target, label)


@pytest.mark.parametrize(
    "url",
    ["", "localhost:11434", "ftp://localhost", "http://", "http://localhost:0", "http://[bad",
     "http://localhost:99999", "http://localhost/a b", "http://localhost/é", "file:///etc/passwd",
     "http://localhost/\r\nX: y", "http://me:secret@localhost", "http://localhost/#part"],
)  # fmt: skip
def test_anything_else_is_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError):
        parse_endpoint(url)


@pytest.mark.parametrize("key", ["a b", "a\r\nX: y", "é"])
def test_a_key_that_would_not_fit_a_header_is_refused(key: str) -> None:
    with pytest.raises(UsageError):
        parse_endpoint("http://localhost", key=key)


@pytest.mark.parametrize("seconds", [0, -1, 4000, float("nan")])
def test_a_time_that_is_no_limit_is_refused(seconds: float) -> None:
    with pytest.raises(UsageError):
        parse_endpoint("http://localhost", seconds=seconds)


@pytest.mark.parametrize(
    ("address", "here"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True),
     ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("169.254.169.254", False),
     ("::ffff:10.0.0.1", False), ("192.0.2.7", False)],
)  # fmt: skip
def test_only_loopback_addresses_are_this_machine(address: str, here: bool) -> None:
    assert is_this_machine(ipaddress.ip_address(address)) is here


def test_texts_leave_the_machine_only_where_that_was_allowed() -> None:
    assert parse_endpoint("http://localhost").refusal(HERE) is None
    assert parse_endpoint("http://localhost").refusal(ELSEWHERE)
    assert parse_endpoint("http://llm.example", remote=True).refusal(ELSEWHERE) is None


def test_a_key_goes_to_other_machines_over_https_only() -> None:
    assert parse_endpoint("http://llm.example", remote=True, key="k").refusal(ELSEWHERE)
    assert parse_endpoint("https://llm.example", remote=True, key="k").refusal(ELSEWHERE) is None
    assert parse_endpoint("http://llm.example", remote=True, key="k").refusal(HERE) is None


def test_a_key_is_not_shown() -> None:
    assert "k-1234" not in repr(parse_endpoint("http://localhost", key="k-1234"))
