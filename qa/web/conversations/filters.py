"""Which articles a visitor lets be used, as the chat's page sends it and keeps it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from index.articles.dates import parse_date
from index.articles.passages import Filters
from index.errors import UsageError
from qa.web.answering.names import Names
from qa.web.answering.overview import Overview
from qa.web.api.schemas import WholeText

_MOST = 100
_NEAREST = 3
_Filter = Annotated[WholeText, Field(max_length=500)]
_Names = Annotated[list[_Filter], Field(max_length=_MOST)]


class ChatFilters(BaseModel):
    """Words of an author's or a publication's name, whole names, and dates; "" is no filter."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    author: _Filter = ""
    source: _Filter = ""
    authors: _Names = []
    sources: _Names = []
    after: _Filter = ""
    before: _Filter = ""
    collections: _Names = []

    def to_filters(self) -> Filters:
        """Return the value that a search takes.

        Raises:
            UsageError: for what is no date.
        """
        return Filters(
            author=self.author or None,
            source=self.source or None,
            authors=frozenset(filter(None, self.authors)),
            sources=frozenset(filter(None, self.sources)),
            after=_date(self.after, "From date"),
            before=_date(self.before, "To date"),
            collections=frozenset(filter(None, self.collections)),
        )


def unknown_names(filters: ChatFilters, overview: Overview) -> list[tuple[str, Names]]:
    """Return the names and words of names that no article has, each with those it is not among."""
    authors, sources = overview.authors, overview.publications
    whole = [(name, authors) for name in filters.authors]
    whole += [(name, sources) for name in filters.sources]
    words = [(filters.author, authors), (filters.source, sources)]
    return [
        *((name, names) for name, names in whole if name and name not in names),
        *((text, names) for text, names in words if text and not names.find(text, 1).total),
    ]


def check_names(filters: ChatFilters, overview: Overview) -> None:
    """Refuse filters with a name that no article has.

    Raises:
        UsageError: naming those that are nearest to it.
    """
    if not overview.count:
        return
    for name, names in unknown_names(filters, overview):
        kind = "an author" if names is overview.authors else "a publication"
        near = " or ".join(f"“{one}”" for one in names.nearest(name, _NEAREST))
        hint = f"The nearest: {near}." if near else "Choose another name, or ask all articles."
        raise UsageError(f"No article has {kind} “{name[:80]}”. {hint}")


def _date(value: str, label: str) -> str | None:
    if not value:
        return None
    found = parse_date(value)
    if found is None:
        raise UsageError(f"{label}: {value[:40]!r} is not a date; write it as 2012-04-18.")
    return found
