"""The command `statements`. Nothing heavy is imported before it runs."""

from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, open_index, print_json

if TYPE_CHECKING:
    from index.articles.article import Article
    from index.collection import Index
    from index.readers.sources import Failure


def statements(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="Files to read instead of the index."),
    ] = None,
    *,
    speaker: Annotated[str | None, typer.Option(metavar="S", help="Only by this speaker.")] = None,
    about: Annotated[str | None, typer.Option(metavar="T", help="Only about this.")] = None,
    article: Annotated[str | None, typer.Option(metavar="ID", help="Only of this article.")] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who said what, from the index or from the files given."""
    from qa.cli import terminal
    from qa.statements.listing import list_statements, read_articles

    if paths:
        found, failures = read_articles(paths)
    else:
        store = open_index(index)
        found, failures = _stored_articles(store, article)
    rows = list_statements(found, speaker=speaker, about=about, article=article)
    if as_json:
        print_json({"statements": rows})
    else:
        terminal.show_statements(rows, {one.info.id: one.info for one in found})
    terminal.show_failures(failures)
    if failures:
        raise typer.Exit(1)


def _stored_articles(
    store: "Index", article: str | None
) -> "tuple[list[Article], tuple[Failure, ...]]":
    """Return the article asked for or all of the index, and those that are damaged."""
    from index.errors import ArticleDamaged
    from index.readers.sources import Failure

    if article:
        return [store.article(article)], ()
    found, failures = [], []
    for info in store.articles():
        try:
            found.append(store.article(info.id))
        except ArticleDamaged as error:
            failures.append(Failure(info.id, str(error)))
    return found, tuple(failures)
