"""Moving articles between collections, many at once, and telling where they were."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from index.library.named_collections import LONGEST_NAME
from qa.web.manage.keeping import Keeping, Moved
from qa.web.manage.removing import ManyIds
from qa.web.manage.schemas import Request
from qa.web.manage.turns import problems
from qa.web.requests.editors import EditorHere
from qa.web.requests.turns import Turns

MOST = 20
"""Collections that articles are put into by one request."""

_Name = Annotated[str, Field(max_length=LONGEST_NAME)]


class MoveRequest(Request):
    """Articles, and the collections that they are in afterwards; those not there yet are made."""

    ids: ManyIds
    to: Annotated[list[_Name], Field(min_length=1, max_length=MOST)]


class PlaceResponse(BaseModel):
    """Articles that were in the same collections."""

    collections: list[str]
    ids: list[str]


class MovedResponse(BaseModel):
    """Where those that moved have been, to put them back; `gone` are in the index no more."""

    before: list[PlaceResponse]
    gone: list[str]


def add_moving(router: APIRouter, keeping: Keeping, turns: Turns) -> None:
    """Add the route that moves articles."""

    @router.patch(
        "/articles/collections",
        response_model=MovedResponse,
        responses=problems(403, 413, 415),
    )
    async def move(request: MoveRequest, _editor: EditorHere) -> MovedResponse:
        """Put articles into collections, and out of all others; who sees them changes at once."""
        return _moved(await turns.run(partial(keeping.move, request.ids, request.to)))


def _moved(moved: Moved) -> MovedResponse:
    places = [
        PlaceResponse(collections=list(names), ids=ids) for names, ids in moved.before.items()
    ]
    return MovedResponse(before=places, gone=list(moved.gone))
