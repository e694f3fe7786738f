"""Whether a page that sends a request is one of our own: scheme, host and port are compared.

A page of `https://host` may have been opened by somebody else than one of `http://host`, which
anybody on the way can change. Needs the scheme that visitors see, as
`qa.web.requests.proxy_headers` finds it out.
"""

import re

from starlette.types import Scope

_ORIGIN = re.compile(r"(https?)://(\[[0-9a-f:.]+\]|[^\s/?#@:\\\[\]]+)(?::([0-9]{1,5}))?")
_PORTS = {"http": 80, "https": 443}


def is_own_origin(origin: str, scope: Scope, host: str) -> bool:
    """Whether `origin` (the header) is where a request under the name `host` (the header) went."""
    own = _parts(f"{scope['scheme']}://{host}")
    return own is not None and _parts(origin) == own


def differs_in_scheme(origin: str, host: str) -> bool:
    """Whether `origin` has the name and port of `host`, whatever its scheme."""
    return origin.partition("://")[2].lower() == host.lower()


def _parts(origin: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an origin; `None` when it is none."""
    match = _ORIGIN.fullmatch(origin.lower())
    if match is None:
        return None
    scheme, host, port = match.groups()
    return scheme, host, int(port) if port else _PORTS[scheme]
