"""The command `speakers`. Nothing heavy is imported before it runs."""

from typing import Annotated

import typer

from qa.cli.options import IndexOption, JsonOption, open_index, print_rows


def speakers(
    *,
    about: Annotated[
        str | None, typer.Option(metavar="T", help="Only who says something about this.")
    ] = None,
    search: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only those of this name, role or body.")
    ] = None,
    order: Annotated[
        str, typer.Option(metavar="ORDER", help="By statements, name, or latest.")
    ] = "statements",
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who speaks, those who say most first, with roles as the articles give them."""
    from qa.speakers.directory import directory_of
    from qa.speakers.listing import speakers_document
    from qa.speakers.searching import Order, listed_about, matching, ordered

    if order not in list(Order):
        raise typer.BadParameter(f"{order!r} is none of {', '.join(Order)}", param_hint="--order")
    store = open_index(index)
    directory = directory_of(store)
    if about:
        directory = listed_about(store, directory, about)
    found = ordered(matching(directory.speakers, search or ""), Order(order))
    if as_json:
        print_rows("speakers", speakers_document(directory, found))
    else:
        from qa.cli.speakers.report import show_speakers

        show_speakers(found, directory)
