"""Which windows are not worth reading, told before they are read. Pure.

A window costs some 15 ms of processor time. Far behind the best passage of the search, with hardly
a word of the question, hardly any was ever quoted: docs/engine.md has the figures.
"""

import re
from collections.abc import Collection, Sequence

from index.articles.passages import Hit
from qa.reading.windows import Window

LEAST = 4
"""Windows that are read in any case."""

FAR = 0.28
"""Share of the best score of the search under which nothing is read."""

BEHIND = 0.4
"""The same for windows that hold less than `SHARED` of the words of the question."""

SHARED = 0.2

_WORD = re.compile(r"\w{4,}")


def worth_reading(
    question: str, windows: Sequence[tuple[Hit, Window]], asked: Collection[Hit]
) -> tuple[tuple[Hit, Window], ...]:
    """Return the windows to read, in their order.

    Args:
        question: As it is read.
        windows: Each with the passage it is of, in the order in which they are read.
        asked: Passages in which somebody asked about speaks; they are read in any case.
    """
    best = max((hit.score for hit, _ in windows), default=0.0)
    words = set(_WORD.findall(question.casefold()))
    shares = [_share(words, window) for _, window in windows]
    told = any(share >= SHARED for share in shares)  # none is in a language of its own
    limits = [BEHIND if told and share < SHARED else FAR for share in shares]
    return tuple(
        one
        for place, (one, limit) in enumerate(zip(windows, limits, strict=True))
        if place < LEAST or one[0].score >= limit * best or one[0] in asked
    )


def _share(words: Collection[str], window: Window) -> float:
    """Return the share of some words that a window holds; 0 of none."""
    there = set(_WORD.findall(window.text.casefold())) if words else set()
    return len(there.intersection(words)) / max(len(words), 1)
