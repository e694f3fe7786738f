"""The tool `check`: whether the quotations of a draft are what the articles say."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from index.articles.article import normalise_text
from qa.checking.draft_check import check_draft
from qa.checking.draft_quotations import LONGEST_DRAFT
from qa.checking.values import CheckedQuotation
from qa.mcp_server.holding import Document, Holding


def make_check(held: Holding) -> Callable[..., Document]:
    """Return the function of the tool."""

    def check(
        draft: Annotated[
            str, Field(max_length=LONGEST_DRAFT, description="A text with quotations in it.")
        ],
    ) -> Document:
        """Compare each quotation of a draft with the articles.

        `verdict` is `exact`, `altered` (`difference` leads from the article to the draft),
        `misattributed` (`speakers_found` said it), `stitched` (of `parts`), `reported only` (the
        narrator's words in the articles) or `not found` (`nearest` comes closest).
        """
        report = check_draft(normalise_text(draft), held.index)
        rows = [_row(held, one) for one in report.quotations]
        return {**report.to_json(), "quotations": rows}

    return check


def _row(held: Holding, one: CheckedQuotation) -> Document:
    return {
        **one.to_json(),
        "match": held.quoted(one.match) if one.match else None,
        "nearest": held.quoted(one.nearest) if one.nearest else None,
        "parts": [held.quoted(part) for part in one.parts],
    }
