"""The commands `articles`, `show` and `remove`. Nothing heavy is imported before a command runs."""

from typing import Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, open_index, print_json


def articles(*, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the articles of the index."""
    infos = open_index(index).articles()
    if as_json:
        print_json({"articles": [info.to_json() for info in infos]})
    else:
        from qa.cli import terminal

        terminal.show_articles(infos)


def show(
    article: Annotated[str, typer.Argument(metavar="ID")],
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one article with its whole text."""
    found = open_index(index).article(article)
    if as_json:
        print_json(found.to_json())
    else:
        from qa.cli import terminal

        terminal.show_article(found)


def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...")],
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take articles out of the index."""
    removed = open_index(index).remove(ids)
    if as_json:
        print_json({"removed": removed})
    else:
        typer.echo(f"Removed {removed} article{'' if removed == 1 else 's'}.")
