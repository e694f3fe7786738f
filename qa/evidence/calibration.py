"""How facts become probabilities: logistic regressions, one set of coefficients a reader.

The coefficients lie in `model/calibration.json` with a note on how they were fitted, because
readers score on different scales. A first regression weighs each sentence by its facts; a second
one says how likely the best of them answers, and each kind of question has its own scale of that
(Platt 1999) and its own probability below which an answer is unsure. Whether there is one at all is
told by a regression of its own: a question may surely be answered though it is not sure where.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from index.errors import ModelError
from qa.answers import Kind

_MOST_LOGIT = 30.0
_FILE = "calibration.json"


def probability(logit: float) -> float:
    """Return the logistic of a logit."""
    return 1.0 / (1.0 + math.exp(-max(-_MOST_LOGIT, min(_MOST_LOGIT, logit))))


def log_odds(chance: float) -> float:
    """Return the logit of a probability; of 0 and 1 that of what is next to them."""
    return math.log(max(chance, 1e-9) / max(1 - chance, 1e-9))


@dataclass(frozen=True, slots=True)
class Coefficients:
    """A logistic regression: a bias and the weight of each fact by its name."""

    bias: float
    weights: Mapping[str, float]

    def logit(self, facts: Mapping[str, float]) -> float:
        """Return the weighted sum of the facts whose weights are known."""
        return self.bias + math.fsum(w * facts[name] for name, w in self.weights.items())


@dataclass(frozen=True, slots=True)
class KindScale:
    """How sure an answer to one kind of question is: logit' = scale * logit + shift.

    `shown` is the probability below which there is no answer, where that is not told otherwise
    (`Told`), `stated` the one below which it is unsure.
    """

    scale: float = 1.0
    shift: float = 0.0
    shown: float = 0.5
    stated: float = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """How likely articles answer a question at all; no answer where that is below `least`."""

    weights: Coefficients
    least: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The coefficients of one reader; `kinds` holds scales by the value of the kind, "*" others.

    `companion` weighs what is quoted beside the best sentence (`qa.evidence.companions`), `told`
    whether there is an answer; None where that was not fitted.
    """

    sentence: Coefficients
    answer: Coefficients
    kinds: Mapping[str, KindScale]
    companion: Coefficients | None = None
    told: Told | None = None

    def scale(self, kind: Kind) -> KindScale:
        """Return the scale of a kind of question."""
        return self.kinds.get(kind.value) or self.kinds["*"]

    def adjusted(self, stored: object) -> "Calibration":
        """Return this calibration with what was fitted on a user's own questions.

        `stored` is the index's setting "calibration": {"threshold": p, "scale": a, "shift": b},
        each optional; the new logit is `a * logit + b`, and `p` the probability below which there
        is no answer, whatever its kind and whatever `told` says. Anything else leaves it as it is.
        """
        if not isinstance(stored, dict):
            return self
        scale, shift = float(stored.get("scale", 1.0)), float(stored.get("shift", 0.0))

        def adjust(one: KindScale) -> KindScale:
            shown = float(stored.get("threshold", one.shown))
            return KindScale(
                scale * one.scale,
                scale * one.shift + shift,
                shown,
                max(shown, one.stated) if shown > 0 else one.stated,
            )

        return replace(
            self,
            kinds={name: adjust(one) for name, one in self.kinds.items()},
            told=None if "threshold" in stored else self.told,
        )


@lru_cache(maxsize=8)
def calibration(reader: str) -> Calibration:
    """Return the calibration of the reader of this name, or the one for readers not known.

    Raises:
        ModelError: If the file in the package is missing or not as it was shipped.
    """
    try:
        table = json.loads(files("qa.evidence.model").joinpath(_FILE).read_text("utf-8"))
        entry = table["readers"].get(reader) or table["readers"]["*"]
        return Calibration(
            _coefficients(entry["sentence"]),
            _coefficients(entry["answer"]),
            {name: KindScale(**one) for name, one in entry["kinds"].items()},
            _coefficients(entry["companion"]) if "companion" in entry else None,
            _told(entry["told"]) if "told" in entry else None,
        )
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ModelError(
            f"qa/evidence/model/{_FILE} cannot be used ({error}). Install the package again."
        ) from error


def _coefficients(entry: Mapping[str, Any]) -> Coefficients:
    weights = {str(name): float(w) for name, w in entry["weights"].items()}
    return Coefficients(float(entry["bias"]), weights)


def _told(entry: Mapping[str, Any]) -> Told:
    return Told(_coefficients(entry), float(entry["least"]))
