"""How large the body of a request may be: little, and more where an editor sends a file."""

from collections.abc import Collection, Mapping

from starlette.types import Scope

from qa.web.requests.paths import route_path
from qa.web.roles import edits

FILE_TYPE = "application/octet-stream"
"""The one type of a request that carries a file; a form of another site cannot send it."""


class BodyLimits:
    """The limits of a server, in bytes. `larger` are those of the addresses that take files.

    What comes to one of `piecewise` is read by whoever serves that address, as it comes.
    """

    def __init__(
        self, usual: int, larger: Mapping[str, int], piecewise: Collection[str] = ()
    ) -> None:
        self._usual = usual
        self._larger = dict(larger)
        self._piecewise = frozenset(piecewise)

    def announced(self, scope: Scope) -> int:
        """Return the limit before it is known who sent the request."""
        return self._larger.get(route_path(scope), self._usual)

    def of(self, scope: Scope) -> int:
        """Return the limit of a request whose sender is known."""
        return self.announced(scope) if edits(scope) else self._usual

    def takes_file(self, scope: Scope) -> bool:
        """Whether the body of a request is a file rather than JSON."""
        return scope["method"] == "POST" and route_path(scope) in self._piecewise

    def passes_whole(self, scope: Scope) -> bool:
        """Whether the body is read before the request is served; an editor's file is not."""
        return not (self.takes_file(scope) and edits(scope))
