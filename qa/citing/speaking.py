"""Whose words a quote is, by the statements of its article."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index.articles.article import Article
from index.articles.statement import Statement, StatementKind
from index.keeping.found import kept_by_text
from qa.statements.stored import StatementFinder

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex


def statements_then(article: Article) -> Sequence[Statement]:
    """Return the statements of an earlier version, which no index stores; kept for a while."""
    return _statements_then(article.text, article)


@kept_by_text
def _statements_then(_: str, article: Article) -> Sequence[Statement]:
    return StatementFinder().annotate(article)


def statements_in(index: "ReadableIndex") -> Callable[[Article], Sequence[Statement]]:
    """Return what gives the statements of articles of an index, as they are or as they were."""
    annotations = index.annotations(StatementFinder())

    def spoken_in(article: Article) -> Sequence[Statement]:
        if index.article(article.id).content_hash == article.content_hash:
            return annotations.of([article])[0]
        return statements_then(article)

    return spoken_in


def speaker_of(
    statements: Sequence[Statement], start: int, end: int
) -> tuple[str | None, StatementKind | None]:
    """Return who says what stands in [start, end), and how it is given.

    Nobody where no statement lies there, where one is doubtful, or where several people speak: a
    quote is never given to one of them.
    """
    inside = [one for one in statements if one.start < end and start < one.end]
    whole = [one for one in inside if one.start <= start and end <= one.end]
    found = [min(whole, key=lambda one: one.end - one.start)] if whole else inside
    speakers = {one.speaker for one in found}
    if len(speakers) != 1 or None in speakers or any(one.doubtful for one in found):
        return None, None
    kinds = {one.kind for one in found}
    return found[0].speaker, found[0].kind if len(kinds) == 1 else StatementKind.MIXED
