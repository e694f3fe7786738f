"""Plots as geometry: numbers in, points on a canvas out. The template draws them as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.metrics.refusal_metrics import Bin, RiskPoint

WIDTH, HEIGHT = 420, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 14, 42


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where on the canvas, and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, as SVG writes them; `role` is its class in the style sheet."""

    points: str
    role: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with what it stands for."""

    x: float
    y: float
    radius: float
    role: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Everything a plot shows, in canvas units of WIDTH by HEIGHT."""

    title: str
    note: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    bars: tuple[Bar, ...] = ()

    @property
    def legend(self) -> tuple[Line, ...]:
        """The lines that have a name."""
        return tuple(line for line in self.lines if line.label)


@dataclass(frozen=True, slots=True)
class _Axis:
    """A range of values laid along the canvas from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self, values: Sequence[float], form: str = "{:.0%}") -> tuple[Tick, ...]:
        return tuple(Tick(self.at(value), form.format(value)) for value in values)


def _x(low: float, high: float) -> _Axis:
    return _Axis(low, high, LEFT, WIDTH - RIGHT)


def _y(low: float, high: float) -> _Axis:
    return _Axis(low, high, HEIGHT - BOTTOM, TOP)


def _points(x: _Axis, y: _Axis, values: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x.at(a)},{y.at(b)}" for a, b in values)


_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def risk_plot(points: Sequence[RiskPoint]) -> Plot | None:
    """Return the risk-coverage curve, ending where the threshold in use lies."""
    if not points:
        return None
    high = 0.1 * max(2, math.ceil(10 * max(point.risk for point in points)))
    x, y = _x(0, 1), _y(0, high)
    last = points[-1]
    ticks = np.arange(0, high + 0.01, 0.1 if high <= 0.5 else 0.2).tolist()
    return Plot(
        title="Risk and coverage",
        note="Answering only the surest questions first: how many of the answers are wrong.",
        x_label="questions answered",
        y_label="answers wrong",
        x_ticks=x.ticks(_QUARTERS),
        y_ticks=y.ticks(ticks),
        lines=(Line(_points(x, y, [(p.coverage, p.risk) for p in points]), "main"),),
        dots=(
            Dot(
                x.at(last.coverage),
                y.at(last.risk),
                5,
                "mark",
                f"as answered: {last.coverage:.0%} answered, {last.risk:.0%} of them wrong",
            ),
        ),
    )


def calibration_plot(bins: Sequence[Bin]) -> Plot | None:
    """Return the reliability diagram: said confidence against the share that was right."""
    if not bins:
        return None
    x, y = _x(0, 1), _y(0, 1)
    most = max(one.count for one in bins)
    return Plot(
        title="Calibration",
        note="On the diagonal, confidence means what it says. Larger points hold more answers.",
        x_label="confidence",
        y_label="answers right",
        x_ticks=x.ticks(_QUARTERS),
        y_ticks=y.ticks(_QUARTERS),
        lines=(
            Line(_points(x, y, [(0, 0), (1, 1)]), "ideal"),
            Line(_points(x, y, [(one.confidence, one.right) for one in bins]), "main"),
        ),
        dots=tuple(
            Dot(
                x.at(one.confidence),
                y.at(one.right),
                round(3 + 6 * (one.count / most) ** 0.5, 1),
                "point",
                f"{one.count} answer{'s' if one.count > 1 else ''}: "
                f"confidence {one.confidence:.0%}, right {one.right:.0%}",
            )
            for one in bins
        ),
    )


def recall_plot(
    ks: Sequence[int], passage: Sequence[float | None], article: Sequence[float | None]
) -> Plot | None:
    """Return recall over k, by passage and by article, as far as measured."""
    x, y = _x(0, len(ks) - 1), _y(0, 1)
    lines, dots = [], []
    for role, name, values in (("main", "passages", passage), ("second", "articles", article)):
        known = [(at, value) for at, value in enumerate(values) if value is not None]
        if known:
            lines.append(Line(_points(x, y, known), role, name))
            dots += [
                Dot(x.at(at), y.at(value), 3.5, f"{role}-point", f"{name} at {ks[at]}: {value:.1%}")
                for at, value in known
            ]
    if not lines:
        return None
    return Plot(
        title="Recall at k",
        note="The share of the evidence that is among the first k of the search.",
        x_label="k",
        y_label="recall",
        x_ticks=tuple(Tick(x.at(at), str(k)) for at, k in enumerate(ks)),
        y_ticks=y.ticks(_QUARTERS),
        lines=tuple(lines),
        dots=tuple(dots),
    )


def latency_plot(values: Sequence[float], median: float, slow: float) -> Plot | None:
    """Return the histogram of milliseconds a question took, with the median and 95th percentile."""
    if len(values) < 2:
        return None
    high = _round_up(max(values))
    counts, edges = np.histogram(values, bins=20, range=(0, high))
    x, y = _x(0, high), _y(0, float(counts.max()))
    bars = tuple(
        Bar(
            x.at(left) + 0.5,
            y.at(count),
            round(x.at(right) - x.at(left) - 1, 1),
            round(y.start - y.at(count), 1),
            f"{left:.0f}-{right:.0f} ms: {count} questions",
        )
        for count, left, right in zip(
            counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True
        )
        if count
    )
    steps = max(1, round(counts.max() / 4))
    return Plot(
        title="Latency",
        note=f"Of {len(values)} questions asked one at a time: median {median:.0f} ms, "
        f"95 of 100 under {slow:.0f} ms.",
        x_label="milliseconds",
        y_label="questions",
        x_ticks=x.ticks([high * part for part in _QUARTERS], "{:.0f}"),
        y_ticks=y.ticks(list(range(0, int(counts.max()) + 1, steps)), "{:.0f}"),
        bars=bars,
        lines=(
            Line(_points(x, y, [(median, 0), (median, y.high)]), "main", "median"),
            Line(_points(x, y, [(slow, 0), (slow, y.high)]), "second", "95th percentile"),
        ),
    )


def _round_up(value: float) -> float:
    step = 10.0 ** max(0, len(str(int(value))) - 1) / 2
    return max(step, math.ceil(value / step) * step)
