"""The list of the articles page: pages of it, counts beside it, and what is chosen from it.

These addresses are the page's own, and no part of the API.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from index.articles.details.checking import WANTED
from index.articles.origins import FIELDS
from index.library.listing import Wish
from index.store.tables.listing import FACETS, ORDERS
from qa.web.manage.keeping import Keeping, ListedHere
from qa.web.requests.editors import EditorHere

GAPS = ("look", *(f"missing:{one}" for one in WANTED), *(f"doubtful:{one}" for one in FIELDS))
"""What an article may lack or have in doubt; `look` is whatever a citation needs."""

MOST_IDENTIFIERS = 1_000

_one_of = "|".join
_Value = Annotated[str, Field(max_length=500)]
_Values = Annotated[list[_Value], Query(max_length=50)]
_Gaps = Annotated[
    list[Annotated[str, Field(pattern=f"^(?:{_one_of(GAPS)})$")]], Query(max_length=len(GAPS))
]


def _wish(
    search: Annotated[str, Query(max_length=500)] = "",
    author: _Values = [],  # noqa: B006 - read only
    publication: _Values = [],  # noqa: B006
    category: _Values = [],  # noqa: B006
    year: _Values = [],  # noqa: B006
    lang: _Values = [],  # noqa: B006
    collection: _Values = [],  # noqa: B006
    gap: _Gaps = [],  # noqa: B006
) -> Wish:
    chosen = (author, publication, category, year, lang, collection)
    return Wish(
        search=search,
        chosen=tuple((name, tuple(some)) for name, some in zip(FACETS, chosen, strict=True)),
        gaps=tuple(gap),
    )


_Wanted = Annotated[Wish, Depends(_wish)]


def lists_router(keeping: Keeping) -> APIRouter:
    """Return the routes of the list."""
    router = APIRouter(prefix="/manage", include_in_schema=False)

    @router.get("/articles")
    def articles(
        _editor: EditorHere,
        wish: _Wanted,
        order: Annotated[str, Query(pattern=f"^(?:{_one_of(ORDERS)})$")] = "look",
        limit: Annotated[int, Query(ge=1, le=1_000)] = 50,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    ) -> dict[str, object]:
        page, listed = keeping.page(wish, order, limit, offset)
        rows = list(map(_row, listed))
        return {"articles": rows, "total": page.total, "everything": page.everything}

    @router.get("/counts")
    def counts(_editor: EditorHere, wish: _Wanted) -> dict[str, object]:
        found = keeping.counts(wish)
        facets = {name: [list(one) for one in values] for name, values in found.facets.items()}
        return {"facets": facets, "gaps": found.gaps}

    @router.get("/values")
    def values(
        _editor: EditorHere,
        wish: _Wanted,
        facet: Annotated[str, Query(pattern=f"^(?:{_one_of(FACETS)})$")],
        beginning: Annotated[str, Query(max_length=100)] = "",
    ) -> dict[str, object]:
        return {"values": [list(one) for one in keeping.values(facet, beginning, wish)]}

    @router.get("/identifiers")
    def identifiers(
        _editor: EditorHere, wish: _Wanted, after: Annotated[int, Query(ge=0, le=2**53)] = 0
    ) -> dict[str, object]:
        found = keeping.identifiers(wish, after, MOST_IDENTIFIERS)
        more = found[-1][0] if len(found) == MOST_IDENTIFIERS else None
        return {"identifiers": [one for _, one in found], "after": more}

    return router


def _row(one: ListedHere) -> dict[str, object]:
    listed = one.listed
    return {
        **listed.info.to_listing(),
        "added_here": one.added_here,
        "collections": list(one.collections),
        "missing": list(listed.missing),
        "doubtful": list(listed.doubtful),
        "excerpt": listed.excerpt.to_json() if listed.excerpt else None,
    }
