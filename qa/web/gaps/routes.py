"""Unanswered questions for editors: the page, and the API behind it.

For editors, and for pages of this very server, as where articles are added. What was kept stays
readable when keeping is switched off.
"""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, FastAPI, HTTPException, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from index.articles.article import Article
from index.errors import PullquoteError
from qa.gaps.rows import as_line, question_row
from qa.gaps.shown import ShownGap, shown
from qa.gaps.values import Gap, Standing, UnknownGap
from qa.web.answering.service import AnsweringService
from qa.web.chat.article_versions import shown as shown_article
from qa.web.gaps.again import AskingAgain
from qa.web.gaps.page import PER_PAGE, GapList, gaps_page
from qa.web.gaps.reading import GapReader, View
from qa.web.gaps.recorder import GapRecorder
from qa.web.gaps.schemas import (
    AgainRequest,
    AgainResponse,
    ForgottenResponse,
    GapResponse,
    GapsResponse,
    MarkRequest,
)
from qa.web.gaps.store import GapStore
from qa.web.manage.turns import problems
from qa.web.pages.languages import VARY
from qa.web.requests.editors import EditorHere
from qa.web.roles import CurrentReader
from qa.web.settings import ServerSettings

_PREFIXES = ("/api", "/api/v1")
_LINES = "application/x-ndjson"

_Number = Annotated[int, Path(ge=1, lt=2**53, description="As in `number` of a gap.")]
_Words = Annotated[str, Query(max_length=500, description="Words that a wording has to hold.")]
_View = Annotated[View, Query(description="Which gaps; all but those done with `not-done`.")]


def add_gaps(app: FastAPI, service: AnsweringService, settings: ServerSettings) -> None:
    """Add the page and the routes of the API to `app`; where the owner says so, keep questions.

    `app.state.at_the_end` ends the keeping.
    """
    store = GapStore(settings.index)
    if settings.keep_gaps:
        recorder = GapRecorder(store, service, settings.gap_days)
        app.state.at_the_end.callback(recorder.stop)
        service.tell(recorder.heard)
    app.include_router(_router(_Gaps(service, settings, store)))


def _router(desk: "_Gaps") -> APIRouter:
    router = APIRouter()
    for prefix in _PREFIXES:
        api = APIRouter(prefix=prefix, include_in_schema=prefix == _PREFIXES[0], tags=["editors"])
        _add_reading(api, desk)
        _add_changes(api, desk)
        router.include_router(api)
    _add_page(router, desk)
    return router


class _Gaps:
    """What the routes share."""

    def __init__(
        self, service: AnsweringService, settings: ServerSettings, store: GapStore
    ) -> None:
        self.kept = settings.keep_gaps
        self.store = store
        self.reader = GapReader(settings.index)
        self.again = AskingAgain(service, store, self.reader)
        self._service = service

    def shown(self, gaps: tuple[Gap, ...]) -> list[ShownGap]:
        """Return gaps with their passages as the articles were then."""

        def then(identifier: str, stamp: str) -> Article | None:
            found = shown_article(self._service, identifier, stamp)
            return found.article if found.is_known else None

        return shown(gaps, then)

    def one(self, number: int) -> ShownGap:
        """Return a gap.

        Raises:
            HTTPException: 404 where there is none of this number.
        """
        try:
            return self.shown((self.reader.one(number),))[0]
        except UnknownGap:
            raise HTTPException(404, f"There is no gap {number}") from None


def _add_reading(router: APIRouter, desk: _Gaps) -> None:
    @router.get("/gaps", response_model=GapsResponse, responses=problems(403))
    def gaps(
        _editor: EditorHere,
        view: _View = View.NOT_DONE,
        search: _Words = "",
        limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
        offset: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    ) -> dict[str, object]:
        """List what was asked and not answered, those asked most first; for editors."""
        page = desk.reader.page(view, search, limit=limit, offset=offset)
        return {
            "kept": desk.kept,
            "gaps": [one.to_json() for one in desk.shown(page.gaps)],
            "total": page.total,
            "counts": {one.value: count for one, count in desk.reader.counts().items()},
        }

    @router.get("/gaps/rows", response_class=Response, responses=problems(403))
    def rows(_editor: EditorHere, view: _View = View.NOT_DONE, search: _Words = "") -> Response:
        """Return gaps as a question set in JSON lines, for `pullquote evaluate`."""
        page = desk.reader.page(view, search)
        return _lines(desk.shown(page.gaps), "gaps.jsonl")

    @router.get("/gaps/{number}/row", response_class=Response, responses=problems(403, 404))
    def row(number: _Number, _editor: EditorHere) -> Response:
        """Return one gap as a row of a question set."""
        return _lines([desk.one(number)], f"gap-{number}.jsonl")


def _add_changes(router: APIRouter, desk: _Gaps) -> None:
    @router.post("/gaps/again", response_model=AgainResponse, responses=problems(403, 413, 415))
    async def again(request: AgainRequest, _editor: EditorHere) -> dict[str, object]:
        """Ask some gaps again, and keep which of them the articles answer now."""
        asked = await desk.again.ask(request.gaps)
        return {"asked": len(asked), "answered": [one.number for one in asked if one.found]}

    @router.patch(
        "/gaps/{number}", response_model=GapResponse, responses=problems(403, 404, 413, 415)
    )
    def mark(number: _Number, request: MarkRequest, _editor: EditorHere) -> dict[str, object]:
        """Mark a gap: an article to look for, done, or open again."""
        _or_missing(lambda: desk.store.mark(number, Standing(request.standing), request.note))
        return desk.one(number).to_json()

    @router.delete("/gaps/{number}", response_model=ForgottenResponse, responses=problems(403, 404))
    def forget(number: _Number, _editor: EditorHere) -> dict[str, object]:
        """Delete a gap with all its wordings."""
        _or_missing(lambda: desk.store.forget([number]))
        return {"removed": number}


def _add_page(router: APIRouter, desk: _Gaps) -> None:
    @router.get("/gaps", include_in_schema=False)
    def page(
        request: Request,
        visitor: CurrentReader,
        view: View = View.OPEN,
        search: Annotated[str, Query(max_length=500)] = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> HTMLResponse:
        listed = None
        if visitor.edits:
            listed = _listed(desk, view, search, page)
        content = gaps_page(request.scope, listed)
        return HTMLResponse(content, headers={"Cache-Control": "no-store", "Vary": VARY})


def _listed(desk: _Gaps, view: View, search: str, number: int) -> GapList:
    found = desk.reader.page(view, search, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    generation = None if view is View.DONE else _generation(desk)
    return GapList(
        kept=desk.kept,
        days=desk.reader.days() if desk.reader.is_there else None,
        view=view,
        search=search,
        number=number,
        total=found.total,
        counts=desk.reader.counts(),
        gaps=tuple(desk.shown(found.gaps)),
        stale=() if generation is None else _stale(found.gaps, generation),
    )


def _generation(desk: _Gaps) -> int | None:
    try:
        return desk.again.generation()
    except PullquoteError:  # questions can be read while articles cannot
        return None


def _stale(gaps: Sequence[Gap], generation: int) -> tuple[int, ...]:
    return tuple(one.number for one in gaps if one.checked != generation)


def _lines(gaps: list[ShownGap], name: str) -> Response:
    content = "".join(as_line(question_row(one)) for one in gaps)
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(content, media_type=_LINES, headers=headers)


def _or_missing(change: Callable[[], None]) -> None:
    try:
        change()
    except UnknownGap as error:
        raise HTTPException(404, str(error).removesuffix(".")) from None
