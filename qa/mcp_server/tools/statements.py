"""The tool `statements`: who said what, all of it."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from qa.mcp_server.arguments import About, After, Before, First, Speaker
from qa.mcp_server.holding import Document, Holding, date_of
from qa.statements.listing import Wish, list_in_index

_MOST = 200


def make_statements(held: Holding) -> Callable[..., Document]:
    """Return the function of the tool."""

    def statements(
        speaker: Speaker = None,
        about: About = None,
        article: Annotated[
            str | None, Field(max_length=200, description="Only of the article with this `id`.")
        ] = None,
        after: After = None,
        before: Before = None,
        limit: Annotated[int, Field(ge=1, le=_MOST, description="How many at most.")] = 50,
        first: First = 0,
    ) -> Document:
        """List who said what, oldest article first; `total` counts all that there are.

        `kind` says how the words are given: `direct` (the speaker's own), `indirect` (the
        narrator's words for them: do not put these in quotation marks) or `mixed`. `searched`
        says in how many articles was looked.
        """
        wish = Wish(
            speaker=speaker or None,
            about=about or None,
            article=article or None,
            after=date_of(after, "after"),
            before=date_of(before, "before"),
        )
        listing = list_in_index(held.index, wish)
        shown = listing.rows[first : first + limit]
        total = len(listing.rows)
        last = first + len(shown)
        return {
            "statements": held.linked(shown),
            "total": total,
            "next": last if last < total else None,
            "searched": {
                "articles": len(listing.infos),
                "speakers": list(listing.speakers) if speaker else None,
                "damaged": len(listing.failures),
            },
        }

    return statements
