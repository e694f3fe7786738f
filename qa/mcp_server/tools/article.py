"""The tool `article`: what is known of an article, and a part of its text."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from index.errors import UsageError
from qa.mcp_server.arguments import Identifier
from qa.mcp_server.holding import Document, Holding, facts

_MOST = 20_000


def make_article(held: Holding) -> Callable[..., Document]:
    """Return the function of the tool."""

    def article(
        id: Identifier,
        start: Annotated[int, Field(ge=0, description="The first character.")] = 0,
        length: Annotated[int, Field(ge=1, le=_MOST, description="How many characters.")] = _MOST,
        version: Annotated[
            str | None,
            Field(max_length=64, description="As it was then: a hash, or how it begins."),
        ] = None,
    ) -> Document:
        """Read an article: its details and a part of its text, with offsets in Unicode code points.

        Go on with `start` set to `next` until that is null. `page` and `heading` marks say what
        stands where; `versions` are what the text was before.
        """
        versions = held.index.versions
        if version:
            found, replaced = (one := versions.find(id, version)).article, one.replaced
        else:
            found, replaced = held.index.article(id), None
        whole = len(found.text)
        if start >= max(whole, 1):
            raise UsageError(f"start: {id} has {whole} characters; {start} is beyond them.")
        end = min(start + length, whole)
        marks = [one.to_json() for one in found.marks if one.start < end and start < one.end]
        return {
            **facts(found.info),
            "categories": list(found.info.categories),
            "text": found.text[start:end],
            "start": start,
            "end": end,
            "characters": whole,
            "next": end if end < whole else None,
            "marks": marks,
            "content_hash": found.content_hash,
            "replaced": replaced,
            "versions": [one.to_json() for one in versions.of(id)],
            "link": held.reading(found),
        }

    return article
