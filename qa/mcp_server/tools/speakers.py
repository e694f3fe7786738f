"""The tool `speakers`: who speaks in the articles, and how often."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from qa.mcp_server.arguments import First
from qa.mcp_server.holding import Document, Holding
from qa.speakers.directory import directory_of
from qa.speakers.listing import speakers_document
from qa.speakers.searching import listed_about, matching

_MOST = 200


def make_speakers(held: Holding) -> Callable[..., Document]:
    """Return the function of the tool."""

    def speakers(
        name: Annotated[
            str | None,
            Field(max_length=500, description="Only those of this name, role or body."),
        ] = None,
        about: Annotated[
            str | None, Field(max_length=500, description="Only who says something about this.")
        ] = None,
        limit: Annotated[int, Field(ge=1, le=_MOST, description="How many at most.")] = 50,
        first: First = 0,
    ) -> Document:
        """List who speaks in the articles, those with the most statements first.

        One entry a person or body, with the roles and spellings that the articles give; dates are
        those of the articles. `kind` is `unnamed` for words such as "a lawyer", who need not be
        one and the same everywhere. `left_out` says how many statements are nobody's.
        """
        directory = directory_of(held.index)
        if about:
            directory = listed_about(held.index, directory, about)
        found = matching(directory.speakers, name or "")
        shown = found[first : first + limit]
        last = first + len(shown)
        return {
            **speakers_document(directory, shown),
            "total": len(found),
            "next": last if last < len(found) else None,
        }

    return speakers
