"""The addresses of a speaker's statements: the page, its files, and who is meant by a name."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, TypeVar
from urllib.parse import quote as percent_encode

import anyio
import anyio.to_thread
from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from index.errors import UsageError
from qa.citing.statement_files import FORMS, StatementForm, StatementList, linked
from qa.speakers.speaker import Speaker
from qa.speakers.statements.record import Choice, Record
from qa.statements.listing import row_of
from qa.statements.stored import SpokenIn
from qa.web.pages.languages import VARY, fields_of, language_of
from qa.web.pages.own_address import own_address
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import speaking, words_of
from qa.web.requests.middleware import PAGES_WITH_FORMS
from qa.web.settings import ServerSettings
from qa.web.speakers.kept_records import KeptRecords
from qa.web.speakers.list_wish import Opened
from qa.web.speakers.statement_choice import FIELDS, Asked
from qa.web.speakers.statements_page import WORDS, counted, statements_values

_ROOT = "../"
_NO_STORE = {"Cache-Control": "no-store"}
_FORMS = {form.suffix: form for form in FORMS}
_T = TypeVar("_T")

_Key = Annotated[str, Path(max_length=300)]
_Name = Annotated[str, Query(max_length=500)]


def statements_router(settings: ServerSettings, opened: Opened, records: KeptRecords) -> APIRouter:
    """Return the routes of speakers' statements.

    Args:
        settings: of the server.
        opened: gives the index and everybody who speaks there.
        records: keeps what the speakers asked for lately say.
    """
    router = APIRouter(include_in_schema=False)
    pages = _Pages(settings, opened, records)

    @router.get("/speakers/named")
    async def named(request: Request, name: _Name = "", article: _Name = "") -> Response:
        """Lead to the speaker whom a name means, in an article where one is given."""
        return await pages.run(partial(pages.named, request, name, article))

    @router.get("/speakers/{key}")
    async def page(request: Request, key: _Key, asked: Annotated[Asked, Depends()]) -> Response:
        return await pages.run(partial(pages.page, request, key, asked))

    @router.get("/speakers/{key}/statements.{suffix}")
    async def file(
        request: Request,
        key: _Key,
        suffix: Annotated[str, Path(max_length=40)],
        asked: Annotated[Asked, Depends()],
    ) -> Response:
        form = _FORMS.get(suffix)
        if form is None:
            raise UsageError(f"There is no file .{suffix[:20]}; there are {', '.join(_FORMS)}.")
        return await pages.run(partial(pages.file, request, key, form, asked))

    return router


class _Pages:
    """Makes the pages; one is made at a time, so that there is room for questions."""

    def __init__(self, settings: ServerSettings, opened: Opened, records: KeptRecords) -> None:
        self._settings = settings
        self._opened = opened
        self._records = records
        self._seat = anyio.CapacityLimiter(1)

    async def run(self, work: Callable[[], _T]) -> _T:
        return await anyio.to_thread.run_sync(work, limiter=self._seat)

    def named(self, request: Request, name: str, article: str) -> Response:
        """Lead on to the one who is meant; several are listed."""
        opened = self._opened()
        meant: Sequence[Speaker] = ()
        if opened and name.strip():
            meant = opened[1].of(article, name) or opened[1].named(name)
        if len(meant) == 1:
            return RedirectResponse(percent_encode(meant[0].key, safe=""), 303, _NO_STORE)
        return _nobody(request, name, meant)

    def page(self, request: Request, key: str, asked: Asked) -> Response:
        """Show everything that a speaker says, or that there is no such speaker."""
        found = self._found(key)
        if found is None:
            return _nobody(request, key, ())
        speaker, record, searched = found
        if speaker.key != key:
            address = f"{percent_encode(speaker.key, safe='')}{asked.query()}"
            return RedirectResponse(address, 303, _NO_STORE)
        if asked.wrong_date:
            words = words_of(WORDS, language_of(request.scope))
            return _said(
                request, words["wrongDate"], words["writeDate"].format(value=asked.wrong_date), 422
            )
        words = words_of(WORDS, language_of(request.scope))
        values = statements_values(speaker, record, searched, asked, _ROOT, words)
        return _page("speakers/statements.html", request, 200, **values)

    def file(self, request: Request, key: str, form: StatementForm, asked: Asked) -> Response:
        """Return a file with all statements that are wanted.

        Raises:
            HTTPException: 404 for nobody.
        """
        found = self._found(key)
        if found is None:
            raise HTTPException(404, f"Nobody who speaks here has the key {key[:80]!r}.")
        speaker, record, searched = found
        root = own_address(request, self._settings)
        chosen = record.chosen(asked.choice())
        words = words_of(WORDS, "en")
        articles = {article.id: article for article, _ in chosen}
        listed = StatementList(
            rows=linked((row_of(article, one) for article, one in chosen), articles, root),
            infos={name: article.info for name, article in articles.items()},
            articles=articles,
            searched={"articles": searched, "speakers": list(speaker.labels)},
            title=words["title"].format(name=speaker.name),
            told=[_told(speaker, record, searched, chosen, asked)],
        )
        content = form.write(listed)
        if form.name == "csv":
            content = f"\ufeff{content}"  # without which spreadsheets take it for another encoding
        name = f"{speaker.key}.{form.suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', **_NO_STORE}
        return Response(content, media_type=form.media_type, headers=headers)

    def _found(self, key: str) -> "tuple[Speaker, Record, int] | None":
        opened = self._opened()
        speaker = opened[1].find(key) if opened else None
        if opened is None or speaker is None:
            return None
        return speaker, self._records.of(opened[0], speaker), opened[1].searched


def _told(
    speaker: Speaker, record: Record, searched: int, chosen: Sequence[SpokenIn], asked: Asked
) -> str:
    """Return how many of the statements a file holds, and of how many articles."""
    told = counted(record.chosen(Choice()), searched, record, words_of(WORDS, "en"))
    if not asked.is_filtered:
        return told
    named = ((name, getattr(asked, name)) for name in FIELDS if name != "page")
    fields = ", ".join(f"{name} {value}" for name, value in named if value)
    return f"{len(chosen):,} of them: {fields}. {told}"


def _nobody(request: Request, name: str, candidates: Sequence[Speaker]) -> HTMLResponse:
    """Return the page that says that nobody of this name speaks, or lists who may be meant."""
    words = words_of(WORDS, language_of(request.scope))
    if candidates:
        told = words["severalTold"].format(name=name[:80])
        return _said(request, words["several"], told, 200, candidates)
    return _said(request, words["missing"], words["missingTold"], 404)


def _said(
    request: Request, heading: str, told: str, status: int, candidates: Sequence[Speaker] = ()
) -> HTMLResponse:
    return _page(
        "speakers/no_speaker.html",
        request,
        status,
        heading=heading,
        told=told,
        candidates=candidates,
    )


def _page(template: str, request: Request, status: int, **values: Any) -> HTMLResponse:  # noqa: ANN401
    kept = fields_of(request.scope, (*FIELDS, "name", "article"))
    spoken = speaking(request.scope, partial(words_of, WORDS), kept)
    content = render(template, root=_ROOT, stamp=static_stamp(), **spoken, **values)
    headers = {**_NO_STORE, "Vary": VARY, "Content-Security-Policy": PAGES_WITH_FORMS}
    return HTMLResponse(content, status, headers=headers)
