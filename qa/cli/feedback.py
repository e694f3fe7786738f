"""The commands `feedback ...`. Nothing heavy is imported before one runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.asking import AuthorOption, CategoryOption, SourceOption, filters_of
from qa.cli.helping.examples import epilog
from qa.cli.helping.identifiers import ArticleArgument
from qa.cli.options import (
    AfterOption,
    BeforeOption,
    IndexOption,
    JsonOption,
    index_folder,
    open_index,
    print_json,
)

if TYPE_CHECKING:
    from index.articles.judgement import Judged
    from index.articles.passages import Filters

feedback = typer.Typer(
    help="What readers and editors said of answers.",
    no_args_is_help=True,
    epilog=epilog("feedback"),
)

_Question = Annotated[str, typer.Argument(metavar="QUESTION", help="As it stands alone.")]
_Start = Annotated[int, typer.Argument(metavar="START", min=0)]
_End = Annotated[int, typer.Argument(metavar="END", min=1)]


@feedback.callback(epilog=epilog("feedback"))
def _feedback() -> None:
    """What readers and editors said of answers."""


@feedback.command("export", epilog=epilog("feedback export"))
def export_feedback(
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.jsonl", help="Default: standard output."),
    ] = None,
    index: IndexOption = None,
) -> None:
    """Write what readers and editors said as rows of a question set."""
    import json

    from qa.evaluation.sets.feedback import FILE, FeedbackStore, as_question_rows
    from qa.evaluation.sets.judged_questions import as_judged_rows

    with FeedbackStore(index_folder(index) / FILE) as store:
        rows = as_question_rows(store.rows())
    rows += as_judged_rows(_judged(index))
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if output is None:
        for line in lines:
            typer.echo(line)
        return
    from qa.evaluation.runs.run_record import write_beside

    write_beside(output, "".join(f"{line}\n" for line in lines))
    typer.echo(f"{len(lines)} questions written to {output}.", err=True)


def _judged(index: Path | None) -> "list[Judged]":
    from index.collection import Index

    if not Index.exists(index_folder(index)):
        return []
    with open_index(index) as store:
        return store.judgements.all()


@feedback.command("list", epilog=epilog("feedback list"))
def list_judgements(*, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List what editors called right or wrong, and who said so when."""
    with open_index(index) as store:
        judged = store.judgements.all()
    if as_json:
        print_json({"judgements": [one.to_json() for one in judged]})
        return
    from qa.cli import terminal

    terminal.show_judgements(judged)


@feedback.command("right", epilog=epilog("feedback right"))
def call_right(
    question: _Question,
    article: ArticleArgument,
    start: _Start,
    end: _End,
    *,
    author: AuthorOption = None,
    source: SourceOption = None,
    category: CategoryOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Confirm a quote: the next answer to this question shows it."""
    filters = filters_of(author, source, after, before, category)
    _judge(question, filters, (article, start, end), index, right=True, as_json=as_json)


@feedback.command("wrong", epilog=epilog("feedback wrong"))
def call_wrong(
    question: _Question,
    article: ArticleArgument,
    start: _Start,
    end: _End,
    *,
    author: AuthorOption = None,
    source: SourceOption = None,
    category: CategoryOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Call a quote wrong: it is not shown for this question again."""
    filters = filters_of(author, source, after, before, category)
    _judge(question, filters, (article, start, end), index, right=False, as_json=as_json)


def _judge(
    question: str,
    filters: "Filters",
    span: tuple[str, int, int],
    index: Path | None,
    *,
    right: bool,
    as_json: bool,
) -> None:
    from qa.evaluation.sets.feedback import marked
    from qa.learning import judgements
    from qa.questions.understanding import check

    asked = check(question)
    with open_index(index) as store:
        article = store.article(store.identifier(span[0]))
        words = marked(article, span[1], span[2])
        said = [(article, words.start, words.end, right)]
        (number,) = store.judgements.add(judgements(asked, filters, said, _owner()))
    if as_json:
        print_json({"number": number, "start": words.start, "end": words.end, "text": words.text})
    else:
        typer.echo(f"Judgement {number}: {words.text}")


@feedback.command("remove", epilog=epilog("feedback remove"))
def remove_judgements(
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER...", min=1)],
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take back what an editor said, by the numbers that `feedback list` shows."""
    with open_index(index) as store:
        store.judgements.remove(numbers)
    if as_json:
        print_json({"removed": sorted(set(numbers))})
    else:
        typer.echo(f"{len(set(numbers))} taken back.")


def _owner() -> str:
    """Return who works on the index: whoever can write to it may say what is right."""
    import getpass

    try:
        return f"{getpass.getuser()} (command line)"
    except (OSError, KeyError):
        return "command line"
