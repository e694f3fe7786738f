"""The commands `calibrate` and `check-questions`. Nothing heavy is imported before one runs."""

from typing import Annotated

import typer

from qa.cli.options import (
    FilterOption,
    IndexOption,
    JsonOption,
    QuestionsArgument,
    ReaderOption,
    index_folder,
    open_index,
    print_json,
    progress,
)


def calibrate(
    questions: QuestionsArgument,
    *,
    target: Annotated[
        float,
        typer.Option(metavar="SHARE", min=0.5, max=0.999, help="Answer only when right so often."),
    ] = 0.95,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it would do; store nothing.")
    ] = False,
    reset: Annotated[
        bool, typer.Option("--reset", help="Forget what was stored; back to the built-in scale.")
    ] = False,
    tags: FilterOption = None,
    reader_model: ReaderOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fit to your own questions when to be silent, and store it in the index."""
    from qa.evaluation.report import summary
    from qa.evaluation.runs.calibration import fit_index, forget
    from qa.evaluation.sets.formats.registry import read_question_set

    store = open_index(index)
    if reset:
        forget(store)
        if as_json:
            print_json({"stored": False, "reset": True})
        return
    chosen = read_question_set(questions).tagged(tags or ())
    with progress("Asking") as update:
        fit = fit_index(
            store,
            chosen,
            target=target,
            reader_model=reader_model,
            store=not dry_run,
            progress=update,
        )
    if as_json:
        print_json(fit.to_json())
        return
    for line in summary.calibration(fit):
        typer.echo(line)


def check_questions(
    questions: QuestionsArgument,
    *,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a question set; with an index, also that its gold quotes stand in the articles."""
    from index.collection import Index
    from qa.evaluation.sets.checking import check_set
    from qa.evaluation.sets.formats.registry import read_question_set

    chosen = read_question_set(questions)
    folder = index_folder(index)
    if Index.exists(folder) or index is not None:
        with Index.open(folder) as store:
            checked = check_set(chosen, store)
    else:
        checked = check_set(chosen, None)
    if as_json:
        print_json(checked.to_json())
    else:
        for line in checked.lines():
            typer.echo(line)
    if checked.failed:
        raise typer.Exit(1)
