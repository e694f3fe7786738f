"""Who speaks in each article of an index, as it is stored."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.annotations import Annotated
from qa.statements.stored import StatementFinder

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex


@dataclass(frozen=True, slots=True)
class Occurrence:
    """How often somebody speaks in one article. `label` is None for statements of nobody."""

    article: str
    label: str | None
    statements: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class Found:
    """Who speaks, article by article. `fresh` are articles whose statements were found just now."""

    occurrences: tuple[Occurrence, ...]
    fresh: Mapping[str, Annotated]


def occurrences(index: "ReadableIndex", articles: Collection[str]) -> Found:
    """Return who speaks in these articles; what is not stored yet is found, and stored."""
    annotations = index.annotations(StatementFinder())
    unread = annotations.unread(articles)
    fresh = {one.name: one for one in annotations.renew(unread)} if unread else {}
    stored = (
        Occurrence(*row)
        for row in annotations.tallies()
        if row[0] not in fresh and row[0] in articles
    )
    return Found((*stored, *_counted(fresh.values())), fresh)


def _counted(found: Iterable[Annotated]) -> Iterator[Occurrence]:
    for one in found:
        counts: dict[str | None, list[int]] = {}
        for statement in one.statements:
            counts.setdefault(statement.speaker, [0, 0])[statement.doubtful] += 1
        for label, (sure, doubtful) in counts.items():
            yield Occurrence(one.name, label, sure, doubtful)
