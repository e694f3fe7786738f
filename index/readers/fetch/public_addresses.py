"""Which hosts may be called on behalf of somebody else: public ones, each name looked up once.

A server that fetches what a visitor names could be sent to its own machine or network, where more
is open than to the world (server-side request forgery).
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import TypeAlias

from index.errors import ReadError

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = frozenset((80, 443))
"""The ports of the web; others mostly belong to something else."""

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64: an IPv4 address in the last 32 bits
_LONGEST_NAME = 253


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHosts:
    """Public hosts on the web's ports, and nothing else.

    `also` are pairs of an address in figures and a port that are allowed though they are not
    public; there is no other way to allow one.
    """

    also: frozenset[tuple[str, int]] = frozenset()

    def pinned(self, scheme: str, host: str, port: int) -> str:
        """Return the one address to connect to for `host`, looked up here and checked.

        Every address the name leads to must be allowed, so that the next look-up is no gamble.

        Args:
            scheme: of the URL.
            host: name (in ASCII) or address in figures, without brackets.
            port: to connect to.

        Raises:
            ReadError: when it must not be fetched, or there is no such host.
        """
        if scheme not in {"http", "https"}:
            raise ReadError(f"{scheme}: is not fetched; give an address with http or https")
        found = _look_up(host, port)
        if any(not self._allowed(address, port) for address in found):
            raise ReadError(
                f"{host} on port {port} is not a public web address; save the page and add it as "
                f"a file"
            )
        return str(found[0])

    def _allowed(self, address: _Address, port: int) -> bool:
        if (str(address), port) in self.also:
            return True
        return port in PORTS and is_public(address)


def is_public(address: _Address) -> bool:
    """Whether `address`, and every IPv4 address carried in it, belongs to the open internet."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return all(map(is_public, _carried(address)))


def _carried(address: _Address) -> list[_Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[_Address | None] = [address.ipv4_mapped, address.sixtofour]
    found += address.teredo or ()
    if address in _TRANSLATED:
        found.append(ipaddress.IPv4Address(address.packed[-4:]))
    return [one for one in found if one is not None]


def _look_up(host: str, port: int) -> list[_Address]:
    if not host or len(host) > _LONGEST_NAME:
        raise ReadError("has no name of a host; check the address")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ReadError(f"there is no host {host!r}; check the address") from None
    # A zone after "%" belongs to an address of the local network only.
    names = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(name) for name in names]
