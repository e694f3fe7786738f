"""The command `statements`. Nothing heavy is imported before it runs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from qa.cli.helping.identifiers import offer
from qa.cli.options import (
    AfterOption,
    BeforeOption,
    IndexOption,
    JsonOption,
    date_of,
    open_index,
    print_rows,
)


def statements(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="Files to read instead of the index."),
    ] = None,
    *,
    speaker: Annotated[str | None, typer.Option(metavar="S", help="Only by this speaker.")] = None,
    about: Annotated[str | None, typer.Option(metavar="T", help="Only about this.")] = None,
    article: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only of this article.", autocompletion=offer),
    ] = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who said what, from the index or from the files given, the oldest article first."""
    from qa.statements.listing import Wish, list_in_files, list_in_index

    since, until = date_of(after, "--after"), date_of(before, "--before")
    store = None if paths else open_index(index)
    if store is not None and article:
        article = store.identifier(article)
    wish = Wish(speaker=speaker, about=about, article=article, after=since, before=until)
    with _cycles_unsought():
        listing = list_in_index(store, wish) if store else list_in_files(paths or (), wish)
        if as_json:
            print_rows("statements", listing.to_json())
        else:
            from qa.cli import terminal

            terminal.show_statements(listing.rows, listing.infos)
    if listing.failures:
        from qa.cli.printing.reports import show_failures

        show_failures(listing.failures)
        raise typer.Exit(1)


@contextmanager
def _cycles_unsought() -> Iterator[None]:
    """Keep Python from looking for cycles: rows have none, and it takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
