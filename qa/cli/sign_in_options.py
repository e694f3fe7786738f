"""The options of `serve` about signing in, and what they add up to."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

import typer

from index.errors import UsageError
from qa.web.access.policy import Access, Method, OpenId, Passwords, ProxyHeader

PASSWORDS_FILE = "passwords"
"""The passwords file of an index that has no other."""

_HEADER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,60}")
_NOT_NAMES = frozenset({"authorization", "cookie", "host", "origin", "referer", "user-agent"})
_HOUR = 3600

AuthOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--auth",
        metavar="METHOD",
        help="Who signs people in: passwords, passwords:FILE, header:NAME (a reverse proxy; needs "
        "--trusted-proxy) or oidc:ISSUER.",
    ),
]
EditorsOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--editor",
        metavar="NAME",
        help="Who may add and remove articles, by the name of the proxy or the provider, or "
        "*@domain; repeat it.",
    ),
]
ReadersOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--reader",
        metavar="NAME",
        help="Who may read, likewise; repeat it. Without it, everybody who is signed in.",
    ),
]
ClientOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--oidc-client", metavar="ID", help="This server's client id at the provider."),
]
SecretOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--oidc-secret-file",
        metavar="FILE",
        help="A file with the client secret; none for a public client.",
    ),
]
ClaimOption: TypeAlias = Annotated[
    str,
    typer.Option("--oidc-claim", metavar="CLAIM", help="The claim that is a person's name here."),
]
GroupsOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--groups",
        metavar="FILE",
        help="Which group sees which collections. Default: groups.toml in the index, if it is "
        "there; without rules everybody who may read sees everything.",
    ),
]
GroupsHeaderOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--groups-header",
        metavar="NAME",
        help="The header in which the proxy of --auth header:... names a person's groups.",
    ),
]
GroupsClaimOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--oidc-groups", metavar="CLAIM", help="The claim that names a person's groups."),
]
HoursOption: TypeAlias = Annotated[
    int,
    typer.Option(
        "--session-hours",
        metavar="N",
        min=1,
        max=24 * 7,
        help="Hours without a request after which somebody is signed out.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessOptions:
    """What was given on the command line."""

    auth: str | None = None
    editors: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    client: str | None = None
    secret_file: Path | None = None
    claim: str = "email"
    hours: int = 12
    groups_header: str | None = None
    groups_claim: str | None = None

    def to_access(self, index: Path) -> Access | None:
        """Return how people sign in to the server of an index; `None` for not at all.

        Raises:
            UsageError: when the options do not fit together.
        """
        if self.auth is None:
            told = (self.editors, self.readers, self.client, self.secret_file)
            if any((*told, self.groups_header, self.groups_claim)):
                raise UsageError(
                    "--editor, --reader, --groups-header and --oidc-... say more of --auth."
                )
            return None
        method = self._method(self.auth, index)
        if isinstance(method, Passwords) and (self.editors or self.readers):
            raise UsageError(
                "With --auth passwords, roles are in the file; set them with: pullquote users role"
            )
        return Access(
            method=method,
            editors=self.editors,
            readers=self.readers,
            idle=self.hours * _HOUR,
        )

    def _method(self, auth: str, index: Path) -> Method:
        kind, _, rest = auth.partition(":")
        if kind != "oidc" and (self.client or self.secret_file):
            raise UsageError("--oidc-client and --oidc-secret-file go with --auth oidc:ISSUER.")
        if kind != "oidc" and self.groups_claim:
            raise UsageError("--oidc-groups goes with --auth oidc:ISSUER.")
        if self.groups_header and (kind != "header" or not _is_header(self.groups_header)):
            raise UsageError(
                "--groups-header names a header of the proxy of --auth header:NAME, as in "
                "X-Remote-Groups."
            )
        if kind == "passwords":
            return Passwords(Path(rest).expanduser() if rest else index / PASSWORDS_FILE)
        if kind == "header" and _is_header(rest):
            return ProxyHeader(rest, self.groups_header)
        if kind == "oidc" and rest:
            return self._openid(rest)
        raise UsageError(
            f"--auth {auth!r} is no way to sign in; write passwords, passwords:FILE, "
            "header:X-Remote-User or oidc:https://login.example."
        )

    def _openid(self, issuer: str) -> OpenId:
        if not _is_issuer(issuer):
            raise UsageError(
                f"{issuer!r} is not the address of a provider; write it as the provider does, as "
                "in oidc:https://login.example/realms/news (http only for this machine)."
            )
        if not self.client:
            raise UsageError("--auth oidc:... needs --oidc-client, as it is at the provider.")
        return OpenId(
            issuer=issuer,
            client_id=self.client,
            secret=self._secret(),
            claim=self.claim,
            groups=self.groups_claim,
        )

    def _secret(self) -> str | None:
        if self.secret_file is None:
            return None
        try:
            secret = self.secret_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{self.secret_file}: the secret cannot be read ({error}).") from error
        if not secret:
            raise UsageError(f"{self.secret_file} is empty; put the client secret in it.")
        return secret


def _is_header(name: str) -> bool:
    return bool(_HEADER_NAME.fullmatch(name)) and name.lower() not in _NOT_NAMES


def _is_issuer(issuer: str) -> bool:
    from qa.web.settings import is_loopback

    try:
        parts = urlsplit(issuer)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    return bool(host) and plain and safe
