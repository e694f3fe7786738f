"""The details of an article for editors: each with where it came from, and correcting them."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from fastapi import APIRouter
from pydantic import BaseModel, Field

from index.articles.article import Article
from index.articles.details.checking import Checked
from index.articles.details.corrections import CORRECTABLE, value_of
from qa.web.manage.keeping import Keeping
from qa.web.manage.schemas import EditRequest
from qa.web.manage.turns import Identifier, problems
from qa.web.requests.editors import EditorHere

Run: TypeAlias = Callable[[Callable[[], tuple[Article, Checked]]], Any]
"""Runs work that changes the index when its turn comes; awaitable."""


class ReadResponse(BaseModel):
    """What a reader said of a field that was corrected."""

    value: str | None
    source: str
    certainty: float


class DetailResponse(BaseModel):
    """A field of an article: its value, where it was found, how sure it is, and what is wrong."""

    field: str
    value: str | None
    source: str | None = Field(description="Null where nothing was found, or nobody said where.")
    certainty: float | None
    missing: bool
    doubt: str | None = Field(description="Why it is worth a look.")
    read: ReadResponse | None = Field(description="What it was read as, where it was corrected.")
    corrected_by: str | None
    corrected_at: str | None = Field(description="ISO 8601 in UTC.")


class DetailsResponse(BaseModel):
    """The details of an article."""

    id: str
    details: list[DetailResponse]


def add_details(router: APIRouter, keeping: Keeping, run: Run) -> None:
    """Add the routes that show and correct the details of an article in the index."""

    @router.get(
        "/articles/{identifier}/details",
        response_model=DetailsResponse,
        responses=problems(403, 404),
    )
    def details(identifier: Identifier, _editor: EditorHere) -> DetailsResponse:
        """Show the details of an article, each with where it came from."""
        return _response(*keeping.details(identifier))

    @router.patch(
        "/articles/{identifier}/details",
        response_model=DetailsResponse,
        responses=problems(403, 404),
    )
    async def correct(
        identifier: Identifier, request: EditRequest, editor: EditorHere
    ) -> DetailsResponse:
        """Correct details; what is said holds however often the article is read again."""
        values, as_read = request.details(), request.as_read
        work = partial(keeping.correct, identifier, values, as_read, editor.name)
        return _response(*(await run(work)))


def _response(article: Article, checked: Checked) -> DetailsResponse:
    origins = {origin.field: origin for origin in article.origins}
    doubts = {doubt.field: doubt.why for doubt in checked.doubtful}
    corrections = {one.field: one for one in checked.corrections}
    details = []
    for name in CORRECTABLE:
        origin, correction = origins.get(name), corrections.get(name)
        read = ReadResponse.model_validate(correction.read.to_json()) if correction else None
        details.append(
            DetailResponse(
                field=name,
                value=value_of(article.info, name),
                source=origin.source if origin else None,
                certainty=origin.certainty if origin else None,
                missing=name in checked.missing,
                doubt=doubts.get(name),
                read=read,
                corrected_by=correction.editor if correction else None,
                corrected_at=correction.at if correction else None,
            )
        )
    return DetailsResponse(id=article.id, details=details)
