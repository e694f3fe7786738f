"""Identifiers by how they begin, so that nobody has to type a whole one."""

from index.errors import AmbiguousIdentifier, UnknownArticle
from index.store.tables.articles import ArticleTable

NAMED = 10
"""Candidates that are named where several articles may be meant."""


def the_identifier(articles: ArticleTable, beginning: str) -> str:
    """Return the one identifier that is `beginning`, or else begins with it; see `Index`."""
    found = articles.beginning(beginning, NAMED + 1) if beginning.strip() else []
    if found and found[0][0] == beginning:
        return beginning
    if not found:
        raise UnknownArticle(
            f"No article has the identifier {beginning!r}, or one that begins so. "
            "`pullquote articles` lists them."
        )
    if len(found) > 1:
        count = f"More than {NAMED}" if len(found) > NAMED else str(len(found))
        raise AmbiguousIdentifier(
            f"{count} articles have an identifier that begins with {beginning!r}; "
            "write more of the one you mean.",
            candidates=tuple(found[:NAMED]),
        )
    return found[0][0]
