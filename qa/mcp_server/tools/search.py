"""The tool `search`: passages that share words or meaning with a query."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from index.errors import UsageError
from qa.mcp_server.arguments import After, Author, Before, Category, Source
from qa.mcp_server.holding import Document, Holding, filters_of
from qa.questions.understanding import MAX_LENGTH

_MOST = 50


def make_search(held: Holding) -> Callable[..., Document]:
    """Return the function of the tool."""

    def search(
        query: Annotated[str, Field(max_length=MAX_LENGTH, description="What to look for.")],
        k: Annotated[int, Field(ge=1, le=_MOST, description="How many passages.")] = 10,
        author: Author = None,
        source: Source = None,
        category: Category = None,
        after: After = None,
        before: Before = None,
    ) -> Document:
        """Find passages of the articles, best first, each with its place and links.

        A passage shares something with the query; whether it answers anything is for you to read.
        """
        if not query.strip():
            raise UsageError("The query is empty; write what you look for.")
        hits = held.index.search(query, k, filters_of(author, source, after, before, category))
        rows = [hit.to_json() for hit in hits]
        return {"hits": held.linked({**row, "article": _id(row)} for row in rows)}

    return search


def _id(row: Document) -> str:
    return str(row["article"]["id"])
