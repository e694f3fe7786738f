"""The command line: `pullquote`, also `python app.py`.

Standard output holds what was asked for, and with `--json` exactly one JSON document; progress and
messages go to standard error. Exit codes: 0 done (an abstention is an answer), 1 it failed or part
of it did, 2 wrong usage. Everything heavy is imported inside the command that needs it.
"""

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from index.errors import PullquoteError, UsageError
from qa.cli import access as access_commands
from qa.cli import evaluation as evaluation_commands
from qa.cli.options import (
    IndexOption,
    JsonOption,
    ReaderOption,
    index_before_command,
    open_index,
    print_json,
    print_rows,
    progress,
)
from qa.cli.serve import serve
from qa.text.visible import visible

if TYPE_CHECKING:
    from index.articles.passages import Filters
    from index.collection import Index
    from qa.assistant import Assistant

app = typer.Typer(
    name="pullquote",
    help="Ask a pile of articles a question; get an answer in the articles' own words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

EmbeddingOption = Annotated[
    str | None,
    typer.Option(
        "--embedding-model",
        metavar="NAME",
        help="A sentence-transformers model by name or folder instead of the built-in one.",
    ),
]
AuthorOption = Annotated[
    str | None, typer.Option(metavar="A", help="Only articles by this author.")
]
SourceOption = Annotated[
    str | None, typer.Option(metavar="S", help="Only articles of this publication.")
]
AfterOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles of this date or later.")
]
BeforeOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles of this date or earlier.")
]


_INTERRUPTED = "Interrupted. What was finished before is kept; run the command again to go on."


@app.callback()
def _root(index: IndexOption = None) -> None:
    index_before_command.set(index)


def main() -> NoReturn:
    """Run the command line; every failure a user can mend is a message, not a stack trace."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        app()
    except PullquoteError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail(_INTERRUPTED, code=130)
    except SystemExit as left:
        if left.code == 130:  # so typer ends a command at Ctrl-C, without a word
            _fail(_INTERRUPTED, code=130)
        raise
    except OSError as error:
        _fail(f"{error.filename or 'The system'}: {error.strerror or error}.")
    sys.exit(0)


def _fail(message: str, *, code: int = 1) -> NoReturn:
    if "--json" in sys.argv[1:]:
        typer.echo(json.dumps({"error": message}, ensure_ascii=False))
    typer.echo(f"pullquote: {visible(message)}", err=True)
    sys.exit(code)


def _check(question: str) -> None:
    """End with the exit code of wrong usage where the question cannot be asked."""
    from qa.questions.understanding import check

    try:
        check(question)
    except UsageError as error:
        _fail(str(error), code=2)


def _open_assistant(index: Path | None, reader_model: str | None) -> "Assistant":
    from qa.assistant import Assistant

    reader = None
    if reader_model:
        from qa.reading.trained_reader import open_reader

        reader = open_reader(reader_model)
    return Assistant(open_index(index), reader=reader)


def _filters(
    author: str | None, source: str | None, after: str | None, before: str | None
) -> "Filters":
    from index.articles.passages import Filters

    return Filters(
        author=author,
        source=source,
        after=_date(after, "--after"),
        before=_date(before, "--before"),
    )


def _date(value: str | None, option: str) -> str | None:
    if value is None:
        return None
    from index.articles.dates import parse_date

    date = parse_date(value)
    if date is None:
        raise typer.BadParameter(
            f"{value!r} is not a date; write it as 2012-04-18", param_hint=option
        )
    return date


@app.command("index")
def index_command(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, feeds or URLs.")
    ],
    *,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove articles whose file is gone.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and index again whenever a file changes.")
    ] = False,
    embedding_model: EmbeddingOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add or update articles; unchanged ones are skipped."""
    from qa.cli import terminal

    store = open_index(index, create=True, embedding_model=embedding_model)
    with progress("Indexing") as update:
        report = store.add(paths, prune=prune, progress=update)
    if as_json:
        print_json(report.to_json())
    else:
        terminal.show_report(report)
    if watch:
        _watch(store, paths, prune=prune)
    if report.failed:
        raise typer.Exit(1)


