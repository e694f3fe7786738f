"""Failures as problem+json (RFC 9457), each with a sentence a person understands.

A browser that opens an address gets a page instead (`qa.web.requests.problem_pages`); a script of
one of our pages gets the sentence in the visitor's language, where there is one.
"""

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from index.errors import (
    ArticleDamaged,
    IndexClosed,
    IndexProblem,
    ModelError,
    PullquoteError,
    ReadError,
    UnknownArticle,
    UsageError,
)
from qa.questions.unusable import UnusableQuestion
from qa.web.pages.languages import LANGUAGES, language_of
from qa.web.requests.problem_pages import Said, problem_page, sentence, wants_page

_log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[PullquoteError], int], ...] = (
    (UnknownArticle, 404),
    (UsageError, 422),
    (ReadError, 422),
    (IndexProblem, 503),
    (ModelError, 503),
)

_SAID: tuple[tuple[type[PullquoteError], str], ...] = (
    (UnknownArticle, "article"),
    (IndexProblem, "index"),
)
_SAID_OF_STATUS = {401: "sign-in", 403: "editors", 404: "address", 405: "method"}

STOPPING = "The server is being stopped; ask again in a moment."
STOPPED_FOR = 5
"""Seconds after which to come again to a server that is being stopped."""

_UNFORESEEN = "Something failed here that should not have; the server's log says what."
_DETAILS = {
    404: "There is nothing at this address. /docs lists what there is.",
    405: "This address does not take that method. /docs says which it takes.",
}


class FieldProblem(BaseModel):
    """What is wrong with one field of a request."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457): `detail` is a sentence for people.

    `retry_after` is after how many seconds to come again, where that helps.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    retry_after: int | None = None
    errors: list[FieldProblem] = []


@lru_cache(maxsize=1)
def problem_schema() -> dict[str, Any]:
    """Return the JSON schema of a problem, which the description of each route names."""
    return Problem.model_json_schema()


class RetryLater(PullquoteError):
    """Not now; `retry` is after how many seconds to come again."""

    def __init__(self, detail: str, *, retry: int = 2) -> None:
        super().__init__(detail)
        self.retry = retry


class Busy(RetryLater):
    """Too many questions are waiting already."""


class TooMany(RetryLater):
    """Too many questions of one visitor are waiting already."""


class Interrupted(RetryLater):
    """What was answering ended before it was done, or cannot be started."""


class Missing(PullquoteError):
    """There is nothing of that name or number; the message says which."""


class Gone(PullquoteError):
    """What was asked for has changed since."""


def problem_response(
    status: int,
    detail: str,
    *,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
    said: Said | None = None,
) -> Response:
    """Return a problem document, or a page for a browser that opens the address.

    When to come again is said in the header `Retry-After` and as `retry_after` in the document.

    Args:
        status: of HTTP.
        detail: a sentence for people, in English.
        errors: what is wrong with single fields.
        headers: of the response.
        said: the same in every language; the page in English has these words, too.
    """
    return _ProblemResponse(status, detail, errors, dict(headers or {}), said)


class _ProblemResponse(Response):
    """Is put together once it is known who asks."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[FieldProblem],
        headers: dict[str, str],
        said: Said | None,
    ) -> None:
        super().__init__(status_code=status)
        self._problem = (detail, tuple(errors), headers, said)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail, errors, headers, said = self._problem
        if wants_page(scope):
            page = problem_page(scope, self.status_code, detail, said, headers)
            await page(scope, receive, send)
            return
        language = language_of(scope)
        translated = None if language == LANGUAGES[0] else sentence(said, language)
        if translated:
            headers = {**headers, "Content-Language": language}
        retry = headers.get("Retry-After")
        document = JSONResponse(
            _document(
                self.status_code, translated or detail, errors, int(retry) if retry else None
            ),
            status_code=self.status_code,
            headers=headers,
            media_type="application/problem+json",
        )
        await document(scope, receive, send)


