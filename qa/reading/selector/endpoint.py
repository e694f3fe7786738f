"""Where a language model is asked: the address the operator names, and what may go there. Pure.

Only addresses of this machine, unless the operator says that article texts may leave it.
"""

import ipaddress
import re
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from index.errors import UsageError

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

SECONDS = 10.0
"""How long a whole call may take where nothing else was asked for."""

KEY_VARIABLE = "PULLQUOTE_SELECTOR_KEY"
"""The environment variable with the key, which no command line shows to other users."""

_PORTS = {"http": 80, "https": 443}
_COMPLETIONS = "/chat/completions"
_PRINTABLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An OpenAI-compatible endpoint for chat completions.

    `host` is a name in ASCII or an address in figures, without brackets; `target` is the path with
    its query. `model` is left out of requests where it is None. Other machines than this one are
    called only with `remote`. A call ends after `seconds`, whatever it is doing.
    """

    scheme: str
    host: str
    port: int
    target: str
    model: str | None = None
    remote: bool = False
    seconds: float = SECONDS
    key: str | None = field(default=None, repr=False)

    @property
    def label(self) -> str:
        """Host and port, as people are told of it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def refusal(self, address: IpAddress) -> str | None:
        """Return why nothing may be sent to an address that the host leads to; None if it may."""
        if is_this_machine(address):
            return None
        if not self.remote:
            return "is not on this machine, and article texts must not leave it"
        if self.key and self.scheme != "https":
            return "is on another machine, to which a key is sent over https only"
        return None


def is_this_machine(address: IpAddress) -> bool:
    """Whether an address, or the IPv4 address it carries, is a loopback address."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


def parse_endpoint(
    url: str,
    *,
    model: str | None = None,
    remote: bool = False,
    seconds: float = SECONDS,
    key: str | None = None,
) -> Endpoint:
    """Return the endpoint at an address as people write it.

    `http://localhost:11434`, the same with `/v1`, and with `/v1/chat/completions` are one.

    Raises:
        UsageError: The address, the key or the time cannot be used.
    """
    parts = _split(url)
    if key is not None and not _PRINTABLE.fullmatch(key):
        raise UsageError(f"The key in ${KEY_VARIABLE} has characters that no key has.")
    if not 0 < seconds <= 3600:
        raise UsageError(f"{seconds:g} s is no time limit; give up to 3600 seconds.")
    return Endpoint(
        scheme=parts.scheme,
        host=_ascii(parts.hostname or "", url),
        port=parts.port or _PORTS[parts.scheme],
        target=_target(parts),
        model=model or None,
        remote=remote,
        seconds=seconds,
        key=key or None,
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known or not _PRINTABLE.fullmatch(f"x{parts.path}{parts.query}"):
        raise UsageError(
            f"{url!r} is not the address of a language model; write it as http://localhost:11434"
        )
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"An address with a password is seen by others; use ${KEY_VARIABLE}.")
    if parts.fragment:
        raise UsageError(f"{url!r} has a part after '#'; leave it out.")
    return parts


def _ascii(host: str, url: str) -> str:
    try:
        return host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise UsageError(f"{url!r} has no name of a host.") from None


def _target(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    if not path.endswith(_COMPLETIONS):
        path = f"{path or '/v1'}{_COMPLETIONS}"
    return f"{path}?{parts.query}" if parts.query else path
