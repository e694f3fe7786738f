"""Passages that repeat a better one nearly word for word. Pure."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.language.scripts import UNSPACED

REPEATED = 0.8
"""Share of a passage's shingles that occur in another one from which on it repeats it."""

WIDTH = 5
"""Words in a shingle."""

ALIKE = 0.7
"""Cosine below which passages are never repetitions; real ones are above 0.9."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
"""A word, or one character where words are not told apart by spaces."""

Shingles = frozenset[tuple[str, ...]]


def shingles(text: str, width: int = WIDTH) -> Shingles:
    """Return every run of `width` words in `text`, or all its words when there are fewer.

    Broder, "On the resemblance and containment of documents", SEQUENCES 1997.
    """
    words = _WORD.findall(text.casefold())
    if len(words) <= width:
        return frozenset([tuple(words)] if words else [])
    return frozenset(zip(*(words[at:] for at in range(width)), strict=False))


def containment(inner: Shingles, outer: Shingles) -> float:
    """Return the share of `inner` that occurs in `outer`: c(A, B) = |A and B| / |A| of Broder."""
    return len(inner & outer) / len(inner) if inner else 0.0


def collapse(
    texts: Sequence[str], groups: Sequence[object], cosines: npt.NDArray[np.float32]
) -> list[tuple[int, list[int]]]:
    """Return which of `texts` to keep, each with those it stands for.

    A text is dropped when an earlier kept one of another group holds nearly all of it; so what is
    dropped says nothing that is not shown.

    Args:
        texts: best first.
        groups: the article of each; repetition within one article is left alone.
        cosines: float32 [n, n]; words are only compared where the meanings are `ALIKE`.
    """
    kept: dict[int, list[int]] = {}
    known: dict[int, Shingles] = {}

    def words_of(at: int) -> Shingles:
        if at not in known:
            known[at] = shingles(texts[at])
        return known[at]

    for at in range(len(texts)):
        for first in np.flatnonzero(cosines[:at, at] >= ALIKE).tolist():
            if first not in kept or groups[first] == groups[at]:
                continue
            if containment(words_of(at), words_of(first)) >= REPEATED:
                kept[first].append(at)
                break
        else:
            kept[at] = []
    return list(kept.items())
