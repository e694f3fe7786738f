"""The command `mcp`. Nothing heavy is imported before it runs."""

from typing import Annotated

import typer

from qa.cli.options import (
    CollectionOption,
    IndexOption,
    KeepAnswersOption,
    ReaderOption,
    VectorsOption,
    index_folder,
    milvus_of,
)
from qa.cli.quotes.citing import SERVER, root_of
from qa.kept_answers.limit import MEGABYTES
from qa.web.version import product_version


def mcp(
    *,
    server: Annotated[
        str, typer.Option(metavar="URL", help="The address of your server, for permanent links.")
    ] = SERVER,
    collection: CollectionOption = None,
    reader_model: ReaderOption = None,
    keep_answers: KeepAnswersOption = MEGABYTES,
    vectors: VectorsOption = None,
    index: IndexOption = None,
) -> None:
    """Let other programs ask the articles, over standard input and output (MCP)."""
    from qa.mcp_server.server import serve

    folder, names = index_folder(index).resolve(), tuple(collection or ())
    milvus = milvus_of(vectors)
    serve(folder, root_of(server), product_version(), reader_model, names, milvus, keep_answers)
