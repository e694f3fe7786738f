"""Editors who speak for themselves: from a page of this server, or by a program with a key.

A site that may embed the widget may ask with the rights of whoever reads it, and nothing else.
"""

from typing import Annotated, TypeAlias

from fastapi import Depends, HTTPException, Request

from qa.web.requests.origins import is_own_origin
from qa.web.roles import Visitor, require_editor, visitor_of


def editor_here(request: Request) -> Visitor:
    """Return the editor who sent a request from a page of this server, or by a program.

    Raises:
        HTTPException: for somebody else, or for a page of another site.
    """
    visitor = require_editor(request)
    if not _from_here(request):
        raise HTTPException(403, "Other sites may ask questions here, but not change articles")
    return visitor


def editor_or_none(request: Request) -> Visitor | None:
    """Return who sent a request where `editor_here` would let them in.

    Raises:
        HTTPException: 401 when nobody is signed in.
    """
    visitor = visitor_of(request)
    return visitor if visitor.edits and _from_here(request) else None


def _from_here(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or is_own_origin(origin, request.scope, request.headers["host"])


EditorHere: TypeAlias = Annotated[Visitor, Depends(editor_here)]
EditorOrNone: TypeAlias = Annotated[Visitor | None, Depends(editor_or_none)]
