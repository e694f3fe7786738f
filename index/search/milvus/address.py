"""Where a Milvus is, as people write it: `milvus://HOST[:PORT][/DATABASE][?tls=1&timeout=5]`. Pure.

>>> parse_address("milvus://10.0.0.5/news").label
'10.0.0.5:19530/news'
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from index.errors import UsageError

PASSWORD_VARIABLE = "PULLQUOTE_MILVUS_PASSWORD"
"""The environment variable with the password, which no command line shows to other users."""

USER_VARIABLE = "PULLQUOTE_MILVUS_USER"

PORT = 19530
SECONDS = 2.0
"""How long a search may take where nothing else was asked for."""

_LONGEST = 60.0
_USER = "root"
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
                   r"(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")  # fmt: skip
_DATABASE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,254}")
_PRINTABLE = re.compile(r"[ -~]+")

# A host whose name says this is asked by the client for addresses of other hosts, over HTTP.
_LEADS_ELSEWHERE = "global-cluster"

_FORM = "write it as milvus://HOST, milvus://HOST:19530 or milvus://HOST:19530/DATABASE"


@dataclass(frozen=True, slots=True, kw_only=True)
class MilvusAddress:
    """A Milvus that somebody named. `password` is None where none is needed.

    `host` is a name in ASCII or an IPv4 address; "" as `database` is the default one. `seconds` is
    how long a search may take.
    """

    host: str
    port: int = PORT
    database: str = ""
    tls: bool = False
    seconds: float = SECONDS
    user: str = _USER
    password: str | None = field(default=None, repr=False)

    @property
    def label(self) -> str:
        """Host, port and database, as people are told of it."""
        database = f"/{self.database}" if self.database else ""
        return f"{self.host}:{self.port}{database}"

    @property
    def in_the_clear(self) -> bool:
        """Whether a password would travel to another machine for everybody on the way to read."""
        return bool(self.password) and not self.tls and not _is_this_machine(self.host)


def parse_address(text: str, environment: Mapping[str, str] | None = None) -> MilvusAddress:
    """Return the Milvus at an address.

    Args:
        text: as people write it.
        environment: has user and password, where one is needed.

    Raises:
        UsageError: it is not such an address, or has a password in it.
    """
    known = environment or {}
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong(text) from None
    if parts.scheme != "milvus" or parts.fragment or not _PRINTABLE.fullmatch(text):
        raise _wrong(_without_password(text))
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"An address with a name or a password is seen by others; use ${USER_VARIABLE} and "
            f"${PASSWORD_VARIABLE}."
        )
    if ":" in host:  # the client reads the port as the end of the address
        raise UsageError(f"{text!r} has an IPv6 address in figures; give a name that leads to it.")
    database = parts.path.removeprefix("/")
    if not _is_host(host) or port == 0 or (database and not _DATABASE.fullmatch(database)):
        raise _wrong(text)
    options = _options(parts.query, text)
    return MilvusAddress(
        host=host,
        port=PORT if port is None else port,
        database=database,
        tls=options.get("tls", "0") == "1",
        seconds=_seconds(options.get("timeout"), text),
        user=_printable(known.get(USER_VARIABLE) or _USER, USER_VARIABLE),
        password=_printable(known.get(PASSWORD_VARIABLE) or "", PASSWORD_VARIABLE) or None,
    )


def _wrong(text: str) -> UsageError:
    return UsageError(f"{text!r} is not the address of a Milvus; {_FORM}")


def _without_password(text: str) -> str:
    """Return an address that may be shown: whatever stands before an @ may be a secret."""
    scheme, mark, rest = text.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"


def _is_host(host: str) -> bool:
    return _LEADS_ELSEWHERE not in host and bool(_HOST.fullmatch(host))


def _options(query: str, text: str) -> dict[str, str]:
    try:
        found = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise _wrong(text) from None
    options = dict(found)
    if len(options) != len(found) or options.keys() - {"tls", "timeout"}:
        raise UsageError(
            f"{text!r} asks for something unknown; after '?' there may be tls=1 and timeout=SECONDS"
        )
    if options.get("tls", "0") not in {"0", "1"}:
        raise UsageError(f"{text!r}: tls is 1 or 0")
    return options


def _seconds(given: str | None, text: str) -> float:
    if given is None:
        return SECONDS
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0.05 <= seconds <= _LONGEST:
        raise UsageError(f"{text!r}: timeout is a number of seconds from 0.05 to {_LONGEST:g}")
    return seconds


def _printable(value: str, variable: str) -> str:
    if value and not _PRINTABLE.fullmatch(value):
        raise UsageError(f"${variable} has characters that none has.")
    return value


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", "localhost."}
