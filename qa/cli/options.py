"""What the commands share: options, the index they work on, output and progress."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeAlias

import typer

from index.errors import IndexProblem, RemoteProblem, UsageError
from qa.text.control_characters import visible

if TYPE_CHECKING:
    from index.collection import Index
    from index.search.milvus.address import MilvusAddress

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

AfterOption: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles of this date or later.")
]
BeforeOption: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles of this date or earlier.")
]

CollectionOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--collection", metavar="C", help="Only articles of this collection; repeat it."),
]

QuestionsArgument: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="QUESTIONS",
        help="JSONL, SQuAD, Ragas or DeepEval JSON, CSV, or a BEIR folder.",
    ),
]
FilterOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="TAG", help="Only questions with this tag; repeat it."),
]

VectorsOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--vectors",
        metavar="URL",
        envvar="PULLQUOTE_VECTORS",
        help="A Milvus to search in, as in milvus://HOST:19530; this machine where it cannot be.",
    ),
]

KeepAnswersOption: TypeAlias = Annotated[
    int,
    typer.Option(
        "--keep-answers",
        metavar="MB",
        envvar="PULLQUOTE_KEEP_ANSWERS",
        min=0,
        max=100_000,
        help="Memory for answers kept until anything changes; 0 makes every answer anew.",
    ),
]

index_before_command: ContextVar[Path | None] = ContextVar("index", default=None)
"""The `--index` that was given before the name of the command."""


def index_folder(index: Path | None) -> Path:
    """Return the folder of the index: the option's, else the environment's, else ./.pullquote."""
    chosen = index or index_before_command.get()
    return Path(chosen or os.environ.get("PULLQUOTE_INDEX") or ".pullquote")


def folder_there(index: Path | None) -> Path:
    """Return the folder of the index for a command that reads what lies beside it; makes none.

    Raises:
        IndexProblem: there is no such folder, so its name may be misspelt.
    """
    folder = index_folder(index).expanduser().absolute()
    if not folder.is_dir():
        raise IndexProblem(f"There is no index at {folder}. Make one: pullquote index PATH")
    return folder


def open_index(
    index: Path | None,
    *,
    vectors: str | None = None,
    **options: Any,  # noqa: ANN401
) -> "Index":
    """Open the index that a command works on; `options` are those of `Index.open`."""
    from index.collection import Index
    from qa.speakers.finder import SpeakerFinder

    milvus = milvus_of(vectors)
    return Index.open(index_folder(index), annotator=SpeakerFinder(), milvus=milvus, **options)


def milvus_of(vectors: str | None) -> "MilvusAddress | None":
    """Return the Milvus that an option names; end with wrong usage where it is none.

    Its password is in the environment.
    """
    if not vectors:
        return None
    from index.search.milvus.address import parse_address
    from index.search.milvus.package import require_pymilvus

    try:
        found = parse_address(vectors, os.environ)
        require_pymilvus()
    except UsageError as error:
        raise typer.BadParameter(str(error), param_hint="--vectors") from error
    return found


def bring_remote(store: "Index") -> bool:
    """Bring Milvus up to date, where one was named; tell whether that was possible, else say why.

    What was done here before stays done.
    """
    if store.remote is None:
        return True
    try:
        with progress("Bringing Milvus up to date") as update:
            store.remote.bring(update)
    except RemoteProblem as problem:
        typer.echo(
            f"pullquote: {visible(str(problem))} The articles are indexed on this machine; Milvus "
            f"takes them at the next search or command that names it.",
            err=True,
        )
        return False
    return True


def date_of(value: str | None, option: str) -> str | None:
    """Return the date given to an option as ISO 8601; end with wrong usage where it is none."""
    if value is None:
        return None
    from index.articles.dates import parse_date

    date = parse_date(value)
    if date is None:
        raise typer.BadParameter(
            f"{value!r} is not a date; write it as 2012-04-18", param_hint=option
        )
    return date


def print_json(document: object) -> None:
    """Print a document on standard output."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_failure(message: str, candidates: Sequence[str] = ()) -> None:
    """Print why nothing was done as a document on standard output, where `--json` asks for one."""
    if "--json" in sys.argv[1:]:
        document: dict[str, object] = {"error": message}
        if candidates:
            document["candidates"] = list(candidates)
        typer.echo(json.dumps(document, ensure_ascii=False))


def fail(message: str, *, code: int = 1, candidates: Sequence[tuple[str, str]] = ()) -> NoReturn:
    """End the program with a message on standard error; with `--json` also as a document.

    `candidates` are the identifiers, with titles, of what may have been meant.
    """
    print_failure(message, [one for one, _ in candidates])
    typer.echo(f"pullquote: {visible(message)}", err=True)
    longest = max((len(one) for one, _ in candidates), default=0)
    for one, title in candidates:
        typer.echo(f"  {visible(f'{one:{longest}}  {title}'.rstrip())}", err=True)
    sys.exit(code)


def print_rows(name: str, document: Mapping[str, Any]) -> None:
    """Print a document whose list `name` may be long, an element a line."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    rows = ",\n    ".join(map(encode, document[name]))
    parts = [f"{encode(name)}: [\n    {rows}\n  ]" if rows else f"{encode(name)}: []"]
    parts += [f"{encode(key)}: {encode(document[key])}" for key in document if key != name]
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
