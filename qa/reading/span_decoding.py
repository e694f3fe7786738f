"""A reader's logits become answer spans. Pure.

Positions are tokens while logits are compared, and code points of the text from then on.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.articles.article import Span

Logits: TypeAlias = npt.NDArray[np.float32]
Offsets: TypeAlias = npt.NDArray[np.int64]

LONGEST = 30
"""Most tokens of an answer."""

_JOINED = {"Mn", "Mc", "Me", "Cf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What the model said about one stretch of a text's tokens.

    `first` is the stretch's first token in the text. `start` and `end`, float32 [tokens], say
    how likely an answer starts or ends at each token; `null` is the sum of both at [CLS], which
    stands for "no answer here". `answerable` is the logit that the stretch holds an answer.
    """

    first: int
    start: Logits
    end: Logits
    null: float
    answerable: float

    def score(self, logits: float) -> float:
        """Return the score of a span whose start and end logits add up to `logits`.

        The mean of the answerability logit and of half the span's lead over "no answer"; it can be
        compared between windows and articles.
        """
        return 0.5 * self.answerable + 0.25 * (logits - self.null)


@dataclass(frozen=True, slots=True, order=True)
class TokenSpan:
    """Inclusive first and last token of a text, with the score of that span."""

    score: float
    first: int
    last: int


def stretches(tokens: int, room: int, overlap: int) -> list[Span]:
    """Return the half-open stretches, `room` tokens long, in which a text is read.

    Neighbours share `overlap` tokens, so that an answer cut by one border stands whole in the next
    stretch. The last one ends at the text's end and is as long as the others.

    Args:
        tokens: How many tokens the text has.
        room: Most tokens of a stretch, above 0.
        overlap: Tokens shared; at least half of each stretch is new.
    """
    if tokens <= room:
        return [(0, tokens)]
    step = room - min(overlap, room // 2)
    starts = [*range(0, tokens - room, step), tokens - room]
    return [(start, start + room) for start in starts]


def best_spans(read: Sequence[Stretch], *, count: int, longest: int = LONGEST) -> list[TokenSpan]:
    """Return up to `count` spans of a text that do not overlap, best first.

    Args:
        read: The text's stretches.
        count: Most spans.
        longest: Most tokens of a span.
    """
    found = [span for stretch in read for span in _of_stretch(stretch, count, longest)]
    kept: list[TokenSpan] = []
    for span in sorted(found, key=lambda span: (-span.score, span.first, span.last)):
        if all(span.last < other.first or span.first > other.last for other in kept):
            kept.append(span)
    return kept[:count]


def _of_stretch(stretch: Stretch, count: int, longest: int) -> list[TokenSpan]:
    sums = _sums(stretch.start, stretch.end, longest)
    firsts = np.arange(sums.shape[0])[:, None]
    lasts = firsts + np.arange(sums.shape[1])
    spans: list[TokenSpan] = []
    while len(spans) < count and sums.size:
        place = int(np.argmax(sums))
        best = float(sums.flat[place])
        if best == -np.inf:
            break
        first, length = divmod(place, sums.shape[1])
        last = first + length
        spans.append(TokenSpan(stretch.score(best), stretch.first + first, stretch.first + last))
        sums[(firsts <= last) & (lasts >= first)] = -np.inf
    return spans


def _sums(start: Logits, end: Logits, longest: int) -> npt.NDArray[np.float64]:
    """Return [first, length - 1]: start logit plus end logit, minus infinity past the end."""
    tokens = len(start)
    width = min(longest, tokens)
    padded = np.concatenate([end.astype(np.float64), np.full(max(0, width - 1), -np.inf)])
    if not tokens:
        return np.empty((0, 0))
    ends = np.lib.stride_tricks.sliding_window_view(padded, width)
    return np.asarray(start.astype(np.float64)[:, None] + ends, dtype=np.float64)


def to_characters(text: str, offsets: Offsets, words: Offsets, span: TokenSpan) -> Span:
    """Return the code points of `text` that a span of tokens stands for.

    Whole words: a token may be a piece of one. Accents and joiners that the tokenizer drops stay
    with the letter before them.

    Args:
        text: What was read.
        offsets: Half-open code points of each token, [tokens, 2].
        words: Number of the word each token belongs to, [tokens].
        span: Tokens of the text.
    """
    first = int(np.searchsorted(words, words[span.first], side="left"))
    last = int(np.searchsorted(words, words[span.last], side="right")) - 1
    # Pieces of one letter share its offsets, and are in order otherwise.
    start, end = int(offsets[first, 0]), int(offsets[first : last + 1, 1].max())
    while end < len(text) and unicodedata.category(text[end]) in _JOINED:
        end += 1
    while start > 0 and unicodedata.category(text[start]) in _JOINED:
        start -= 1
    return _without_outer_space(text, start, end)


def _without_outer_space(text: str, start: int, end: int) -> Span:
    # Some tokenizers count the space before a word as part of it.
    while start < end - 1 and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return start, end
