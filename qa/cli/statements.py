"""The command `statements`. Nothing heavy is imported before it runs."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.helping.identifiers import offer
from qa.cli.options import (
    AfterOption,
    BeforeOption,
    CollectionOption,
    IndexOption,
    JsonOption,
    date_of,
    fail,
    open_index,
    print_rows,
)
from qa.cli.quotes.citing import SERVER, root_of

if TYPE_CHECKING:
    from qa.statements.listing import Listing, Wish


class Form(StrEnum):
    """Forms of a list, as `qa.citing.statement_files` has them; named here so none is loaded."""

    JSON = "json"
    CSV = "csv"
    MD = "md"
    BIBTEX = "bibtex"
    CSL = "csl"


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
    form: Annotated[
        Form | None, typer.Option("--format", help="Write a file of this form.")
    ] = None,
    collection: CollectionOption = None,
    server: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The address of your server, for permanent links."),
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who said what, from the index or from the files given, the oldest article first."""
    from qa.statements.listing import Wish, list_in_files, list_in_index

    root = root_of(server or SERVER)
    since, until = date_of(after, "--after"), date_of(before, "--before")
    store = None if paths else open_index(index)
    if store is not None and article:
        article = store.identifier(article)
    if paths and collection:
        fail("--collection is of the index; the files given are in none.", code=2)
    wish = Wish(
        speaker=speaker,
        about=about,
        article=article,
        after=since,
        before=until,
        collections=frozenset(collection or ()),
    )
    with _cycles_unsought():
        is_json = as_json or form is Form.JSON
        # A citation has a permanent link; other files have where somebody says what server it is.
        linked = not is_json and (form in (Form.BIBTEX, Form.CSL) or server is not None)
        if store:
            listing = list_in_index(store, wish, with_articles=linked)
        else:
            listing = list_in_files(paths or (), wish, with_articles=linked)
        if is_json:
            print_rows("statements", listing.to_json())
        elif form is not None:
            _write(listing, wish, form, root)
        else:
            from qa.cli import terminal

            terminal.show_statements(listing.rows, listing.infos)
    if listing.failures:
        from qa.cli.printing.reports import show_failures

        show_failures(listing.failures)
        raise typer.Exit(1)


def _write(listing: "Listing", wish: "Wish", form: Form, root: str) -> None:
    """Write the statements to standard output as they are in a file."""
    from qa.citing.statement_files import FORMS, StatementList, linked

    articles = len({row["article"] for row in listing.rows})
    counted = (
        f"{len(listing.rows):,} statements in {articles:,} of {len(listing.infos):,} articles; "
        + (f"{len(listing.failures)} cannot be read." if listing.failures else "searched: all.")
    )
    title = f"Statements by {wish.speaker}" if wish.speaker else "Statements"
    written = next(one for one in FORMS if one.name == form).write(
        StatementList(
            rows=linked(listing.rows, listing.articles, root),
            infos=listing.infos,
            articles=listing.articles,
            title=title,
            told=[counted],
        )
    )
    sys.stdout.buffer.write(written.encode("utf-8"))  # a table's ends of lines stay as they are


@contextmanager
def _cycles_unsought() -> Iterator[None]:
    """Keep Python from looking for cycles: rows have none, and it takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
