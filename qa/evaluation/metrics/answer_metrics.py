"""Exact match and F1 of short answers, as SQuAD defines them.

Rajpurkar et al. 2016 (EM, F1 and the normalisation), 2018 (questions without an answer): of each
question the best over its gold answers counts; a question that the texts do not answer scores 1
when there is no answer, else 0.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """Return the text in lower case without punctuation, articles (a, an, the) and extra space.

    Only ASCII punctuation goes, as in SQuAD's own script, so that figures can be compared.
    """
    lowered = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", lowered).split())


def exact(predicted: str, gold: str) -> float:
    """Return 1 when the two are equal once normalised, else 0."""
    return float(normalise(predicted) == normalise(gold))


def f1(predicted: str, gold: str) -> float:
    """Return the harmonic mean of precision and recall over the bags of normalised tokens.

    Where one side normalises to nothing, 1 when both do, else 0.
    """
    ours, theirs = normalise(predicted).split(), normalise(gold).split()
    if not ours or not theirs:
        return float(ours == theirs)
    shared = (Counter(ours) & Counter(theirs)).total()
    return 2 * shared / (len(ours) + len(theirs))


def best(
    measure: Callable[[str, str], float], predicted: str | None, golds: Sequence[str]
) -> float:
    """Return the best score over the gold answers; `None` predicted scores 0."""
    if predicted is None:
        return 0.0
    return max((measure(predicted, gold) for gold in golds), default=0.0)


def contains(text: str, gold: str) -> bool:
    """Whether the normalised gold answer stands in the text, whole tokens only."""
    wanted = normalise(gold)
    return bool(wanted) and f" {wanted} " in f" {normalise(text)} "
