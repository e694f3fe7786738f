"""The commands `gaps` and `gaps ...`. Nothing heavy is imported before one runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.helping.examples import epilog
from qa.cli.options import (
    IndexOption,
    JsonOption,
    fail,
    folder_there,
    index_folder,
    open_index,
    print_json,
    print_rows,
    progress,
)
from qa.text.control_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.gaps.shown import ShownGap
    from qa.gaps.values import Gap

gaps = typer.Typer(
    help="What was asked and not answered, where `serve --keep-gaps` kept it.",
    invoke_without_command=True,
    epilog=epilog("gaps"),
)

_Numbers = Annotated[list[int], typer.Argument(metavar="NUMBER...", min=1)]


@gaps.callback(invoke_without_command=True, epilog=epilog("gaps"))
def list_gaps(
    context: typer.Context,
    *,
    done: Annotated[bool, typer.Option("--done", help="Those that are done, instead.")] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was asked and not answered, alike questions together, most asked first."""
    if context.invoked_subcommand is not None:
        return
    from qa.web.gaps.reading import GapReader, View

    reader = GapReader(folder_there(index))
    page = reader.page(View.DONE if done else View.NOT_DONE)
    found = _shown(page.gaps, index)
    if as_json:
        print_rows("gaps", {"gaps": [one.to_json() for one in found], "total": page.total})
        return
    from qa.cli.gaps.report import show_gaps

    show_gaps(found, kept=reader.is_there)


@gaps.command("again", epilog=epilog("gaps again"))
def ask_again(
    *,
    most: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="At most so many; all when left out.")
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask those again that were not since the articles changed; keep which are answered now."""
    from dataclasses import replace

    from qa.gaps.filters import filters_of
    from qa.gaps.of_answers import found_in
    from qa.opening import open_assistant
    from qa.web.gaps.reading import GapReader
    from qa.web.gaps.store import GapStore, today

    folder = index_folder(index)
    answered: list[Gap] = []
    with open_index(index) as opened:
        generation = opened.generation
        stale = GapReader(folder).stale(generation, most)
        assistant, store = open_assistant(opened), GapStore(folder)
        with progress("Asking again") as update:
            for count, gap in enumerate(stale, 1):
                answer = assistant.ask(gap.question, filters=filters_of(gap.filters))
                found = found_in(answer, gap.found.on if gap.found else today())
                store.asked_again(gap.number, found, generation)
                answered += [replace(gap, found=found)] if found else []
                if update:
                    update(count, len(stale))
    if as_json:
        numbers = [one.number for one in answered]
        print_json({"asked": len(stale), "answered": numbers})
        return
    typer.echo(f"{len(stale)} asked again; answered by the articles now: {len(answered)}.")
    for one in answered:
        typer.echo(f"  {one.number}  {visible(one.question)}")


@gaps.command("want", epilog=epilog("gaps want"))
def want(
    number: Annotated[int, typer.Argument(metavar="NUMBER", min=1)],
    *,
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What to look for, and where.")
    ] = None,
    index: IndexOption = None,
) -> None:
    """Mark a gap as an article to look for, with a note."""
    _mark([number], "wanted", index, note)


@gaps.command("done", epilog=epilog("gaps done"))
def done(numbers: _Numbers, *, index: IndexOption = None) -> None:
    """Mark gaps as dealt with; one that is asked and not answered again is open again."""
    _mark(numbers, "done", index)


@gaps.command("open", epilog=epilog("gaps open"))
def open_again(numbers: _Numbers, *, index: IndexOption = None) -> None:
    """Take the marks of gaps away."""
    _mark(numbers, "open", index)


@gaps.command("forget", epilog=epilog("gaps forget"))
def forget(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="NUMBER...", min=1)] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Everything that is kept.")] = False,
    index: IndexOption = None,
) -> None:
    """Delete gaps with all their wordings, by the numbers that `gaps` shows, or all."""
    from qa.web.gaps.store import GapStore

    if everything == bool(numbers):
        fail("Name the gaps to delete by their numbers, or say --all.", code=2)
    store = GapStore(folder_there(index))
    if everything:
        count = store.forget_all()
    else:
        store.forget(numbers or [])
        count = len(set(numbers or []))
    typer.echo(f"{count} deleted.")


@gaps.command("export", epilog=epilog("gaps export"))
def export(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="NUMBER...", min=1)] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.jsonl", help="Default: standard output."),
    ] = None,
    index: IndexOption = None,
) -> None:
    """Write gaps as rows of a question set, those named or all that are not done."""
    from qa.gaps.rows import as_line, question_row
    from qa.web.gaps.reading import GapReader, View

    reader = GapReader(folder_there(index))
    chosen = map(reader.one, numbers) if numbers else reader.page(View.NOT_DONE).gaps
    lines = [as_line(question_row(one)) for one in _shown(chosen, index)]
    if output is None:
        typer.echo("".join(lines), nl=False)
        return
    from qa.evaluation.runs.run_record import write_beside

    write_beside(output, "".join(lines))
    typer.echo(f"{len(lines)} questions written to {output}.", err=True)


def _mark(numbers: list[int], standing: str, index: Path | None, note: str | None = None) -> None:
    from qa.gaps.values import Standing
    from qa.web.gaps.store import GapStore

    store = GapStore(folder_there(index))
    for number in numbers:
        store.mark(number, Standing(standing), note)
    typer.echo(f"{len(set(numbers))} marked.")


def _shown(found: "Iterable[Gap]", index: Path | None) -> "list[ShownGap]":
    """Return gaps with their passages as the index has them; without one, without any."""
    from index.articles.article import Article
    from index.collection import Index
    from qa.gaps.shown import shown

    if not Index.exists(index_folder(index)):
        return shown(found, lambda _article, _stamp: None)
    with open_index(index) as opened:

        def then(article: str, stamp: str) -> Article:
            return opened.version(article, stamp)

        return shown(found, then)
