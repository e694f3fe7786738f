"""The command `mcp`. Nothing heavy is imported before it runs."""

from typing import Annotated

import typer

from qa.cli.options import IndexOption, ReaderOption, index_folder
from qa.cli.quotes.citing import SERVER, root_of


def mcp(
    *,
    server: Annotated[
        str, typer.Option(metavar="URL", help="The address of your server, for permanent links.")
    ] = SERVER,
    reader_model: ReaderOption = None,
    index: IndexOption = None,
) -> None:
    """Let other programs ask the articles, over standard input and output (MCP)."""
    from importlib.metadata import PackageNotFoundError, version

    from qa.mcp_server.server import serve

    try:
        known = version("pullquote")
    except PackageNotFoundError:  # run from a copy that is not installed
        known = "0"
    serve(index_folder(index).resolve(), root_of(server), known, reader_model)
