"""Sides as a terminal shows them: by date, each statement under who said it."""

from collections.abc import Iterable

from qa.cli.terminal import say, say_wrapped
from qa.sides.exporting import UNDATED, told
from qa.sides.rows import by_date, by_month
from qa.sides.values import Offered, Said, Sides

_MOST_OFFERED = 20


def show_sides(sides: Sides) -> None:
    """Print the sides, and who else spoke about the topic."""
    say(told(sides))
    for side in sides.sides:
        say((side.speaker.name, "bold"), f"  {len(side.statements):,} of {side.total:,}", indent=2)
    if sides.is_one:
        for month in by_month(sides.sides[0].statements):
            _show(month.month, [(None, month.statements)])
    else:
        names = [side.speaker.name for side in sides.sides]
        for row in by_date(sides):
            _show(row.date, zip(names, row.cells, strict=True))
    _show_offered(sides.offered)


def _show(date: str | None, cells: Iterable[tuple[str | None, tuple[Said, ...]]]) -> None:
    say("")
    say((date or UNDATED, "bold cyan"))
    for name, cell in cells:
        if cell and name:
            say((name, "bold"), indent=2)
        for said in cell:
            one = said.statement
            say_wrapped(said.text, indent=4)
            found = f", {said.found}" if said.found else ""
            place = f"{one.kind}{found}, {said.article.id} {one.start}-{one.end}"
            say((place, "dim"), indent=4)


def _show_offered(offered: tuple[Offered, ...]) -> None:
    if offered:
        say("")
        say(("Who spoke about it", "bold"))
    for one in offered[:_MOST_OFFERED]:
        say(f"{one.statements:>5,}  {one.speaker.name}", indent=2)
    if len(offered) > _MOST_OFFERED:
        say(f"and {len(offered) - _MOST_OFFERED:,} more", indent=2)
