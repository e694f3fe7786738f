"""Statements as an index stores them: who finds them, by which rules, and as what they come back.

The rules are the sources of the rooms that statements are found with, so that no version number
can be forgotten: whoever changes a rule or a table has the statements of every index found again.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, TypeAlias, cast

from index.articles.article import Article
from index.articles.statement import Statement
from index.keeping.store import KEPT, MISSING

if TYPE_CHECKING:
    from index.annotations import Annotations

SpokenIn: TypeAlias = tuple[Article, Statement]
"""A statement and the article it is in."""

RULES = (
    "index.articles.interviews",
    "index.articles.label_words",
    "index.articles.labels",
    "index.articles.statement",
    "index.articles.turn_heads",
    "index.articles.turn_spans",
    "index.articles.turns",
    "index.chunking.sentences",
    "index.language.scripts",
    "index.language.sentence_words",
    "qa.language",
    "qa.people",
    "qa.statements.attributions",
    "qa.statements.contents",
    "qa.statements.doubtful_lines",
    "qa.statements.finding",
    "qa.statements.instruction_lines",
    "qa.statements.letters",
    "qa.statements.plausibility",
    "qa.statements.turn_people",
    "qa.statements.turn_speakers",
    "qa.statements.turn_words",
    "qa.statements.unknown_cues",
    "qa.text",
)
"""Packages and modules that decide what is found."""


class StatementFinder:
    """The annotator (`index.annotations.Annotator`) that finds statements."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of the sources of `RULES`."""
        return sources_digest(RULES)

    def annotate(self, article: Article) -> list[Statement]:
        """Return the statements of an article in the order of their content."""
        # Imported late: who reads what is stored does without the rules.
        from qa.statements.finding import find_statements

        return find_statements(article.text)


class KnownStatements:
    """The statements of the articles of an index, those asked for lately kept in memory.

    Safe to share among threads.
    """

    def __init__(self, annotations: "Annotations") -> None:
        self._annotations = annotations

    def of(self, articles: Sequence[Article]) -> list[SpokenIn]:
        """Return the statements of these articles, article by article in the order of content."""
        what = ("statements", self._annotations.rules)
        known = [KEPT.get(article.text, what) for article in articles]
        missing = [one for one, kept in zip(articles, known, strict=True) if kept is MISSING]
        looked_up = iter(self._annotations.of(missing) if missing else ())
        found: list[SpokenIn] = []
        for article, kept in zip(articles, known, strict=True):
            if kept is MISSING:
                kept = next(looked_up)
                KEPT.put(article.text, what, kept)
            found += [(article, one) for one in cast(tuple[Statement, ...], kept)]
        return found


@lru_cache(maxsize=4)
def sources_digest(names: tuple[str, ...]) -> str:
    """Return SHA-256 (hex) of the sources of packages and modules."""
    digest = hashlib.sha256()
    for name in names:
        package, _, last = name.rpartition(".")
        place = files(package).joinpath(last)
        sources = _sources(place) if place.is_dir() else [files(package).joinpath(f"{last}.py")]
        for source in sources:
            digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(folder: Traversable) -> list[Traversable]:
    """Return the sources in a folder and those below it, always in the same order."""
    found: list[Traversable] = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            found += _sources(one)
        elif one.name.endswith(".py"):
            found.append(one)
    return found
