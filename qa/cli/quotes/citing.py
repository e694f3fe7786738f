"""The command `cite`. Nothing heavy is imported before it runs."""

from enum import StrEnum
from typing import Annotated

import typer

from qa.cli.helping.identifiers import ArticleArgument
from qa.cli.options import IndexOption, JsonOption, open_index, print_json

SERVER = "http://127.0.0.1:7860"
"""Where `pullquote serve` answers unless told otherwise."""


class Form(StrEnum):
    """Forms of citation, as `qa.citing.formats` has them; named here so that none is loaded."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    APA = "apa"
    CHICAGO = "chicago"
    BIBTEX = "bibtex"
    CSL = "csl"
    RIS = "ris"


def root_of(server: str) -> str:
    """Return the address of a server with a slash at its end; end with wrong usage for none."""
    from qa.citing.links import safe_url

    root = f"{server.rstrip('/')}/"
    if safe_url(root) is None or "?" in root or "#" in root:
        raise typer.BadParameter(
            f"{server!r} is not the address of a server; write it as https://quotes.example",
            param_hint="--server",
        )
    return root


def cite(
    article: ArticleArgument,
    start: Annotated[int, typer.Argument(metavar="START", min=0)],
    end: Annotated[int, typer.Argument(metavar="END", min=1)],
    *,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TEXT,
    version: Annotated[
        str,
        typer.Option(metavar="HASH", help="Of the article as it was then: a hash, or its start."),
    ] = "",
    server: Annotated[
        str, typer.Option(metavar="URL", help="The address of your server, for permanent links.")
    ] = SERVER,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write one quote, by its offsets, as a citation with its permanent link."""
    from qa.citing.cited import cite as cite_quote
    from qa.citing.formats import format_named
    from qa.citing.speaking import statements_in

    root = root_of(server)
    opened = open_index(index)
    place = (opened.identifier(article), start, end)
    found = cite_quote(opened, opened.versions, statements_in(opened), place, version)
    if as_json:
        print_json(found.to_json(root))
    else:
        typer.echo(format_named(form).write(found, f"{root}{found.path}"), nl=False)
