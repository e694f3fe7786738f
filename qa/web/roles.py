"""Who is asking, and what that person may do.

The edge decides who a visitor is and writes it into the request; everything behind it only reads.
A request on which nobody decided is a stranger's, and gets no further.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias

from fastapi import Depends, HTTPException
from starlette.requests import HTTPConnection
from starlette.types import Scope

_KEY = "visitor"


class Role(StrEnum):
    """What a visitor may do: readers ask and read, editors also add and remove articles."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who may use this server."""

    name: str
    role: Role

    @property
    def edits(self) -> bool:
        """Whether this visitor may add and remove articles."""
        return self.role is Role.EDITOR


LOCAL = Visitor("local", Role.EDITOR)
"""Who sits at the machine, when nobody else can reach the server."""

ANONYMOUS = Visitor("anonymous", Role.READER)
"""Anybody, where that was allowed."""


def admit(scope: Scope, visitor: Visitor) -> None:
    """Write into a request who sent it."""
    scope.setdefault("state", {})[_KEY] = visitor


def edits(scope: Scope) -> bool:
    """Whether an editor sent a request; `False` where nobody is signed in."""
    visitor = scope.get("state", {}).get(_KEY)
    return isinstance(visitor, Visitor) and visitor.edits


def visitor_of(request: HTTPConnection) -> Visitor:
    """Return who sent a request.

    Without `--auth` that is LOCAL on a server that only this machine can reach, else ANONYMOUS.

    Raises:
        HTTPException: 401 when nobody is signed in.
    """
    visitor = request.scope.get("state", {}).get(_KEY)
    if not isinstance(visitor, Visitor):
        raise HTTPException(401, "Sign in first", {"WWW-Authenticate": "Bearer"})
    return visitor


def require_reader(request: HTTPConnection) -> Visitor:
    """Return the visitor; as a dependency of a route, it lets only those in who may read.

    Raises:
        HTTPException: 401 when nobody is signed in.
    """
    return visitor_of(request)


def require_editor(request: HTTPConnection) -> Visitor:
    """Return the visitor; as a dependency of a route, it lets only editors in.

    Raises:
        HTTPException: 401 when nobody is signed in, 403 for a reader.
    """
    visitor = visitor_of(request)
    if not visitor.edits:
        raise HTTPException(403, "Only editors may add, change or remove articles")
    return visitor


Reader: TypeAlias = Annotated[Visitor, Depends(require_reader)]
Editor: TypeAlias = Annotated[Visitor, Depends(require_editor)]
