"""How gaps look in a terminal, line by line."""

from collections.abc import Iterator, Sequence

import typer

from qa.gaps.shown import Passage, ShownGap
from qa.gaps.values import Standing
from qa.text.control_characters import visible

_LONGEST = 160
_NEVER = "No questions are kept here. Keep them with: pullquote serve --keep-gaps"


def show_gaps(gaps: Sequence[ShownGap], *, kept: bool) -> None:
    """Print gaps with their passages; `kept` says whether any question ever was."""
    for one in gaps:
        typer.echo(f"{typer.style(str(one.gap.number), bold=True)}  {_flat(one.gap.question)}")
        for line in _lines(one):
            typer.echo(f"   {visible(line)}")
        typer.echo()
    typer.echo(f"{len(gaps)} gaps." if kept else _NEVER)


def _lines(one: ShownGap) -> Iterator[str]:
    gap = one.gap
    when = gap.last if gap.first == gap.last else f"{gap.first} to {gap.last}"
    why = gap.reason.value if gap.reason else gap.verdict.value
    yield f"asked {gap.asked} {'time' if gap.asked == 1 else 'times'}, {when}; {why}"
    for other in gap.questions:
        if other.question != gap.question:
            yield f"also: {_flat(other.question)} ({other.asked})"
    if gap.standing is Standing.WANTED or gap.note:
        yield f"{'article wanted' if gap.standing is Standing.WANTED else 'note'}: {gap.note}"
    if gap.found:
        yield f"answered since {gap.found.on}:"
    for passage in one.found:
        yield f"  {_passage(passage)}"
    if not gap.found:
        for passage in one.nearest:
            yield f"nearest: {_passage(passage)}"


def _passage(passage: Passage) -> str:
    place = passage.place
    where = f"[{place.article} {place.start}-{place.end}]"
    text = passage.text
    return f"{_flat(text)} {where}" if text is not None else f"(gone) {where}"


def _flat(text: str) -> str:
    flat = visible(" ".join(text.split()))
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST].rstrip()}…"
