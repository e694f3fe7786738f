"""The command `sides`. Nothing heavy is imported before it runs."""

from enum import StrEnum
from typing import Annotated

import typer

from qa.cli.options import AfterOption, BeforeOption, IndexOption, JsonOption, date_of, open_index
from qa.cli.quotes.citing import SERVER, root_of


class Form(StrEnum):
    """Forms of the whole, as `qa.sides.exporting` has them; named here so that none is loaded."""

    TEXT = "text"
    MD = "md"
    CSV = "csv"
    JSON = "json"


def sides(
    speakers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SPEAKER...]", help="Names; all who spoke of the topic if none."),
    ] = None,
    *,
    about: Annotated[str | None, typer.Option(metavar="T", help="Only about this.")] = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TEXT,
    server: Annotated[
        str, typer.Option(metavar="URL", help="The address of your server, for permanent links.")
    ] = SERVER,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set side by side, by date, what several said; or how the words of one went on."""
    root = root_of(server)
    since, until = date_of(after, "--after"), date_of(before, "--before")
    if not speakers and not about:
        raise typer.BadParameter("name speakers, a topic (--about), or both")
    from qa.sides.exporting import exported
    from qa.sides.gathering import SideFinder
    from qa.sides.values import SidesWish

    wish = SidesWish(speakers=tuple(speakers or ()), about=about, after=since, before=until)
    found = SideFinder(open_index(index)).sides(wish).checked()
    for note in found.troubles:
        typer.echo(f"pullquote: {note.sentence}", err=True)
    if as_json or form is not Form.TEXT:
        typer.echo(exported(found, Form.JSON if as_json else form, root), nl=False)
    else:
        from qa.cli.sides.report import show_sides

        show_sides(found)
    if found.damaged:
        typer.echo(f"pullquote: not readable: {', '.join(found.damaged)}", err=True)
        raise typer.Exit(1)
