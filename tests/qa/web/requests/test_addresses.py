import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UsageError
from qa.web.requests.addresses import TrustedProxies, client_network, network

TRUSTED = TrustedProxies(["127.0.0.1", "10.0.0.0/8", "fd00::/8"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        # Not a trusted proxy: whatever it says of others is its own invention.
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        # What stands in front of the proxy's own entry was written by the visitor.
        ("127.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["1.1.1.1", "198.51.100.1, 10.1.2.3"], "198.51.100.1"),
        ("127.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("127.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("fd00::1", ["2001:db8::1"], "2001:db8::1"),
        ("::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["evil, , 1.2.3"], "127.0.0.1"),
        ("127.0.0.1", ["10.0.0.1, 10.0.0.2"], "10.0.0.1"),
    ],
)
def test_the_list_is_read_as_far_as_trusted_proxies_wrote_it(
    peer: str, forwarded: list[str], visitor: str
) -> None:
    assert TRUSTED.client(peer, forwarded) == visitor


@given(st.lists(st.text(max_size=60), max_size=5))
def test_without_trusted_proxies_no_header_changes_who_asks(forwarded: list[str]) -> None:
    assert TrustedProxies([]).client("127.0.0.1", forwarded) == "127.0.0.1"


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_header_gives_an_address(forwarded: list[str]) -> None:
    network(TRUSTED.client("127.0.0.1", forwarded))


def test_neighbours_of_one_network_count_as_one_client() -> None:
    assert client_network("2001:db8:1:2::1") == client_network("2001:db8:1:2:ffff::9")
    assert client_network("2001:db8:1:2::1") != client_network("2001:db8:1:3::1")
    assert client_network("192.0.2.1") != client_network("192.0.2.2")
    assert client_network("::ffff:192.0.2.1") == client_network("192.0.2.1")
    assert client_network("") == client_network("testclient") == "unknown"


@pytest.mark.parametrize("text", ["", "proxy.example", "10.0.0.1/8", "300.1.1.1", "*"])
def test_a_proxy_is_an_address_or_a_network(text: str) -> None:
    with pytest.raises(UsageError, match="10\\.0\\.0\\.0/8"):
        network(text)
