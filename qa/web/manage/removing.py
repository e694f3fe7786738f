"""Removing articles, one or many, bringing them back, and correcting many at once."""

from functools import partial
from typing import Annotated, TypeAlias

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from index.library.removals import expires
from index.store.tables.removed import Removal
from qa.web.manage.keeping import Keeping
from qa.web.manage.schemas import DetailsRequest, RemovedResponse, Request
from qa.web.manage.turns import Identifier, Token, problems
from qa.web.requests.editors import EditorHere
from qa.web.requests.turns import Turns

MOST = 200
"""Articles that one request changes; a page sends as many requests as it needs."""

ManyIds: TypeAlias = Annotated[
    list[Annotated[str, Field(max_length=200)]], Field(min_length=1, max_length=MOST)
]
_Removal = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class RemoveRequest(Request):
    """Articles to take out; `removal` is one of yours that these belong to, too."""

    ids: ManyIds
    removal: _Removal | None = None


class CorrectManyRequest(DetailsRequest):
    """The same details for many articles; what is left out stays, null empties it."""

    ids: ManyIds

    @model_validator(mode="after")
    def _something(self) -> "CorrectManyRequest":
        if not self.details():
            raise ValueError("no field to correct")
        return self


class RestoreRequest(Request):
    """How many articles to bring back at once; the rest is for the next request."""

    most: int = Field(default=MOST, ge=1, le=MOST)


class RemovalResponse(BaseModel):
    """Articles that were removed together; until `expires` (ISO 8601) they can be brought back."""

    id: str
    by: str
    at: str
    expires: str
    articles: int
    titles: list[str] = Field(description="Of the first few.")


class RemovalsResponse(BaseModel):
    """What can be brought back, the latest first."""

    removals: list[RemovalResponse]


class RemovedManyResponse(BaseModel):
    """What was removed now, and the removal with all that belongs to it."""

    removed: list[str]
    removal: RemovalResponse


class RestoredResponse(BaseModel):
    """What was brought back; `there` is in the index already, `lost` cannot be read any more."""

    restored: list[str]
    there: list[str]
    lost: list[str]
    left: int = Field(description="Articles of this removal that are still to be brought back.")


class CorrectedResponse(BaseModel):
    """What was corrected, and what is not in the index any more."""

    corrected: list[str]
    gone: list[str]


def add_removing(router: APIRouter, keeping: Keeping, turns: Turns) -> None:
    """Add the routes that take articles out and bring them back."""

    @router.delete(
        "/articles/{identifier}", response_model=RemovedResponse, responses=problems(403, 404)
    )
    async def remove(identifier: Identifier, editor: EditorHere) -> RemovedResponse:
        """Take an article out; it can be brought back for a week. Files elsewhere stay."""
        removal, _ = await turns.run(partial(keeping.remove, [identifier], editor.name))
        return RemovedResponse(removed=identifier, removal=removal.token)

    @router.post(
        "/articles/remove",
        response_model=RemovedManyResponse,
        responses=problems(403, 404, 413, 415),
    )
    async def remove_many(request: RemoveRequest, editor: EditorHere) -> RemovedManyResponse:
        """Take articles out together; those that are not there are passed over."""
        work = partial(keeping.remove, request.ids, editor.name, request.removal)
        removal, gone = await turns.run(work)
        return RemovedManyResponse(removed=list(gone), removal=_removal(removal))

    @router.patch(
        "/articles/details",
        response_model=CorrectedResponse,
        responses=problems(403, 413, 415),
    )
    async def correct_many(request: CorrectManyRequest, editor: EditorHere) -> CorrectedResponse:
        """Correct the same details of many articles."""
        work = partial(keeping.correct_many, request.ids, request.details(), editor.name)
        corrected, gone = await turns.run(work)
        return CorrectedResponse(corrected=corrected, gone=gone)

    @router.get("/removals", response_model=RemovalsResponse, responses=problems(403))
    def removals(_editor: EditorHere) -> RemovalsResponse:
        """List what was removed and can be brought back."""
        return RemovalsResponse(removals=list(map(_removal, keeping.removals())))

    @router.post(
        "/removals/{removal}/restore",
        response_model=RestoredResponse,
        responses=problems(403, 404, 415),
    )
    async def restore(
        removal: Token, request: RestoreRequest, _editor: EditorHere
    ) -> RestoredResponse:
        """Bring articles back as they were, with their versions and what was said of them."""
        back = await turns.run(partial(keeping.bring_back, removal, request.most))
        return RestoredResponse(
            restored=list(back.articles),
            there=list(back.there),
            lost=list(back.lost),
            left=back.left,
        )

    @router.delete(
        "/removals/{removal}", response_model=RemovedResponse, responses=problems(403, 404)
    )
    async def forget(removal: Token, _editor: EditorHere) -> RemovedResponse:
        """Erase what was removed for good, with its versions and the files sent for it."""
        await turns.run(partial(keeping.forget, removal))
        return RemovedResponse(removed=removal)


def _removal(one: Removal) -> RemovalResponse:
    return RemovalResponse(
        id=one.token,
        by=one.editor,
        at=one.at,
        expires=expires(one),
        articles=one.articles,
        titles=list(one.titles),
    )
