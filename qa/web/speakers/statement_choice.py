"""What the address of a speaker's page asks for: which statements, and which page of them."""

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

from index.articles.dates import parse_date
from index.errors import UsageError
from qa.speakers.statements.record import Choice, Given

PER_PAGE = 50
"""Statements of one page."""

FIELDS = ("about", "after", "before", "publication", "given", "page")
"""Fields of the address."""

_Text = Annotated[str, Query(max_length=200)]
_Date = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of the form, empty where nothing is asked for."""

    about: _Text = ""
    after: _Date = ""
    before: _Date = ""
    publication: Annotated[str, Query(max_length=500)] = ""
    given: Annotated[str, Query(max_length=20)] = ""
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1

    def choice(self) -> Choice:
        """Return which statements are wanted.

        Raises:
            UsageError: for what is no date, and for a way of giving words that there is not.
        """
        return Choice(
            about=self.about.strip() or None,
            after=_date(self.after, "after"),
            before=_date(self.before, "before"),
            publication=self.publication.strip() or None,
            given=_given(self.given),
        )

    @property
    def wrong_date(self) -> str:
        """What was meant to be a date and is none; "" where both can be used."""
        dates = (one.strip() for one in (self.after, self.before))
        return next((one for one in dates if one and parse_date(one) is None), "")

    @property
    def is_filtered(self) -> bool:
        """Whether not all statements are asked for."""
        return self.query(page=1) != ""

    def query(self, **changes: object) -> str:
        """Return the query of the address with these fields changed, "" for none."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        values = [(name, getattr(changed, name)) for name in FIELDS]
        kept = [(n, v) for n, v in values if v and not (n == "page" and v == 1)]
        return f"?{urlencode(kept)}" if kept else ""


def _date(value: str, name: str) -> str | None:
    if not value.strip():
        return None
    found = parse_date(value)
    if found is None:
        raise UsageError(f"{name}: {value[:40]!r} is not a date; write it as 2012-04-18.")
    return found


def _given(value: str) -> Given | None:
    if not value:
        return None
    try:
        return Given(value)
    except ValueError:
        known = ", ".join(Given)
        raise UsageError(f"given: {value!r} is none of {known}.") from None
