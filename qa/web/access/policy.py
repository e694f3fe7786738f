"""How visitors are told apart, and who of them may do what. Values only."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from qa.web.visitors import Role

_HOUR = 3600
_EVERYBODY_OF = "*@"


@dataclass(frozen=True, slots=True)
class Passwords:
    """Visitors sign in with a name and a password of a file."""

    file: Path


@dataclass(frozen=True, slots=True)
class ProxyHeader:
    """A reverse proxy has signed visitors in, and names them in a header, their groups in another.

    Between groups there are commas.
    """

    name: str
    groups: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenId:
    """Visitors sign in at a provider of OpenID Connect.

    `claim` is what of the provider's word is a visitor's name here. `secret` is `None` where the
    provider knows this server as a public client. `groups` is the claim that names a visitor's
    groups, where there is one.
    """

    issuer: str
    client_id: str
    secret: str | None = field(default=None, repr=False)
    claim: str = "email"
    groups: str | None = None

    @property
    def host(self) -> str:
        """Where the provider is, as people know it."""
        return urlsplit(self.issuer).netloc


Method: TypeAlias = Passwords | ProxyHeader | OpenId


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What `--auth` and its companions ask for.

    `editors` and `readers` are names as the proxy or the provider gives them, or `*@domain` for
    all addresses of a domain; no `readers` means everybody who is signed in. A passwords file has
    its roles in it. Sessions end after `idle` seconds without a request, and `longest` seconds
    after they began.
    """

    method: Method
    editors: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    idle: int = 12 * _HOUR
    longest: int = 7 * 24 * _HOUR

    @property
    def signs_in(self) -> bool:
        """Whether there are pages here to sign in and out."""
        return not isinstance(self.method, ProxyHeader)

    def role_of(self, name: str) -> Role | None:
        """Return the role of somebody whom a proxy or a provider names; `None` for no access."""
        if any(_names(pattern, name) for pattern in self.editors):
            return Role.EDITOR
        if not self.readers or any(_names(pattern, name) for pattern in self.readers):
            return Role.READER
        return None


def _names(pattern: str, name: str) -> bool:
    if "@" not in name:
        return pattern == name
    if name.count("@") != 1 or not name.isascii():
        return False
    pattern, name = pattern.lower(), name.lower()
    if pattern.startswith(_EVERYBODY_OF):
        return name.endswith(pattern[1:]) and not name.startswith("@")
    return pattern == name
