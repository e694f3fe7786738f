"""Fits to a user's own questions how sure is sure enough, and stores it in the index.

The assistant is asked with the threshold at 0, so that what it would have said below it is seen
too. Platt scaling (Platt 1999, with his smoothed targets) makes its confidence a probability on
this set: logit' = scale * logit + shift. The threshold is then the lowest one above which answers
are right as often as the target asks. With a threshold in force other answers come forward than
without one, so the set is asked again with it, and it is raised until the target holds. A threshold
chosen on the questions it is judged by flatters itself, so both are also fitted on four fifths and
judged on the fifth left out, in turn.

Answers from records (who wrote, when published) obey no threshold and have no part in any of this.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from index.errors import UsageError
from qa.answers import Kind
from qa.evaluation.metrics.aggregates import outcomes_of
from qa.evaluation.metrics.question_result import QuestionResult
from qa.evaluation.metrics.refusal_metrics import calibration_error
from qa.evaluation.runs.evaluate import open_reader
from qa.evaluation.runs.evaluators import AssistantEvaluator
from qa.evaluation.runs.runner import Progress, run
from qa.evaluation.sets.gold import GoldFinder
from qa.evaluation.sets.question_sets import QuestionSet

if TYPE_CHECKING:
    from index.collection import Index

SETTING = "calibration"
FOLDS = 5
FEWEST = 30
ROUNDS = 4
"""How often the set is asked with a threshold that is being raised, at most."""
_LOGIT_LIMIT = 30.0
_LEAST_SCALE = 0.05

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
AskAll: TypeAlias = Callable[[object], list[QuestionResult]]
"""Asks the whole set with an adjustment; rows of answers from records are left out."""


@dataclass(frozen=True, slots=True)
class Operating:
    """How a threshold works: the share of questions answered, and of answers that are right."""

    coverage: float
    right: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Platt's two numbers and the threshold, as the index stores them."""

    scale: float
    shift: float
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What fitting found.

    `before` and `reached` come from asking all questions with the old and the new setting;
    `held_out` from questions that had no part in the fit. `reached` is `None` where no threshold
    meets the target; then nothing is stored.
    """

    questions: int
    target: float
    threshold: float
    scale: float
    shift: float
    before: Operating
    reached: Operating | None
    held_out: Operating | None
    ece_before: float
    ece_after: float
    stored: bool

    def to_json(self) -> dict[str, Any]:
        """Return the fit as JSON values."""
        return asdict(self)


def fit_index(
    index: "Index",
    questions: QuestionSet,
    *,
    target: float,
    reader_model: str | None = None,
    store: bool = True,
    progress: Progress | None = None,
) -> Fit:
    """Fit scale and threshold on a set, store them in the index, and say what they cost.

    Raises:
        UsageError: If the set says of too few questions what is right.
    """
    judged = tuple(q for q in questions.questions if q.answerable is not None)
    if len(judged) < FEWEST:
        raise UsageError(
            f"{questions.name}: {len(judged)} questions say what is right; at least {FEWEST} are "
            "needed for a threshold to mean something."
        )
    ask = _asker(index, judged, reader_model, progress)
    before = ask(index.setting(SETTING))
    if len(before) < FEWEST:
        raise UsageError(
            f"{questions.name}: only {len(before)} questions are about what articles say; at least "
            f"{FEWEST} are needed. Questions about records (who wrote, when) obey no threshold."
        )
    confidence, right = _observed(ask({"threshold": 0.0}))
    scale, shift = platt(confidence, right)
    threshold = lowest_threshold(rescaled(confidence, scale, shift), right, target)
    kept, reached = Scale(scale, shift, 1.0), None
    if threshold is not None:
        kept, reached = raised(ask, replace(kept, threshold=threshold), target)
    stored = store and reached is not None
    if stored:
        index.set_setting(SETTING, {**asdict(kept), "target": target})
    return Fit(
        questions=len(judged),
        target=target,
        threshold=kept.threshold,
        scale=scale,
        shift=shift,
        before=_operating(before),
        reached=_operating(reached) if reached is not None else None,
        held_out=held_out(confidence, right, target),
        ece_before=calibration_error(outcomes_of(before)),
        ece_after=calibration_error(outcomes_of(reached if reached is not None else before)),
        stored=stored,
    )


def forget(index: "Index") -> None:
    """Remove what was fitted, so that the built-in scale holds again."""
    index.set_setting(SETTING, None)


def _asker(
    index: "Index", judged: Sequence[Any], reader_model: str | None, progress: Progress | None
) -> AskAll:
    from qa.assistant import Assistant

    reader = open_reader(reader_model) if reader_model else Assistant(index).reader
    finder = GoldFinder(index, judged)
    rounds = iter(range(2 + ROUNDS))

    def ask(setting: object) -> list[QuestionResult]:
        done_before = next(rounds) * len(judged)

        def moved(done: int, total: int) -> None:
            if progress:
                progress(done_before + done, (2 + ROUNDS) * total)

        assistant = Assistant(index, reader=reader, adjustment=setting or {}, learns=False)
        rows = run(AssistantEvaluator(index, assistant, finder), judged, progress=moved)
        return [row for row in rows if row.kind != Kind.METADATA]

    return ask


def raised(ask: AskAll, kept: Scale, target: float) -> tuple[Scale, list[QuestionResult] | None]:
    """Return the scale with a threshold at which the target holds, and its rows; else no rows."""
    for _ in range(ROUNDS):
        rows = ask(asdict(kept))
        confidence, right = _observed(rows)
        if len(right) and right.mean() >= target:
            return kept, rows
        higher = lowest_threshold(confidence, right, target)
        if higher is None:
            break
        kept = replace(kept, threshold=higher)
    return kept, None


def _observed(rows: Sequence[QuestionResult]) -> tuple[Floats, Flags]:
    answered = [row for row in rows if row.answered]
    return (
        np.array([row.confidence for row in answered], dtype=np.float64),
        np.array([bool(row.right) for row in answered], dtype=np.bool_),
    )


def _operating(rows: Sequence[QuestionResult]) -> Operating:
    answered = [row for row in rows if row.answered]
    right = sum(bool(row.right) for row in answered)
    return Operating(len(answered) / len(rows), right / len(answered) if answered else 1.0)


def logits(confidence: Floats) -> Floats:
    """Return log-odds, kept within [-30, 30]."""
    edge = 1 / (1 + np.exp(_LOGIT_LIMIT))
    inside = np.clip(confidence, edge, 1 - edge)
    return np.asarray(np.log(inside) - np.log1p(-inside), dtype=np.float64)


def rescaled(confidence: Floats, scale: float, shift: float) -> Floats:
    """Return the confidences after Platt scaling."""
    z = np.clip(scale * logits(confidence) + shift, -_LOGIT_LIMIT, _LOGIT_LIMIT)
    return np.asarray(1 / (1 + np.exp(-z)), dtype=np.float64)


def platt(confidence: Floats, right: Flags) -> tuple[float, float]:
    """Return scale and shift that make confidences likely, given which answers were right.

    Newton's method on the logistic loss with Platt's targets (n+1)/(n+2) and 1/(n+2), and a faint
    pull towards scale 1 and shift 0 that keeps small sets from running away. A scale below 0.05,
    where confidence says nothing of being right, is held there so that order is kept.
    """
    x = logits(confidence)
    yes, no = int(right.sum()), int((~right).sum())
    goal = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))
    features = np.stack([x, np.ones_like(x)], axis=1)
    prior, weights = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(features @ weights, -_LOGIT_LIMIT, _LOGIT_LIMIT)))
        gradient = features.T @ (p - goal) + 0.1 * (weights - prior)
        curve = (features * (p * (1 - p))[:, None]).T @ features + 0.1 * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        weights = weights - step * min(1.0, 2.0 / (np.abs(step).max() + 1e-12))
        if np.abs(step).max() < 1e-9:
            break
    return max(float(weights[0]), _LEAST_SCALE), float(weights[1])


def lowest_threshold(confidence: Floats, right: Flags, target: float) -> float | None:
    """Return the lowest threshold from which on answers are right at least as often as `target`.

    `None` where even the surest answers are wrong too often. It lies half-way to the next answer
    below, so that equal confidences stay together.
    """
    order = np.argsort(-confidence, kind="stable")
    sure, hits = confidence[order], right[order].cumsum()
    share = hits / np.arange(1, len(sure) + 1)
    below = np.append(sure[1:], 0.0)
    good = np.flatnonzero((share >= target) & (sure > below))
    if not len(good):
        return None
    last = good[-1]
    return float((sure[last] + below[last]) / 2)


def held_out(confidence: Floats, right: Flags, target: float) -> Operating | None:
    """Return how thresholds fitted on four fifths work on the fifth left out, over all fifths."""
    fold = np.random.default_rng(0).permutation(len(confidence)) % FOLDS
    answered, hits = 0, 0
    for number in range(FOLDS):
        inside, outside = fold != number, fold == number
        scale, shift = platt(confidence[inside], right[inside])
        threshold = lowest_threshold(
            rescaled(confidence[inside], scale, shift), right[inside], target
        )
        if threshold is not None:
            said = rescaled(confidence[outside], scale, shift) >= threshold
            answered += int(said.sum())
            hits += int((said & right[outside]).sum())
    return Operating(answered / len(confidence), hits / answered) if answered else None
