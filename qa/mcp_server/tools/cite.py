"""The tool `cite`: a quote as something that can be cited."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from qa.citing.cited import cite as cite_quote
from qa.citing.formats import FORMATS
from qa.citing.speaking import statements_in
from qa.mcp_server.arguments import Identifier
from qa.mcp_server.holding import Document, Holding, facts


def make_cite(held: Holding) -> Callable[..., Document]:
    """Return the function of the tool."""

    def cite(
        id: Identifier,
        start: Annotated[int, Field(ge=0, description="Offset of the first character.")],
        end: Annotated[int, Field(gt=0, description="Offset after the last character.")],
        version: Annotated[
            str, Field(max_length=64, description="As it was then: a hash, or how it begins.")
        ] = "",
    ) -> Document:
        """Cite a span of an article: its exact words, who says them, links, hashes, citations.

        `citations` has it as text, Markdown, HTML, APA, Chicago, BibTeX, CSL-JSON and RIS.
        """
        index, place = held.index, (id, start, end)
        found = cite_quote(index, index.versions, statements_in(index), place, version)
        link = f"{held.root}{found.path}"
        citations = {form.name: form.write(found, link) for form in FORMATS}
        told = found.to_json(held.root)
        return {**told, "article": facts(found.article.info), "citations": citations}

    return cite