def _watch(store: "Index", paths: list[str], *, prune: bool) -> None:
    import watchfiles

    from qa.cli import terminal

    local = [path for path in paths if Path(path).exists()]
    terminal.note(f"Watching {', '.join(local)}; press Ctrl-C to stop.")
    for _ in watchfiles.watch(*local, raise_interrupt=False):
        terminal.show_report(store.add(paths, prune=prune), err=True)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    *,
    author: AuthorOption = None,
    source: SourceOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    history: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="An earlier question; repeat it, earliest first."),
    ] = None,
    reader_model: ReaderOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with exact quotes, or say why not."""
    _check(question)
    filters = _filters(author, source, after, before)
    assistant = _open_assistant(index, reader_model)
    assistant.prepare()
    answer = assistant.ask(question, history=history or (), filters=filters)
    if as_json:
        print_json(answer.to_json())
    else:
        from qa.cli import terminal

        terminal.show_answer(answer)


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    author: AuthorOption = None,
    source: SourceOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List passages, best first."""
    _check(query)
    filters = _filters(author, source, after, before)
    hits = open_index(index).search(query, k, filters)
    if as_json:
        print_json({"hits": [hit.to_json() for hit in hits]})
    else:
        from qa.cli import terminal

        terminal.show_hits(hits)


@app.command()
def statements(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="Files to read instead of the index."),
    ] = None,
    *,
    speaker: Annotated[str | None, typer.Option(metavar="S", help="Only by this speaker.")] = None,
    about: Annotated[str | None, typer.Option(metavar="T", help="Only about this.")] = None,
    article: Annotated[str | None, typer.Option(metavar="ID", help="Only of this article.")] = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who said what, from the index or from the files given, oldest first."""
    from qa.statements.listing import Wish, list_in_files, list_in_index

    dated = _filters(None, None, after, before)
    wish = Wish(
        speaker=speaker, about=about, article=article, after=dated.after, before=dated.before
    )
    listing = list_in_files(paths, wish) if paths else list_in_index(open_index(index), wish)
    if as_json:
        print_rows("statements", listing.to_json())
    else:
        from qa.cli import terminal

        terminal.show_statements(listing.rows, listing.infos)
    if listing.failures:
        from qa.cli import terminal

        terminal.show_failures(listing.failures)
        raise typer.Exit(1)


@app.command()
def articles(*, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the articles of the index."""
    infos = open_index(index).articles()
    if as_json:
        print_json({"articles": [info.to_json() for info in infos]})
    else:
        from qa.cli import terminal

        terminal.show_articles(infos)


@app.command()
def show(
    article: Annotated[str, typer.Argument(metavar="ID")],
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one article with its whole text."""
    found = open_index(index).article(article)
    if as_json:
        print_json({**found.info.to_json(), "text": found.text})
    else:
        from qa.cli import terminal

        terminal.show_article(found)


@app.command()
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


@app.command()
def verify(
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended, and say what cannot.")
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Re-read every stored offset, hash and vector, and say what is wrong."""
    report = open_index(index, damaged=True).verify(repair=repair)
    if as_json:
        print_json(report.to_json())
    else:
        from qa.cli import terminal

        terminal.show_verification(report)
    if not report.ok or report.lost:
        raise typer.Exit(1)


app.command("serve")(serve)
app.command("evaluate")(evaluation_commands.evaluate)
app.command("calibrate")(evaluation_commands.calibrate)
app.command("check-questions")(evaluation_commands.check_questions)
app.add_typer(evaluation_commands.feedback, name="feedback")
app.add_typer(access_commands.users, name="users")
app.add_typer(access_commands.keys, name="keys")
