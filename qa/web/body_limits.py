"""How large the body of a request may be: little, and more where an editor sends a file."""

from collections.abc import Mapping

from starlette.types import Scope

from qa.web.paths import route_path
from qa.web.roles import edits


class BodyLimits:
    """The limits of a server, in bytes. `larger` are those of the addresses that take files."""

    def __init__(self, usual: int, larger: Mapping[str, int]) -> None:
        self._usual = usual
        self._larger = dict(larger)

    def announced(self, scope: Scope) -> int:
        """Return the limit before it is known who sent the request."""
        return self._larger.get(route_path(scope), self._usual)

    def of(self, scope: Scope) -> int:
        """Return the limit of a request whose sender is known."""
        return self.announced(scope) if edits(scope) else self._usual
