"""The annotator that finds statements, and puts down who speaks in an article (`Teller`).

What it puts down is stored with the statements: a JSON list of `[label, statements, doubtful,
[[name, role, ordinary], ...]]` in the order of labels, null for nobody's first. Names are those of
a label that somebody can have; `ordinary` is 1 for what may be a mere word there.
"""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.articles.article import Article
from index.articles.statement import Statement
from qa.speakers.kinds import people_of, speaker_kind
from qa.speakers.told import NOTHING, Told, told_by
from qa.statements.stored import RULES, StatementFinder, sources_digest

_RULES = ("qa.speakers.finder", "qa.speakers.kinds", "qa.speakers.told")
_DIGITS = 16


class Named(NamedTuple):
    """A name of a label, what the article calls him, and whether it may be a mere word."""

    name: str
    role: str
    ordinary: bool


class Spoken(NamedTuple):
    """How often somebody speaks in an article: statements that are sure, and those that are not.

    `label` is None for statements of nobody.
    """

    label: str | None
    statements: int
    doubtful: int
    names: tuple[Named, ...]


class SpeakerFinder(StatementFinder):
    """Finds statements and who speaks (`index.annotations.Teller`)."""

    @property
    def telling_rules(self) -> str:
        """Digits of the SHA-256 of the sources of all that decides."""
        return sources_digest(RULES + _RULES)[:_DIGITS]

    def tell(self, article: Article | None, statements: Sequence[Statement]) -> str:
        """Return who speaks in an article, whose text is asked for roles."""
        told = told_by(article, statements) if article else NOTHING
        rows = [
            [label, sure, doubtful, [_row(name, told) for name in _names(label)]]
            for label, (sure, doubtful) in _counted(statements)
        ]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def spoken(written: str | None) -> tuple[Spoken, ...] | None:
    """Return what was put down; None for what never was."""
    try:
        return tuple(
            Spoken(
                label, sure, doubtful, tuple(Named(name, role, ordinary == 1)
                for name, role, ordinary in names),
            )
            for label, sure, doubtful, names in json.loads(written or "")
        )  # fmt: skip
    except (ValueError, TypeError, RecursionError):
        return None


def _counted(statements: Iterable[Statement]) -> list[tuple[str | None, tuple[int, int]]]:
    counts: dict[str | None, list[int]] = {}
    for one in statements:
        counts.setdefault(one.speaker, [0, 0])[one.doubtful] += 1
    order = sorted(counts, key=lambda label: (label is not None, label or ""))
    return [(label, (counts[label][0], counts[label][1])) for label in order]


def _names(label: str | None) -> list[str]:
    return [name for name in people_of(label) if speaker_kind(name)] if label else []


def _row(name: str, told: Told) -> list[str | int]:
    return [name, told.roles.get(name, ""), int(name in told.ordinary)]
