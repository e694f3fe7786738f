"""The command `statements`. Nothing heavy is imported before it runs."""

from typing import Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, open_index, print_json


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
        ids = [article] if article else [info.id for info in store.articles()]
        found, failures = [store.article(one) for one in ids], ()
    rows = list_statements(found, speaker=speaker, about=about, article=article)
    if as_json:
        print_json({"statements": rows})
    else:
        terminal.show_statements(rows, {one.info.id: one.info for one in found})
    terminal.show_failures(failures)
    if failures:
        raise typer.Exit(1)
