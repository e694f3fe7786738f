"""The API of the contract: `/api/...`, `/healthz`, `/metrics`."""

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from qa.web.desk import Desk
from qa.web.metrics import CONTENT_TYPE, Metrics
from qa.web.schemas import (
    AnswerResponse,
    ArticleResponse,
    ArticlesResponse,
    AskRequest,
    FeedbackRequest,
    FeedbackResponse,
    HealthResponse,
    HitsResponse,
    Problem,
    SearchRequest,
)
from qa.web.verdicts import Verdicts

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
    }
    for status, description in (
        (413, "The request is too large."),
        (415, "The request is not JSON."),
        (422, "A value in the request cannot be used."),
        (503, "Too busy, or the index cannot be used."),
    )
}
_Identifier = Annotated[str, Path(max_length=200, description="As in `article.id`.")]


def product_version() -> str:
    """Return the installed version, "0" when run from a copy that is not installed."""
    try:
        return version("pullquote")
    except PackageNotFoundError:
        return "0"


def api_router(desk: Desk, metrics: Metrics, verdicts: Verdicts) -> APIRouter:
    """Return the routes of the API over one desk."""
    router = APIRouter()
    _add_questions(router, desk)
    _add_articles(router, desk)
    _add_feedback(router, metrics, verdicts)
    _add_operation(router, desk, metrics)
    return router


def _add_questions(router: APIRouter, desk: Desk) -> None:
    @router.post("/api/ask", response_model=AnswerResponse, responses=_PROBLEMS, tags=["questions"])
    async def ask(request: AskRequest) -> dict[str, object]:
        """Answer a question with exact quotes, or say why there is no answer."""
        answer = await desk.ask(
            request.question, history=request.history, filters=request.filters.to_filters()
        )
        return answer.to_json()

    @router.post(
        "/api/search", response_model=HitsResponse, responses=_PROBLEMS, tags=["questions"]
    )
    async def search(request: SearchRequest) -> dict[str, object]:
        """Find passages, best first."""
        hits = await desk.search(request.query, request.k, request.filters.to_filters())
        return {"hits": [hit.to_json() for hit in hits]}


def _add_articles(router: APIRouter, desk: Desk) -> None:
    @router.get("/api/articles", response_model=ArticlesResponse, tags=["articles"])
    def articles(
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> dict[str, object]:
        """List the articles, a page at a time."""
        infos = desk.shelf().infos
        page = infos[offset : offset + limit]
        return {"articles": [info.to_json() for info in page], "total": len(infos)}

    @router.get("/api/articles/{identifier}", response_model=ArticleResponse, tags=["articles"])
    def article(identifier: _Identifier) -> dict[str, object]:
        """Show one article with its whole text."""
        found = desk.article(identifier)
        return {**found.info.to_json(), "text": found.text}


def _add_feedback(router: APIRouter, metrics: Metrics, verdicts: Verdicts) -> None:
    @router.post(
        "/api/feedback",
        response_model=FeedbackResponse,
        status_code=201,
        responses=_PROBLEMS,
        tags=["feedback"],
    )
    async def record(request: FeedbackRequest) -> dict[str, object]:
        """Say whether an answer helped; the question is kept with the verdict."""
        number = await run_in_threadpool(verdicts.record, request)
        metrics.feedback(helpful=request.helpful)
        return {"recorded": True, "id": number}


def _add_operation(router: APIRouter, desk: Desk, metrics: Metrics) -> None:
    @router.get("/healthz", response_model=HealthResponse, tags=["operation"])
    def health() -> dict[str, object]:
        """Say whether questions can be answered; 503 when the index cannot be used."""
        count = desk.count()
        return {
            "status": "ok" if count else "empty",
            "articles": count,
            "version": product_version(),
        }

    @router.get("/metrics", tags=["operation"], response_class=Response)
    async def figures() -> Response:
        """Return figures for Prometheus; no question is in them."""
        return Response(metrics.exposition(), media_type=CONTENT_TYPE)
