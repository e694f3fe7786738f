"""Whose request it is: the address of a visitor, also behind proxies that are trusted. Pure.

A proxy appends to `X-Forwarded-For` whom it heard the request from; a visitor can write anything
in front of that. So the list is read from its end, and only as far as trusted proxies wrote it.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from index.errors import UsageError

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

UNKNOWN = "unknown"
"""Stands for a visitor without an address."""

_SITE_BITS = 64
_LONGEST_CHAIN = 20


def network(text: str) -> _Network:
    """Return the network that `text` names: 10.0.0.0/8, or one address as 10.0.0.7.

    Raises:
        UsageError: when it names none.
    """
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError as error:
        raise UsageError(
            f"{text!r} is not the address of a proxy; write one address as in 10.0.0.7, or a "
            f"network as in 10.0.0.0/8 ({error})."
        ) from None


class TrustedProxies:
    """The proxies whose word about visitors is taken."""

    def __init__(self, trusted: Sequence[str]) -> None:
        self._networks = tuple(map(network, trusted))

    def trusts(self, address: str) -> bool:
        """Whether `address` belongs to a trusted proxy."""
        parsed = _parse(address)
        return parsed is not None and any(parsed in one for one in self._networks)

    def client(self, peer: str, forwarded: Iterable[str]) -> str:
        """Return the address of who sent a request.

        Args:
            peer: Who holds the connection.
            forwarded: The values of all `X-Forwarded-For` headers, in their order.
        """
        chain = [part for value in forwarded for part in value.split(",")][-_LONGEST_CHAIN:]
        address = peer
        while chain and self.trusts(address):
            earlier = _parse(_without_port(chain.pop()))
            if earlier is None:
                break
            address = str(earlier)
        return address


def client_network(address: str) -> str:
    """Return what limits count as one client: an IPv4 address, of IPv6 the first 64 bits.

    One connection is given a whole /64, and its owner may use any address of it.
    """
    parsed = _parse(address)
    if parsed is None:
        return UNKNOWN
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed.packed, _SITE_BITS), strict=False))


def _parse(text: str) -> _Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address
    return address


def _without_port(text: str) -> str:
    text = text.strip()
    if text.startswith("["):
        return text[1:].split("]")[0]
    return text.split(":")[0] if text.count(":") == 1 else text
