"""The Evaluate page: a question set in, figures, plots and a report out. For editors."""

from functools import partial
from typing import Annotated, TypeAlias
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from qa.evaluation.report.page import style
from qa.web.evaluate.evaluations import (
    KEPT,
    EvaluationMode,
    EvaluationRequest,
    Evaluations,
    RunInProgress,
)
from qa.web.evaluate.question_uploads import SentFile, read_upload
from qa.web.pages.languages import VARY
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking, words_of
from qa.web.roles import CurrentReader, Visitor, visitor_of

MOST_BYTES = 30_000_000
"""How large a request with a question set may be."""
LARGE_BODIES = {"/evaluate/check": MOST_BYTES, "/evaluate/runs": MOST_BYTES}
"""The addresses at which an editor may send that much."""

_REPORT_POLICY = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'"
_FRESH = {"Cache-Control": "no-store"}
_Number = Annotated[int, Path(ge=1, lt=10**9)]


def require_evaluator(request: HTTPConnection) -> Visitor:
    """Return the visitor; as a dependency of a route, it lets only editors in.

    Raises:
        HTTPException: 401 when nobody is signed in, 403 for a reader.
    """
    visitor = visitor_of(request)
    if not visitor.edits:
        raise HTTPException(403, "Only editors may evaluate question sets")
    return visitor


MayEvaluate: TypeAlias = Annotated[Visitor, Depends(require_evaluator)]


class SetRequest(BaseModel):
    """A question set, and how it is asked."""

    model_config = ConfigDict(extra="forbid")

    files: list[SentFile] = Field(min_length=1, max_length=10)
    way: EvaluationMode = EvaluationMode.INDEX


class RunRequest(SetRequest):
    """A set to evaluate; `baseline` is the number of a kept run to compare with."""

    limit: int | None = Field(default=None, ge=1, le=1_000_000)
    baseline: int | None = Field(default=None, ge=1)


def evaluate_router(evaluations: Evaluations) -> APIRouter:
    """Return the routes of the page and of what its script asks."""
    router = APIRouter(include_in_schema=False)
    _add_page(router)
    _add_runs(router, evaluations)
    _add_results(router, evaluations)
    return router


def _add_page(router: APIRouter) -> None:
    @router.get("/evaluate")
    def page(request: Request, visitor: CurrentReader) -> HTMLResponse:
        content = render(
            "evaluate.html",
            stamp=static_stamp(),
            allowed=visitor.edits,
            kept=KEPT,
            **speaking(request.scope, partial(words_of, "evaluate")),
        )
        return HTMLResponse(content, headers={"Cache-Control": "no-cache", "Vary": VARY})

    @router.get("/evaluate/report.css")
    def report_style(_visitor: CurrentReader) -> Response:
        return Response(style(), media_type="text/css", headers={"Cache-Control": "no-cache"})


def _add_runs(router: APIRouter, evaluations: Evaluations) -> None:
    @router.post("/evaluate/check")
    def check(request: SetRequest, _editor: MayEvaluate) -> dict[str, object]:
        return evaluations.check(read_upload(request.files), request.way).to_json()

    @router.post("/evaluate/runs", status_code=202)
    def start(request: RunRequest, http: Request, _editor: MayEvaluate) -> dict[str, object]:
        order = EvaluationRequest(
            questions=read_upload(request.files),
            way=request.way,
            limit=request.limit,
            baseline=request.baseline,
            root=str(http.base_url),
        )
        try:
            return evaluations.start(order).to_json()
        except RunInProgress as taken:
            raise HTTPException(409, str(taken).removesuffix(".")) from taken

    @router.get("/evaluate/runs")
    def runs(_editor: MayEvaluate, response: Response) -> dict[str, object]:
        response.headers.update(_FRESH)
        return {"runs": [status.to_json() for status in evaluations.statuses()]}

    @router.post("/evaluate/runs/{number}/cancel", status_code=202)
    def cancel(number: _Number, _editor: MayEvaluate) -> dict[str, object]:
        evaluations.cancel(number)
        return {"cancelled": number}


def _add_results(router: APIRouter, evaluations: Evaluations) -> None:
    @router.get("/evaluate/runs/{number}/results")
    def results(number: _Number, _editor: MayEvaluate) -> HTMLResponse:
        return HTMLResponse(evaluations.read(number, "body"), headers=_FRESH)

    @router.get("/evaluate/runs/{number}/report.html")
    def report(number: _Number, _editor: MayEvaluate, download: bool = False) -> HTMLResponse:
        headers = {**_FRESH, "Content-Security-Policy": _REPORT_POLICY}
        if download:
            headers |= _as_file(evaluations.name(number), "report.html")
        return HTMLResponse(evaluations.read(number, "html"), headers=headers)

    @router.get("/evaluate/runs/{number}/run.json")
    def run(number: _Number, _editor: MayEvaluate) -> Response:
        headers = {**_FRESH, **_as_file(evaluations.name(number), "run.json")}
        content = evaluations.read(number, "json")
        return Response(content, media_type="application/json", headers=headers)


def _as_file(name: str, ending: str) -> dict[str, str]:
    """Return the header that makes a browser save the response under the set's name."""
    stem = name.rsplit(".", 1)[0]
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(stem)}.{ending}"}
