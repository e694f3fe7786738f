"""The tool `speakers`: who speaks in the articles, and how often."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from qa.mcp_server.arguments import First
from qa.mcp_server.holding import Document, Holding
from qa.people.matching import same_person

_MOST = 200


@dataclass
class _Counted:
    statements: int = 0
    articles: set[str] = field(default_factory=set)


def make_speakers(held: Holding) -> Callable[..., Document]:
    """Return the function of the tool."""

    def speakers(
        name: Annotated[
            str | None, Field(max_length=500, description="Only those whom this name can mean.")
        ] = None,
        limit: Annotated[int, Field(ge=1, le=_MOST, description="How many at most.")] = 50,
        first: First = 0,
    ) -> Document:
        """List who speaks in the articles, those with the most statements first.

        Names are as the articles give them; dates are those of the articles.
        """
        counted: dict[str, _Counted] = {}
        for article, speaker, number in held.annotations.counts():
            if not name or same_person(name, speaker):
                one = counted.setdefault(speaker, _Counted())
                one.statements += number
                one.articles.add(article)
        dates = {info.id: info.date for info in held.index.articles()}
        by_number = sorted(counted.items(), key=lambda pair: (-pair[1].statements, pair[0]))
        shown = by_number[first : first + limit]
        last = first + len(shown)
        return {
            "speakers": [_row(speaker, one, dates) for speaker, one in shown],
            "total": len(by_number),
            "next": last if last < len(by_number) else None,
            "searched": {"articles": len(dates)},
        }

    return speakers


def _row(speaker: str, counted: _Counted, dates: dict[str, str | None]) -> Document:
    known = sorted(date for one in counted.articles if (date := dates.get(one)))
    return {
        "name": speaker,
        "statements": counted.statements,
        "articles": len(counted.articles),
        "first": known[0] if known else None,
        "last": known[-1] if known else None,
    }
