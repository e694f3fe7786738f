"""Who is asking, and what that person may do.

A guard decides who a visitor is and writes it into the request; everything behind only reads.
A request on which nobody decided is a stranger's, and gets no further.
"""

import hashlib
from typing import Annotated, TypeAlias

from fastapi import Depends, HTTPException
from starlette.requests import HTTPConnection
from starlette.types import Scope

from qa.web.visitors import ANONYMOUS, LOCAL, Role, Visitor

__all__ = [
    "ANONYMOUS",
    "LOCAL",
    "CurrentEditor",
    "CurrentReader",
    "Role",
    "Visitor",
    "account_of",
    "admit",
    "edits",
    "require_editor",
    "require_reader",
    "visitor_in",
    "visitor_of",
]

_KEY = "visitor"


def admit(scope: Scope, visitor: Visitor) -> None:
    """Write into a request who sent it."""
    scope.setdefault("state", {})[_KEY] = visitor


def edits(scope: Scope) -> bool:
    """Whether an editor sent a request; `False` where nobody is signed in."""
    visitor = visitor_in(scope)
    return visitor is not None and visitor.edits


def visitor_in(scope: Scope) -> Visitor | None:
    """Return who sent a request; `None` where nobody decided on it."""
    visitor = scope.get("state", {}).get(_KEY)
    return visitor if isinstance(visitor, Visitor) else None


def account_of(scope: Scope) -> str | None:
    """Return under which name somebody is signed in; `None` where nobody is or need be."""
    visitor = visitor_in(scope)
    if visitor is None or visitor in (ANONYMOUS, LOCAL):
        return None
    return visitor.name


def account_tag(account: str) -> str:
    """Return what stands for an account in a page and in a browser, which it does not tell."""
    return hashlib.sha256(account.encode("utf-8")).hexdigest()[:12]


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


CurrentReader: TypeAlias = Annotated[Visitor, Depends(require_reader)]
CurrentEditor: TypeAlias = Annotated[Visitor, Depends(require_editor)]
