"""The kinds of a question and how probable each is: one hidden layer over vector and features.

Trained by `qa.training.questions.train`; docs/answering.md has what it is measured to do.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.models.vectors import Vectors
from index.models.weights import Weights, read_safetensors
from qa.answers import Kind
from qa.questions.head.features import features

FILE = "question_head.safetensors"
KINDS = tuple(Kind)
"""The kinds in the order of the head's outputs."""


class QuestionHead:
    """Gives probabilities of kinds. Pure; safe to share among threads.

    With d the length of a vector and f that of the features, `weights` has `hidden.weight`
    [h, d + f], `hidden.bias` [h], `kinds.weight` [8, h] and `kinds.bias` [8], all float32.
    """

    def __init__(self, weights: Weights, fingerprint: str) -> None:
        self._hidden, self._hidden_bias = weights["hidden.weight"], weights["hidden.bias"]
        self._kinds, self._kinds_bias = weights["kinds.weight"], weights["kinds.bias"]
        self.fingerprint = fingerprint

    @classmethod
    def of(cls, weights: Weights, fingerprint: str, width: int) -> "QuestionHead":
        """Return the head, once its shapes are what vectors of length `width` need.

        Raises:
            ModelError: They are not: the head was trained with other features or vectors.
        """
        inputs = width + len(features("What is it?"))
        hidden = weights["hidden.weight"].shape
        if hidden[1:] != (inputs,) or weights["kinds.weight"].shape != (len(KINDS), hidden[0]):
            raise ModelError(
                f"The question head takes {hidden[1:]} numbers, not {inputs}. Train it again: "
                "python -m qa.training.questions.train"
            )
        return cls(weights, fingerprint)

    def kinds(self, questions: Sequence[str], vectors: Vectors) -> list[dict[Kind, float]]:
        """Return the probability of every kind for each question.

        Args:
            questions: Checked, standing alone.
            vectors: Of the same questions, float32 [len(questions), d], rows of unit length.
        """
        if not questions:
            return []
        told = np.array([features(one) for one in questions], np.float32)
        chances = _softmax(self._logits(np.concatenate([vectors, told], axis=1)))
        return [dict(zip(KINDS, map(float, row), strict=True)) for row in chances]

    def _logits(self, inputs: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        hidden = np.maximum(inputs @ self._hidden.T + self._hidden_bias, 0)
        found: npt.NDArray[np.float32] = hidden @ self._kinds.T + self._kinds_bias
        return found


def _softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: npt.NDArray[np.float32] = raised / raised.sum(axis=1, keepdims=True)
    return found


@lru_cache(maxsize=1)
def built_in_head() -> QuestionHead:
    """Return the head that was trained on the built-in embedder's vectors.

    Raises:
        ModelError: Its file is missing or damaged.
    """
    from index.models.built_in import DIMENSION, FINGERPRINT

    with as_file(files("qa.questions.head").joinpath(FILE)) as path:
        return QuestionHead.of(read_safetensors(path), FINGERPRINT, DIMENSION)
