"""The command `evaluate`. Nothing heavy is imported before it runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from qa.cli.selector_options import (
    SelectorModelOption,
    SelectorOption,
    SelectorRemoteOption,
    SelectorTimeoutOption,
    endpoint_of,
)
from qa.reading.selector.endpoint import SECONDS

if TYPE_CHECKING:
    from qa.evaluation.runs.comparison import Comparison
    from qa.evaluation.runs.evaluate import EvaluationOptions
    from qa.evaluation.runs.gates import Floor
    from qa.evaluation.runs.run_record import RunRecord
    from qa.evaluation.sets.question_sets import QuestionSet

LimitOption = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Only so many questions, spread over the set."),
]
BuildOption = Annotated[
    bool,
    typer.Option("--build-index", help="Make a temporary index of the texts the set carries."),
]


def evaluate(
    questions: QuestionsArgument,
    *,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a report, one HTML file.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="RUN.json", help="Compare with a run saved earlier.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(metavar="RUN.json", help="Save the run with all its rows.")
    ] = None,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE.xml", help="Write JUnit XML for a CI system.")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC=VALUE", help="Exit 1 below this value; repeat it."),
    ] = None,
    gate: Annotated[
        Path | None, typer.Option(metavar="GATE.json", help="Exit 1 below the floors in a file.")
    ] = None,
    raise_gate: Annotated[
        bool, typer.Option("--raise-gate", help="Move the gate up to what was reached.")
    ] = False,
    lower_gate: Annotated[
        bool, typer.Option("--lower-gate", help="Move the gate, down too.")
    ] = False,
    reading: Annotated[
        bool, typer.Option("--reading", help="Give the reader each question's passage (SQuAD).")
    ] = False,
    build_index: BuildOption = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where a run that was stopped ended.")
    ] = False,
    judgements: Annotated[
        bool,
        typer.Option("--with-judgements", help="Let what editors said of quotes change answers."),
    ] = False,
    tags: FilterOption = None,
    limit: LimitOption = None,
    reader_model: ReaderOption = None,
    selector: SelectorOption = None,
    selector_model: SelectorModelOption = None,
    selector_remote: SelectorRemoteOption = False,
    selector_timeout: SelectorTimeoutOption = SECONDS,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the answers with a set of questions."""
    from qa.evaluation.runs.evaluate import EvaluationOptions
    from qa.evaluation.runs.run_record import load_run, save_run
    from qa.evaluation.sets.formats.registry import read_question_set

    if (raise_gate or lower_gate) and gate is None:
        raise typer.BadParameter("it moves the gate that --gate names", param_hint="--raise-gate")
    if reading and build_index:
        raise typer.BadParameter("it needs no index", param_hint="--reading with --build-index")
    floors = _floors(fail_under or [])
    earlier = load_run(baseline) if baseline else None
    chosen = read_question_set(questions)
    options = EvaluationOptions(
        reading=reading,
        build_index=build_index,
        tags=tuple(tags or ()),
        limit=limit,
        reader_model=reader_model,
        selector=endpoint_of(selector, selector_model, selector_timeout, remote=selector_remote),
        stream=_stream(chosen, save, index, without_index=reading or build_index, resume=resume),
        resume=resume,
        judgements=judgements,
    )
    run = _run(chosen, index, options)
    comparison = _compare(earlier, run)
    if save:
        save_run(run, save)
    missed = (*_missed(run, floors), *_gate(run, gate, up=raise_gate, down=lower_gate))
    _write(run, comparison, missed, report=report, junit=junit)
    if options.stream:
        options.stream.unlink(missing_ok=True)
    _show(run, comparison, missed, as_json=as_json)
    if run.failed or missed or _invalid(run):
        raise typer.Exit(1)


def _run(chosen: "QuestionSet", index: Path | None, options: "EvaluationOptions") -> "RunRecord":
    from qa.evaluation.runs.evaluate import evaluate as run_set

    with progress("Asking") as update:
        return run_set(chosen, lambda: open_index(index), options, update)


def _floors(texts: list[str]) -> "list[Floor]":
    from qa.evaluation.runs.gates import parse_floor

    try:
        return [parse_floor(text) for text in texts]
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--fail-under") from error


def _stream(
    chosen: "QuestionSet",
    save: Path | None,
    index: Path | None,
    *,
    without_index: bool,
    resume: bool,
) -> Path | None:
    """Return where rows are kept while the run goes on: beside the saved run, else in the index."""
    if save:
        return save.with_name(f"{save.name}.rows")
    if not without_index:
        folder = index_folder(index)
        return folder / "evaluations" / f"{chosen.digest[:16]}.rows" if folder.is_dir() else None
    if resume:
        raise typer.BadParameter("without an index it needs --save", param_hint="--resume")
    return None


def _compare(earlier: "RunRecord | None", run: "RunRecord") -> "Comparison | None":
    from qa.evaluation.runs.comparison import compare

    return compare(earlier, run) if earlier else None


def _missed(run: "RunRecord", floors: "list[Floor]") -> list[str]:
    from qa.evaluation.runs.gates import missed

    return missed(run, floors)


def _gate(run: "RunRecord", path: Path | None, *, up: bool, down: bool) -> list[str]:
    from qa.evaluation.runs.gates import failures, load_gate, save_gate, updated

    if path is None:
        return []
    found = load_gate(path)
    if up or down:
        found = updated(found, run, lower=down)
        save_gate(found, path)
    return failures(run, found)


def _invalid(run: "RunRecord") -> bool:
    validity = run.value("quote_validity")
    return validity is not None and validity < 1.0


def _write(
    run: "RunRecord",
    comparison: "Comparison | None",
    missed: tuple[str, ...],
    *,
    report: Path | None,
    junit: Path | None,
) -> None:
    from qa.evaluation.runs.run_record import write_beside

    if report:
        from qa.evaluation.report.page import address_beside, render

        links = address_beside(report.parent)
        write_beside(report, render(run, comparison, missed, link_to=links))
    if junit:
        from qa.evaluation.report.junit import junit as as_xml

        write_beside(junit, as_xml(run, missed))


def _show(
    run: "RunRecord",
    comparison: "Comparison | None",
    missed: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    from qa.evaluation.report import summary

    for line in summary.troubles(run, missed):
        typer.echo(line, err=True)
    if not as_json:
        for line in (*summary.figures(run), *summary.changes(comparison)):
            typer.echo(line)
        return
    document = run.to_json()
    if comparison:
        document["comparison"] = comparison.to_json()
    print_json({**document, "missed": list(missed)})
