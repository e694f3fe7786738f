"""How sure an answer is: a few facts about the evidence become one calibrated probability.

Logistic regression; its coefficients lie in `model/confidence.json` with a note on how they were
fitted, one set a reader, because readers score on different scales. Beside them lies how much the
reader and the search count when spans are put in order.
"""

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from index.errors import ModelError

DOUBTED = 0.45
"""The most that evidence of doubtful lines alone counts: "low" wherever confidence is put in words.

What tells a reader program to answer, or stands under a false name, often looks like the best of
answers, so that no coefficient of the calibration could lower it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is known about the best evidence; each in [0, 1] unless said otherwise.

    `reader` is the reader's answerability logit. `cosine` is the question's with the passage.
    `coverage` is the share of the question's meaning-bearing words in the quote, rare words
    counting more; `passage_coverage` the same in the whole passage with title and heading.
    `missing` is the share of the question's names and numbers that the article does not have.
    `margin` is how far the best passage leads the next article's; `support` is 1 when another
    passage gives the same answer.
    """

    reader: float = 0.0
    cosine: float = 0.0
    coverage: float = 0.0
    passage_coverage: float = 0.0
    missing: float = 0.0
    margin: float = 0.0
    support: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """How candidates are put in order: what the parts of their score count.

    `reader` multiplies a span's score by the reader, `retrieval` the passage's score by the search
    in deviations from the mean over the hits; `support` is added for each other passage that
    gives the same words.
    """

    reader: float
    retrieval: float
    support: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of one reader and the probability below which it is better to be silent."""

    bias: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, features: Features) -> float:
        """Return the probability in [0, 1] that the evidence answers the question."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.logit(features)))))

    def logit(self, features: Features) -> float:
        """Return the weighted sum whose logistic is the probability."""
        values = asdict(features)
        return self.bias + math.fsum(w * values[name] for name, w in self.weights.items())

    def adjusted(self, stored: object) -> "Calibration":
        """Return this calibration with what was fitted on a user's own questions.

        `stored` is the index's setting "calibration": {"threshold": p, "scale": a, "shift": b},
        each optional; the new logit is `a * logit + b`. Anything else leaves it as it is.
        """
        if not isinstance(stored, dict):
            return self
        scale, shift = float(stored.get("scale", 1.0)), float(stored.get("shift", 0.0))
        return Calibration(
            bias=scale * self.bias + shift,
            weights={name: scale * weight for name, weight in self.weights.items()},
            threshold=float(stored.get("threshold", self.threshold)),
        )


@lru_cache(maxsize=8)
def calibration(reader: str) -> Calibration:
    """Return the calibration of the reader of this name, or the one for readers not known.

    "statements/NAME" is that of statements chosen with the help of the reader NAME.

    Raises:
        ModelError: If the file in the package is missing or not as it was shipped.
    """
    with _shipped(reader) as entry:
        names = set(Features.__dataclass_fields__)
        weights = {name: float(value) for name, value in entry["weights"].items() if name in names}
        return Calibration(float(entry["bias"]), weights, float(entry["threshold"]))


@lru_cache(maxsize=8)
def ranking(reader: str) -> Ranking:
    """Return how spans of the reader of this name are put in order, or of readers not known.

    Raises:
        ModelError: If the file in the package is missing or not as it was shipped.
    """
    with _shipped(reader) as entry:
        parts = entry["ranking"]
        return Ranking(*(float(parts[name]) for name in ("reader", "retrieval", "support")))


@contextmanager
def _shipped(reader: str) -> Iterator[Any]:
    """Give what the package's file holds for a reader; say so when it cannot be used."""
    try:
        table = json.loads(files("qa.reading.model").joinpath("confidence.json").read_text("utf-8"))
        kind, _, _ = reader.rpartition("/")
        general = f"{kind}/*" if kind else "*"
        yield table["readers"].get(reader) or table["readers"][general]
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ModelError(
            f"qa/reading/model/confidence.json cannot be used ({error}). Install the package again."
        ) from error
