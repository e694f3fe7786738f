"""What the commands share: options, the index they work on, output and progress."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

if TYPE_CHECKING:
    from index.collection import Index

IndexOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--index", metavar="DIR", help="The index. Default: $PULLQUOTE_INDEX, else ./.pullquote."
    ),
]
JsonOption: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output.")
]
ReaderOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--reader-model",
        metavar="NAME",
        help="A question-answering model by name or folder instead of the built-in reader.",
    ),
]

index_before_command: ContextVar[Path | None] = ContextVar("index", default=None)
"""The `--index` that was given before the name of the command."""


def index_folder(index: Path | None) -> Path:
    """Return the folder of the index: the option's, else the environment's, else ./.pullquote."""
    chosen = index or index_before_command.get()
    return Path(chosen or os.environ.get("PULLQUOTE_INDEX") or ".pullquote")


def open_index(index: Path | None, **options: Any) -> "Index":  # noqa: ANN401
    """Open the index that a command works on; `options` are those of `Index.open`."""
    from index.collection import Index
    from qa.statements.stored import StatementFinder

    return Index.open(index_folder(index), annotator=StatementFinder(), **options)


def print_json(document: object) -> None:
    """Print a document on standard output."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_rows(name: str, document: Mapping[str, Any]) -> None:
    """Print a document whose list `name` may be long, an element a line."""
    rows = map(json.JSONEncoder(ensure_ascii=False, check_circular=False).encode, document[name])
    rest = {key: value for key, value in document.items() if key != name}
    lines = ",\n    ".join(rows)
    parts = [f'"{name}": [\n    {lines}\n  ]' if lines else f'"{name}": []']
    parts += [f"{json.dumps(key)}: {json.dumps(rest[key], ensure_ascii=False)}" for key in rest]
    typer.echo("{\n  " + ",\n  ".join(parts) + "\n}")


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar on standard error while the block runs; nothing when not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from qa.cli.terminal import progress_bar

    with progress_bar(label) as update:
        yield update
