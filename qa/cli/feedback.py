"""The command `feedback export`. Nothing heavy is imported before it runs."""

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.options import IndexOption, index_folder

feedback = typer.Typer(help="What readers said of answers.", no_args_is_help=True)


@feedback.callback()
def _feedback() -> None:
    """What readers said of answers."""


@feedback.command("export")
def export_feedback(
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.jsonl", help="Default: standard output."),
    ] = None,
    index: IndexOption = None,
) -> None:
    """Write the verdicts of readers as rows of a question set."""
    import json

    from qa.evaluation.sets.feedback import FILE, FeedbackStore, as_question_rows

    path = index_folder(index) / FILE
    with FeedbackStore(path) as store:
        rows = as_question_rows(store.rows())
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if output is None:
        for line in lines:
            typer.echo(line)
        return
    from qa.evaluation.runs.run_record import write_beside

    write_beside(output, "".join(f"{line}\n" for line in lines))
    typer.echo(f"{len(lines)} questions written to {output}.", err=True)
