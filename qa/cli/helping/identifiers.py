"""Identifiers of articles as arguments: a beginning is enough, and the shell completes them."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from qa.cli.options import index_folder

if TYPE_CHECKING:
    from index.collection import Index

_OFFERED = 40
"""Identifiers offered by completion; with more, a shell asks before it lists them."""


def offer(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return identifier and title of the articles that `incomplete` may become.

    Says nothing where the index cannot be read: whoever completes has not run a command yet.
    """
    from index.collection import Index
    from index.errors import PullquoteError

    chosen = [one.params.get("index") for one in (context, context.parent) if one]
    folder = index_folder(next(filter(None, chosen), None))
    try:
        if not Index.exists(folder):
            return []
        with Index.open(folder) as index:
            return index.identifiers(incomplete, _OFFERED)
    except (PullquoteError, OSError):
        return []


ArticleArgument: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="The article, by its identifier or how that begins.",
        autocompletion=offer,
    ),
]
ArticlesArgument: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="The articles, each by its identifier or how that begins.",
        autocompletion=offer,
    ),
]


def whole(index: "Index", beginnings: list[str]) -> list[str]:
    """Return the identifiers that begin so, each once.

    Raises:
        UnknownArticle: of one there is none.
        AmbiguousIdentifier: one is not enough to tell which is meant.
    """
    return list(dict.fromkeys(map(index.identifier, beginnings)))
