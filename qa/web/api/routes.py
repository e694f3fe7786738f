"""The API of the contract: `/api/...`, `/healthz`, `/metrics`.

`/api/v1/...` is the same under the name of its version: who wants to be sure of the form of what
comes says which; `/api/...` is the newest.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Path, Query
from fastapi.concurrency import run_in_threadpool

from index.errors import UsageError
from index.versions import Found
from qa.answers import Answer
from qa.web.answering.service import AnsweringService
from qa.web.answering.waiting import Report
from qa.web.api.event_stream import MEDIA_TYPE, AnswerStream, accepts_events, answer_stream
from qa.web.api.failures import problems
from qa.web.api.feedback import FeedbackRecorder
from qa.web.api.operation import Workers, add_operation
from qa.web.api.schemas import (
    AnswerResponse,
    ArticleResponse,
    ArticlesResponse,
    AskRequest,
    CollectionsResponse,
    FeedbackRequest,
    FeedbackResponse,
    HitsResponse,
    JudgementsResponse,
    SearchRequest,
    TakenBackResponse,
)
from qa.web.api.statements import add_statements
from qa.web.metrics import Metrics
from qa.web.requests.editors import EditorHere, EditorOrNone

_PREFIXES = ("/api", "/api/v1")
_EVENTS = "`waiting`, `searching`, `reading`, then `answer` or `problem`"
_READING = problems()
_WRITING = problems(413, 415)
_STREAM: dict[str, Any] = {
    "description": "The answer, or an abstention.",
    "content": {MEDIA_TYPE: {"schema": {"type": "string", "description": _EVENTS}}},
}
_Identifier = Annotated[str, Path(max_length=200, description="As in `article.id`.")]
_Version = Annotated[
    str | None,
    Query(min_length=8, max_length=64, description="A `content_hash`, or how it begins."),
]
_Number = Annotated[int, Path(ge=1, lt=2**53, description="As in `confirmed.number`.")]
_Collections = Annotated[
    list[Annotated[str, Query(max_length=500)]],
    Query(max_length=100, description="Names of collections, any of which will do."),
]


def api_router(
    service: AnsweringService,
    metrics: Metrics,
    verdicts: FeedbackRecorder,
    workers: Workers | None = None,
) -> APIRouter:
    """Return the routes of the API over one service."""
    router = APIRouter()
    for prefix in _PREFIXES:
        api = APIRouter(prefix=prefix, include_in_schema=prefix == _PREFIXES[0])
        _add_questions(api, service)
        _add_articles(api, service)
        add_statements(api, service)
        _add_feedback(api, metrics, verdicts)
        router.include_router(api)
    add_operation(router, service, metrics, workers)
    return router


def _add_questions(router: APIRouter, service: AnsweringService) -> None:
    @router.post(
        "/ask",
        response_model=AnswerResponse,
        responses={**_WRITING, 200: _STREAM},
        tags=["questions"],
    )
    async def ask(
        request: AskRequest, accept: Annotated[str, Header(include_in_schema=False)] = ""
    ) -> dict[str, object] | AnswerStream:
        """Answer a question with exact quotes, or say why there is no answer.

        With `Accept: text/event-stream` the same as `/api/ask/stream`.
        """
        if accepts_events(accept):
            return await _stream(request)
        answer = await service.ask(
            request.question, history=request.history, filters=request.filters.to_filters()
        )
        return answer.to_json()

    @router.post(
        "/ask/stream",
        response_class=AnswerStream,
        status_code=200,
        responses={**_WRITING, 200: _STREAM},
        tags=["questions"],
    )
    async def ask_stream(request: AskRequest) -> AnswerStream:
        """Answer a question on a stream of events that tells what is being done."""
        return await _stream(request)

    async def _stream(request: AskRequest) -> AnswerStream:
        async def asking(report: Report) -> Answer:
            return await service.ask(
                request.question,
                history=request.history,
                filters=request.filters.to_filters(),
                report=report,
            )

        return await answer_stream(asking)

    @router.post("/search", response_model=HitsResponse, responses=_WRITING, tags=["questions"])
    async def search(request: SearchRequest) -> dict[str, object]:
        """Find passages, best first."""
        hits = await service.search(request.query, request.k, request.filters.to_filters())
        return {"hits": [hit.to_json() for hit in hits]}


def _add_articles(router: APIRouter, service: AnsweringService) -> None:
    @router.get("/articles", response_model=ArticlesResponse, responses=_READING, tags=["articles"])
    def articles(
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
        offset: Annotated[int, Query(ge=0)] = 0,
        collection: _Collections = [],  # noqa: B006 - read only
    ) -> dict[str, object]:
        """List the articles, a page at a time."""
        with service.among(collection):
            infos, total = service.page(limit, offset)
        return {"articles": [info.to_listing() for info in infos], "total": total}

    @router.get(
        "/collections", response_model=CollectionsResponse, responses=_READING, tags=["articles"]
    )
    def collections() -> dict[str, object]:
        """List the collections that you may see."""
        return {"collections": [one.to_json() for one in service.collections()]}

    @router.get(
        "/articles/{identifier}",
        response_model=ArticleResponse,
        responses=problems(404),
        tags=["articles"],
    )
    def article(identifier: _Identifier, version: _Version = None) -> dict[str, object]:
        """Show one article with its text and marks, as it is or as it was, and its near copies."""
        versions = service.versions()
        if version is None or versions is None:
            found = Found(service.article(identifier), None)
        else:
            found = versions.find(identifier, version)
        before = versions.of(identifier) if versions else []
        copies = () if found.replaced else service.copies(identifier)
        return {
            **found.article.to_json(),
            "versions": [one.to_json() for one in before],
            "copies": [info.to_json() for info in copies],
        }


def _add_feedback(router: APIRouter, metrics: Metrics, verdicts: FeedbackRecorder) -> None:
    @router.post(
        "/feedback",
        response_model=FeedbackResponse,
        response_model_exclude_unset=True,
        status_code=201,
        responses=problems(404, 413, 415),
        tags=["feedback"],
    )
    async def record(request: FeedbackRequest, editor: EditorOrNone) -> dict[str, object]:
        """Say whether an answer helped; the question is kept with the verdict.

        What an editor says of its quotes changes the next answer to the same question.
        """
        asked_as = await verdicts.asked_as(request) if editor else ""
        done = await run_in_threadpool(verdicts.record, request, editor, asked_as)
        metrics.feedback(helpful=request.helpful)
        judged = {} if done.judgements is None else {"judgements": list(done.judgements)}
        return {"recorded": True, "id": done.number, **judged}

    @router.get(
        "/judgements",
        response_model=JudgementsResponse,
        responses=problems(403),
        tags=["editors"],
    )
    def judgements(_editor: EditorHere) -> dict[str, object]:
        """List what editors said of quotes, for editors."""
        kept = verdicts.judgements()
        return {"judgements": [one.to_json() for one in kept.all()] if kept else []}

    @router.delete(
        "/judgements/{number}",
        response_model=TakenBackResponse,
        responses=problems(403, 404),
        tags=["editors"],
    )
    def take_back(number: _Number, _editor: EditorHere) -> dict[str, object]:
        """Take back what an editor said of a quote; the next answer is as if it was never said."""
        kept = verdicts.judgements()
        if kept is None:
            raise HTTPException(404, f"There is no judgement {number}")
        try:
            kept.remove([number])
        except UsageError as error:
            raise HTTPException(404, str(error)) from None
        return {"removed": number}
