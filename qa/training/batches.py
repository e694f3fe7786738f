"""Questions become token ids and gold positions; batches of like length."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from qa.training.data import Passage, Question, sentence_spans

CLS, SEP, PAD = 101, 102, 0
MAX_QUESTION = 64
"""Longest question in tokens; what is over is dropped."""
MAX_LENGTH = 384
"""Longest input in tokens, with the three special ones."""
MAX_GOLDS = 8


def load_tokenizer(folder: Path) -> Tokenizer:
    """Returns the backbone's tokenizer without its own padding and cut to 128 tokens."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token ids of a text without special tokens, with the code points each covers."""

    ids: list[int]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Row:
    """One input.

    Attributes:
        ids: Token ids with [CLS] and both [SEP].
        question_length: Tokens of the question; the passage starts at this + 2.
        golds: Inclusive (start, end) token positions in the input; (0, 0) if unanswerable.
        offset: Row of the passage's tokens that the input's passage starts with.
        weight: How much the row counts in the loss.
    """

    ids: list[int]
    question_length: int
    golds: list[tuple[int, int]]
    offset: int = 0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded rows; tensors are [batch, length] but golds [batch, golds, 2] and labels [batch]."""

    ids: Tensor
    types: Tensor
    attention: Tensor
    candidates: Tensor
    golds: Tensor
    gold_mask: Tensor
    answerable: Tensor
    weights: Tensor

    @property
    def tokens(self) -> int:
        """How many tokens the batch has, padding counted."""
        return int(self.ids.numel())


class Encoder:
    """Turns questions into rows; tokens of passages are kept."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Uses a tokenizer that neither pads nor truncates."""
        self.tokenizer = tokenizer
        self._passages: dict[str, Tokens] = {}

    def tokens(self, text: str) -> Tokens:
        """Tokenises a text."""
        encoded = self.tokenizer.encode(text, add_special_tokens=False)
        offsets = np.array(encoded.offsets, dtype=np.int32).reshape(-1, 2)
        return Tokens(encoded.ids, offsets[:, 0], offsets[:, 1])

    def passage(self, passage: Passage) -> Tokens:
        """Tokenises a passage, once per key unless it was cut."""
        if passage.key.endswith("/cut"):
            return self.tokens(passage.text)
        if passage.key not in self._passages:
            self._passages[passage.key] = self.tokens(passage.text)
        return self._passages[passage.key]

    def row(self, question: Question, window: tuple[int, int] | None = None) -> Row:
        """Encodes a question over its passage, or over a window of it in tokens."""
        asked = self.tokenizer.encode(question.text, add_special_tokens=False).ids[:MAX_QUESTION]
        passage = self.passage(question.passage)
        room = MAX_LENGTH - 3 - len(asked)
        first, last = window or (0, len(passage.ids))
        last = min(last, first + room)
        shift = len(asked) + 2 - first
        golds = [
            (a + shift, b + shift)
            for a, b in (token_span(passage, s, e) for s, e in question.spans)
            if first <= a <= b < last
        ]
        ids = [CLS, *asked, SEP, *passage.ids[first:last], SEP]
        return Row(ids, len(asked), golds[:MAX_GOLDS] or [(0, 0)], first)

    def cropped(self, question: Question, rng: random.Random, limit: int, share: float) -> Row:
        """Encodes a question over its passage, now and then over some sentences of it.

        Args:
            question: What to encode.
            rng: Source of chance.
            limit: Longest passage in tokens; longer ones are always cropped.
            share: How often a passage within the limit is cropped all the same.
        """
        tokens = self.passage(question.passage)
        size = len(tokens.ids)
        if size <= limit and (size < 60 or rng.random() >= share):
            return self.row(question)
        target = min(limit, max(50, int(size * rng.uniform(0.3, 0.8))))
        return self.row(question, crop_window(question, tokens, target, rng))


def token_span(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Returns the inclusive token rows that cover the code points [start, end)."""
    first = int(np.searchsorted(tokens.ends, start, side="right"))
    last = int(np.searchsorted(tokens.starts, end, side="left")) - 1
    return first, max(first, last)


def crop_window(
    question: Question, tokens: Tokens, target: int, rng: random.Random
) -> tuple[int, int]:
    """Grows a window of whole sentences around a gold answer or anchor to about `target` tokens."""
    sentences = [token_span(tokens, a, b) for a, b in sentence_spans(question.passage.text)]
    spans = question.spans or question.anchors
    at = rng.randrange(len(sentences))
    if spans:
        gold = token_span(tokens, *rng.choice(spans))
        holds = [i for i, (a, b) in enumerate(sentences) if a <= gold[1] and b >= gold[0]]
        left, right = (holds[0], holds[-1]) if holds else (0, len(sentences) - 1)
    else:
        left = right = at
    while sentences[right][1] - sentences[left][0] + 1 < target:
        can = [side for side, ok in ((-1, left > 0), (1, right < len(sentences) - 1)) if ok]
        if not can:
            break
        if rng.choice(can) < 0:
            left -= 1
        else:
            right += 1
    return sentences[left][0], sentences[right][1] + 1


def collate(rows: Sequence[Row]) -> Batch:
    """Pads rows to the longest."""
    length = max(len(row.ids) for row in rows)
    golds_most = max(len(row.golds) for row in rows)
    ids = torch.full((len(rows), length), PAD, dtype=torch.int64)
    types = torch.zeros_like(ids)
    attention = torch.zeros_like(ids)
    candidates = torch.zeros_like(ids, dtype=torch.bool)
    golds = torch.zeros((len(rows), golds_most, 2), dtype=torch.int64)
    gold_mask = torch.zeros((len(rows), golds_most), dtype=torch.bool)
    for i, row in enumerate(rows):
        size, passage = len(row.ids), row.question_length + 2
        ids[i, :size] = torch.tensor(row.ids)
        types[i, passage:size] = 1
        attention[i, :size] = 1
        candidates[i, 0] = True
        candidates[i, passage : size - 1] = True
        golds[i, : len(row.golds)] = torch.tensor(row.golds)
        gold_mask[i, : len(row.golds)] = True
    answerable = torch.tensor([float(row.golds[0] != (0, 0)) for row in rows])
    weights = torch.tensor([row.weight for row in rows])
    return Batch(ids, types, attention, candidates, golds, gold_mask, answerable, weights)


class HasIds(Protocol):
    """What batches are made of: anything with token ids."""

    @property
    def ids(self) -> list[int]: ...  # noqa: D102


Encoded = TypeVar("Encoded", bound=HasIds)


def bucketed(
    rows: Sequence[Encoded], tokens: int, rng: random.Random, most: int = 48
) -> Iterator[list[Encoded]]:
    """Yields batches of at most `tokens` tokens and `most` rows of like length, in random order."""
    yield from of_like_length(rows, lambda row: len(row.ids), tokens, rng, most)


def of_like_length(
    rows: Sequence[Any], length: Callable[[Any], int], tokens: int, rng: random.Random, most: int
) -> Iterator[list[Any]]:
    """The same for whatever has a length in tokens."""
    ordered = sorted(rows, key=lambda row: (length(row), rng.random()))
    batches: list[list[Any]] = []
    batch: list[Any] = []
    for row in ordered:
        if batch and (length(row) * (len(batch) + 1) > tokens or len(batch) >= most):
            batches.append(batch)
            batch = []
        batch.append(row)
    if batch:
        batches.append(batch)
    rng.shuffle(batches)
    yield from batches
