"""The picture of a timeline: bars in shares of its width, so that it fits any screen."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from qa.speakers.statements.timeline import Timeline

HEIGHT = 120
"""Pixels of the highest bar."""

_TOP = 8
_WIDEST = 8.0
_MOST_LABELS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year: where its bar stands, in percent, and how high, in pixels.

    `all_height` is that of all statements, of which `height` are those chosen.
    """

    period: str
    x: str
    width: str
    y: str
    height: str
    all_y: str
    all_height: str


@dataclass(frozen=True, slots=True)
class Label:
    """A period named below the bars."""

    text: str
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars and labels, and what the picture says in words: the period with the most, and how many.

    `is_by_year` says that the bars are years.
    """

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    peak: str
    most: int
    is_by_year: bool


def picture(whole: Timeline, chosen: Timeline) -> Picture | None:
    """Return the picture of the chosen statements before all; None where no date is known."""
    periods = whole.periods
    if not periods:
        return None
    counts = [(whole.count(period), chosen.count(period)) for period in periods]
    highest = max(count for count, _ in counts) or 1
    step = 100 / len(periods)
    width = min(step * 0.8, _WIDEST)
    bars = []
    for place, (period, (all_count, count)) in enumerate(zip(periods, counts, strict=True)):
        tall, short = (_height(number, highest) for number in (all_count, count))
        bars.append(
            Bar(
                period=period,
                x=f"{(place + 0.5) * step - width / 2:.3f}%",
                width=f"{width:.3f}%",
                y=f"{_TOP + HEIGHT - short:.1f}",
                height=f"{short:.1f}",
                all_y=f"{_TOP + HEIGHT - tall:.1f}",
                all_height=f"{tall:.1f}",
            )
        )
    peak = max(range(len(periods)), key=lambda place: (counts[place][1], -place))
    return Picture(
        bars=tuple(bars),
        labels=_labels(periods, step),
        peak=periods[peak],
        most=counts[peak][1],
        is_by_year=len(periods[0]) == 4,
    )


def _height(count: int, highest: int) -> float:
    """Return the height of a bar: one statement is seen beside a thousand."""
    return max(2.0, HEIGHT * count / highest) if count else 0.0


def _labels(periods: Sequence[str], step: float) -> tuple[Label, ...]:
    every = -(-len(periods) // _MOST_LABELS)
    found = []
    for place in range(0, len(periods), every):
        at = (place + 0.5) * step
        if at < 8 and len(periods) > 1:
            found.append(Label(periods[place], "0%", "start"))
        elif at > 92:
            found.append(Label(periods[place], "100%", "end"))
        else:
            found.append(Label(periods[place], f"{at:.3f}%", "middle"))
    return tuple(found)


def bounds(period: str) -> tuple[str, str]:
    """Return the first and the last day of a month or a year."""
    if len(period) == 4:
        return f"{period}-01-01", f"{period}-12-31"
    year, month = int(period[:4]), int(period[5:7])
    return f"{period}-01", f"{period}-{monthrange(year, month)[1]}"
