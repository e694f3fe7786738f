"""How requests fail, as the description of the API has it."""

from typing import Any

from qa.web.requests.problems import problem_schema

_FAILURES = {
    403: "Only editors may do that.",
    404: "There is no such article.",
    413: "The request is too large.",
    415: "The request is not JSON.",
    422: "A value in the request cannot be used.",
    429: "Too many requests from one address.",
    500: "Something failed that should not have.",
    503: "Too busy, or the index cannot be used.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how a route may fail, for its description: with these statuses, and as all may."""
    content = {"application/problem+json": {"schema": problem_schema()}}
    return {
        status: {"description": _FAILURES[status], "content": content}
        for status in sorted({*statuses, 422, 429, 500, 503})
    }
