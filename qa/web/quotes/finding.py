"""The quote that an address means, or what keeps it from being shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from index.articles.article import Article
from index.articles.statement import Statement
from index.errors import UnknownArticle, UsageError
from qa.citing.cited import CitedQuote, SpokenIn, cite
from qa.citing.speaking import statements_then
from qa.web.answering.service import AnsweringService

_PLACE = re.compile(r"([0-9]{1,12})-([0-9]{1,12})")

Missing: TypeAlias = Literal["gone", "version", "place"]
"""The article is not here, that version of it is not kept, or the place is no part of it."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why there is no quote to show; `article` is the identifier of one that is here, else None."""

    why: Missing
    article: str | None
    detail: str

    @property
    def status(self) -> int:
        """The status of the response."""
        return 422 if self.why == "place" else 404


def find_quote(
    service: AnsweringService, identifier: str, place: str, stamp: str
) -> CitedQuote | NotFound:
    """Return the quote at `place` ("12-34") of the version that `stamp` names."""
    try:
        present = service.article(identifier)
    except UnknownArticle as problem:
        return NotFound("gone", None, str(problem))
    match = _PLACE.fullmatch(place)
    if match is None:
        return NotFound("place", identifier, f"{place[:40]!r} is no place; write it as 120-180.")
    span = (identifier, int(match[1]), int(match[2]))
    spoken_in = _spoken_in(service, present)
    try:
        return cite(service, service.versions(), spoken_in, span, stamp)
    except UnknownArticle as problem:
        return NotFound("version", identifier, str(problem))
    except UsageError as problem:
        return NotFound("place", identifier, str(problem))


def _spoken_in(service: AnsweringService, present: Article) -> SpokenIn:
    """Return what gives the statements of the present text as the index stores them, else found."""

    def spoken_in(article: Article) -> Sequence[Statement]:
        if article.content_hash == present.content_hash:
            return service.statements(article)
        return statements_then(article)

    return spoken_in
