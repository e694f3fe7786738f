"""What every route of editors shares: identifiers, and the problems it may end in."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Path

from qa.web.requests.problems import problem_schema

Identifier = Annotated[str, Path(max_length=200, description="As in `article.id`.")]
Token = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how a route describes the problem documents that it may answer with."""
    content = {"application/problem+json": {"schema": problem_schema()}}
    return {
        status: {"description": f"{HTTPStatus(status).phrase}.", "content": content}
        for status in sorted({*statuses, 422, 429, 500, 503})
    }
