"""A run as lines for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.evaluation.metrics.aggregates import Figure
from qa.evaluation.runs.comparison import Comparison
from qa.evaluation.runs.run_record import RunRecord

if TYPE_CHECKING:
    from qa.evaluation.runs.calibration import Fit

_MOST_SHOWN = 20


def figures(run: RunRecord) -> Iterator[str]:
    """Yield the table of metrics with their intervals."""
    settings = run.settings
    yield (
        f"{settings.set_name}: {counted(len(run.questions), 'question')}, {settings.mode}, "
        f"reader {settings.reader or 'none'} ({run.seconds:.1f} s)"
    )
    for name, figure in run.figures.items():
        if figure.value is not None and not name.startswith("article_"):
            yield f"  {name:18}{_value(name, figure.value):>10}  {_interval(name, figure)}"


def counted(number: int, thing: str) -> str:
    """Return a number with what it counts: "1 question", "2 questions"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _value(name: str, value: float) -> str:
    return f"{value:.0f}" if name.endswith("_ms") else f"{value:.3f}"


def _interval(name: str, figure: Figure) -> str:
    if figure.interval is None:
        return f"n={figure.n}"
    low, high = (_value(name, bound) for bound in (figure.interval.low, figure.interval.high))
    return f"[{low}, {high}]  n={figure.n}"


def troubles(run: RunRecord, missed: tuple[str, ...]) -> Iterator[str]:
    """Yield warnings, wrong rows, crashes and missed gates."""
    yield from _shortened([f"warning: {problem}" for problem in run.warnings])
    yield from _shortened([str(problem) for problem in run.failed])
    validity = run.value("quote_validity")
    if validity is not None and validity < 1.0:
        yield f"quote_validity is {validity:.4f}: a quote is not the stored text. This is a bug."
    for sentence in missed:
        yield f"gate: {sentence}"


def _shortened(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_SHOWN
    return [*lines[:_MOST_SHOWN], f"... and {more} more"] if more > 0 else lines


def changes(comparison: Comparison | None) -> Iterator[str]:
    """Yield what changed from the baseline."""
    if comparison is None:
        return
    yield f"Against the baseline, over {counted(comparison.shared, 'shared question')}:"
    for doubt in comparison.doubts:
        yield f"  not comparable: {doubt}"
    for setting in comparison.changed:
        yield f"  changed: {setting}"
    for metric in comparison.metrics:
        if metric.difference.change and not metric.name.startswith("article_"):
            sure = {True: "better", False: "worse", None: "within chance"}[metric.better]
            p = "" if metric.difference.p is None else f"p={metric.difference.p:.3f}"
            change = metric.difference.change
            yield f"  {metric.name:18}{change:+10.3f}  {p}  {sure}"
    for title, questions in (("fixed", comparison.fixed), ("broken", comparison.broken)):
        yield from _shortened([f"  {title}: {one.id}  {one.question}" for one in questions])


def calibration(fit: "Fit") -> Iterator[str]:
    """Yield what fitting found and what it costs."""
    yield (
        f"{fit.questions} questions: answers are right {fit.before.right:.0%} of the time, "
        f"{fit.before.coverage:.0%} of questions are answered."
    )
    if fit.reached is None:
        yield (
            f"No threshold makes answers right {fit.target:.0%} of the time on this set; "
            "nothing was stored."
        )
        return
    yield (
        f"With the threshold {fit.threshold:.3f} answers are right {fit.reached.right:.0%} of the "
        f"time and {fit.reached.coverage:.0%} of questions are answered: that is the price."
    )
    if fit.held_out:
        yield (
            f"On questions left out of the fit: {fit.held_out.right:.0%} right, "
            f"{fit.held_out.coverage:.0%} answered."
        )
    yield f"Calibration error {fit.ece_before:.3f} before, {fit.ece_after:.3f} after scaling."
    yield "Stored in the index." if fit.stored else "Nothing was stored (--dry-run)."
