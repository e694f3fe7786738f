"""Samples become token ids with what is to be learnt at each; batches of like length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from qa.reading.windows import Window
from qa.training.batches import CLS, MAX_LENGTH, MAX_QUESTION, PAD, SEP, Tokens, token_span
from qa.training.evidence.samples import NO, YES, Sample

MOST_ANSWERS = 8
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Row:
    """One input of the model.

    Attributes:
        ids: Token ids with [CLS] and both [SEP].
        first: Position of the window's first token.
        own: True at the tokens that are the article's own, bool [tokens].
        sentences: Number of the sentence that each token belongs to, or `UNKNOWN`, [tokens].
        evidence: For each sentence 1 or 0; empty where not known.
        answers: Inclusive (start, end) positions; (0, 0) where there is nothing to point at.
        points: Whether there is something to point at, or surely nothing.
        answerable: Whether the window answers.
        yes_no: 1 yes, 0 no, `UNKNOWN` otherwise.
        weight: How much the row counts.
        key: The sample's key.
    """

    ids: list[int]
    first: int
    own: np.ndarray
    sentences: np.ndarray
    evidence: list[float]
    answers: list[tuple[int, int]]
    points: bool
    answerable: bool
    yes_no: int
    weight: float
    key: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded rows: [batch, length], but evidence and its mask [batch, sentences]."""

    ids: Tensor
    types: Tensor
    attention: Tensor
    candidates: Tensor
    sentences: Tensor
    evidence: Tensor
    evidence_mask: Tensor
    golds: Tensor
    gold_mask: Tensor
    points: Tensor
    answerable: Tensor
    yes_no: Tensor
    weights: Tensor

    @property
    def tokens(self) -> int:
        """How many tokens the batch has, padding counted."""
        return int(self.ids.numel())


class Encoder:
    """Turns samples into rows."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Uses a tokenizer that neither pads nor truncates."""
        self.tokenizer = tokenizer

    def question(self, text: str) -> list[int]:
        """Returns a question's token ids; what is over the longest question is dropped."""
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids[:MAX_QUESTION]
        return ids

    def tokens(self, text: str, room: int) -> Tokens:
        """Returns the first `room` tokens of a window's text."""
        read = self.tokenizer.encode(text, add_special_tokens=False)
        offsets = np.array(read.offsets[:room], dtype=np.int32).reshape(-1, 2)
        return Tokens(read.ids[:room], offsets[:, 0], offsets[:, 1])

    def row(self, sample: Sample) -> Row:
        """Encodes one sample; what of the window is over the model's length is left out."""
        asked = self.question(sample.question)
        tokens = self.tokens(sample.window.text, MAX_LENGTH - 3 - len(asked))
        first = len(asked) + 2
        ids = [CLS, *asked, SEP, *tokens.ids, SEP]
        own, numbers = self.places(sample.window, tokens, first, len(ids))
        kept = int(numbers.max(initial=UNKNOWN)) + 1
        answers = [
            (a + first, b + first)
            for a, b in (token_span(tokens, s, e) for s, e in sample.answers)
            if b < len(tokens.ids) and a <= b
        ][:MOST_ANSWERS]
        evidence = [float(one) for one in sample.evidence[:kept]]
        answerable = any(evidence) or (not sample.evidence and sample.answerable)
        return Row(
            ids=ids,
            first=first,
            own=own,
            sentences=numbers,
            evidence=evidence,
            answers=answers if answerable and answers else [(0, 0)],
            points=bool(answers) if answerable else True,
            answerable=answerable,
            yes_no={YES: 1, NO: 0}.get(sample.yes_no, UNKNOWN) if answerable else UNKNOWN,
            weight=sample.weight,
            key=sample.key,
        )

    def places(
        self, window: Window, tokens: Tokens, first: int, size: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Returns which of `size` positions are the article's own, and the sentence of each.

        The window's tokens begin at position `first`.
        """
        own = np.zeros(size, dtype=bool)
        numbers = np.full(size, UNKNOWN, dtype=np.int64)
        for piece in window.pieces:
            inside = (tokens.starts >= piece.at) & (
                tokens.ends <= piece.at + piece.end - piece.start
            )
            own[first : first + len(tokens.ids)] |= inside
        for number, sentence in enumerate(window.sentences):
            at = window.to_text(*sentence)
            if at is None:
                continue
            inside = (tokens.starts >= at[0]) & (tokens.ends <= at[1])
            where = np.flatnonzero(inside) + first
            numbers[where[own[where]]] = number
        return own, numbers


def collate(rows: Sequence[Row]) -> Batch:
    """Pads rows to the longest."""
    length = max(len(row.ids) for row in rows)
    most = max(1, max(len(row.evidence) for row in rows))
    golds_most = max(len(row.answers) for row in rows)
    ids = torch.full((len(rows), length), PAD, dtype=torch.int64)
    types, attention = torch.zeros_like(ids), torch.zeros_like(ids)
    candidates = torch.zeros_like(ids, dtype=torch.bool)
    sentences = torch.full_like(ids, UNKNOWN)
    evidence = torch.zeros((len(rows), most))
    evidence_mask = torch.zeros((len(rows), most), dtype=torch.bool)
    golds = torch.zeros((len(rows), golds_most, 2), dtype=torch.int64)
    gold_mask = torch.zeros((len(rows), golds_most), dtype=torch.bool)
    for i, row in enumerate(rows):
        size = len(row.ids)
        ids[i, :size] = torch.tensor(row.ids)
        types[i, row.first : size] = 1
        attention[i, :size] = 1
        candidates[i, 0] = True
        candidates[i, :size] |= torch.from_numpy(row.own)
        sentences[i, :size] = torch.from_numpy(row.sentences)
        evidence[i, : len(row.evidence)] = torch.tensor(row.evidence)
        present = np.unique(row.sentences[row.sentences >= 0])
        evidence_mask[i, torch.from_numpy(present[present < len(row.evidence)])] = True
        golds[i, : len(row.answers)] = torch.tensor(row.answers)
        gold_mask[i, : len(row.answers)] = True
    return Batch(
        ids, types, attention, candidates, sentences, evidence, evidence_mask, golds, gold_mask,
        torch.tensor([row.points for row in rows]),
        torch.tensor([float(row.answerable) for row in rows]),
        torch.tensor([row.yes_no for row in rows]),
        torch.tensor([row.weight for row in rows]),
    )  # fmt: skip