def said_of(error: Exception) -> Said | None:
    """Return what a failure is called among the words of every language; None for no such words."""
    if isinstance(error, Busy):
        return Said("busy", {"seconds": error.retry})
    if isinstance(error, TooMany):
        return Said("asking", {"seconds": error.retry})
    if isinstance(error, Interrupted | IndexClosed):
        return Said("interrupted", {"seconds": _retry_of(error)})
    if isinstance(error, Gone):
        return Said("gone")
    if isinstance(error, UnusableQuestion):
        values = {"length": error.length, "most": error.most}
        return Said("long", values) if error.length else Said("empty")
    if not isinstance(error, PullquoteError):
        return Said("unforeseen")
    if isinstance(error, ArticleDamaged):
        return None  # which one it is must be said
    name = next((name for kind, name in _SAID if isinstance(error, kind)), None)
    return Said(name) if name else None


def told(error: Exception, language: str) -> tuple[str, str]:
    """Return what a visitor is told of a failure, and in which language that is."""
    message = message_for(error)  # logs what was not foreseen
    translated = None if language == LANGUAGES[0] else sentence(said_of(error), language)
    return (translated, language) if translated else (message, LANGUAGES[0])


def problem_of(error: Exception, language: str = LANGUAGES[0]) -> dict[str, object]:
    """Return the problem document of a failure, where a response has begun without it."""
    status = status_of(error) if isinstance(error, PullquoteError) else 500
    detail, _ = told(error, language)
    return _document(status, detail, retry=_retry_of(error))


def _retry_of(error: Exception) -> int | None:
    """Return after how many seconds to come again, where that helps."""
    if isinstance(error, IndexClosed):
        return STOPPED_FOR
    return error.retry if isinstance(error, RetryLater) else None


def _document(
    status: int, detail: str, errors: Sequence[FieldProblem] = (), retry: int | None = None
) -> dict[str, object]:
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        retry_after=retry,
        errors=list(errors),
    )
    left_out = {name for name in ("errors", "retry_after") if not getattr(problem, name)}
    return problem.model_dump(exclude=left_out)


def status_of(error: PullquoteError) -> int:
    """Return the HTTP status that says what `error` says."""
    if isinstance(error, Busy | Interrupted):
        return 503
    if isinstance(error, TooMany):
        return 429
    if isinstance(error, Gone):
        return 410
    if isinstance(error, Missing):
        return 404
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def message_for(error: Exception) -> str:
    """Return what a visitor is told; what was not foreseen is logged and not told."""
    if isinstance(error, IndexClosed):
        return STOPPING
    if isinstance(error, PullquoteError):
        return str(error)
    _log.error("unforeseen failure", exc_info=error)
    return _UNFORESEEN


def add_problem_handlers(app: FastAPI) -> None:
    """Make each foreseen failure of `app` a problem document; the middleware sees to others."""
    app.add_exception_handler(PullquoteError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _known(_request: Request, error: Exception) -> Response:
    status, retry = status_of(cast("PullquoteError", error)), _retry_of(error)
    headers = {"Retry-After": str(retry)} if retry else None
    return problem_response(status, message_for(error), headers=headers, said=said_of(error))


async def _invalid(_request: Request, error: Exception) -> Response:
    found = [_field_problem(one) for one in cast("RequestValidationError", error).errors()]
    detail = "; ".join(f"{one.field}: {one.message}" for one in found[:5])
    return problem_response(422, f"The request cannot be used: {detail}.", errors=found)


def _field_problem(error: dict[str, Any]) -> FieldProblem:
    # pydantic's own error also carries the input, which must not be echoed or logged.
    where, *inside = error["loc"]  # "query" may be where it is sent, or the name of a field
    place = list(map(str, inside if where in {"body", "query", "path"} else error["loc"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "json_invalid":
        return FieldProblem(field="body", message="it is not JSON")
    return FieldProblem(field=".".join(place) or "body", message=message[:1].lower() + message[1:])


async def _http(_request: Request, error: Exception) -> Response:
    http = cast("HTTPException", error)
    detail = f"{str(http.detail).removesuffix('.')}."
    if http.detail == HTTPStatus(http.status_code).phrase:  # nobody said what is not there
        detail = _DETAILS.get(http.status_code, detail)
    name = _SAID_OF_STATUS.get(http.status_code)
    return problem_response(
        http.status_code,
        detail,
        headers=dict(http.headers or {}),
        said=Said(name) if name else None,
    )
