"""Who speaks in each article of an index, as it is stored."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.annotations import Annotated
from qa.statements.stored import StatementFinder

if TYPE_CHECKING:
    from index.collection import Index


@dataclass(frozen=True, slots=True)
class Occurrence:
    """How often somebody speaks in one article. `label` is None for statements of nobody."""

    article: str
    label: str | None
    statements: int
    doubtful: int


def occurrences(index: "Index", articles: Collection[str] | None = None) -> list[Occurrence]:
    """Return who speaks in articles; what is not stored yet is found, and stored.

    Args:
        index: where they are.
        articles: identifiers of those that are looked at; all when left out.
    """
    annotations = index.annotations(StatementFinder())
    unread = annotations.unread(articles)
    fresh = {one.name: one for one in annotations.renew(unread)} if unread else {}
    stored = [
        Occurrence(*row)
        for row in annotations.tallies()
        if row[0] not in fresh and (articles is None or row[0] in articles)
    ]
    return [*stored, *_counted(fresh.values())]


def _counted(found: Iterable[Annotated]) -> Iterable[Occurrence]:
    for one in found:
        counts: dict[str | None, list[int]] = {}
        for statement in one.statements:
            counts.setdefault(statement.speaker, [0, 0])[statement.doubtful] += 1
        for label, (sure, doubtful) in counts.items():
            yield Occurrence(one.name, label, sure, doubtful)


def by_label(found: Iterable[Occurrence]) -> Mapping[str, list[Occurrence]]:
    """Return the occurrences of everybody under the label they have."""
    labels: dict[str, list[Occurrence]] = {}
    for one in found:
        if one.label is not None:
            labels.setdefault(one.label, []).append(one)
    return labels
