"""Pairs in the memory of the device, put together into batches there.

A batch is what `qa.training.evidence.rows` makes of the same samples, a little wider: its length is
a multiple of eight, and it has places for as many sentences and answers as any window has.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import DTypeLike
from torch import Tensor

from qa.training.batches import CLS, PAD, SEP
from qa.training.distillation.arrays import Array, Pairs, Ragged
from qa.training.distillation.packing import ROOM
from qa.training.evidence.rows import MOST_ANSWERS, UNKNOWN, Batch

MULTIPLE = 8
"""What the length of a batch is a multiple of: attention is fast on such."""


class DevicePairs:
    """Pairs of one part in the memory of a device."""

    def __init__(self, pairs: Pairs, device: str) -> None:
        """Copies what batches are made of: about 1.6 kB a window, 150 bytes a pair."""
        self.pairs, self.device = pairs, device
        self.length = pairs.length
        self.sentences = max(1, int(pairs.window_starts.lengths.max(initial=0)))
        self._window_ids = self._rows(pairs.window_ids, PAD, np.int16)
        self._window_sentences = self._rows(pairs.window_sentences, UNKNOWN, np.int8)
        self._window_own = self._rows(pairs.window_own, 0, np.bool_)
        self._question_ids = self._rows(pairs.question_ids, PAD, np.int16)
        self._window_sizes = self._put(pairs.window_ids.lengths.astype(np.int64))
        self._question_sizes = self._put(pairs.question_ids.lengths.astype(np.int64))
        # Sentence number `sentences` stands for none.
        self._evidence = self._rows(pairs.evidence, self.sentences, np.int16)
        answers = self._rows(pairs.answers, UNKNOWN, np.int16, least=2)
        self._answers = answers.view(len(pairs), -1, 2)
        self._question = self._put(pairs.question.astype(np.int64))
        self._window = self._put(pairs.window.astype(np.int64))
        self._answerable, self._known = self._put(pairs.answerable), self._put(pairs.known)
        self._yes_no, self._weight = self._put(pairs.yes_no), self._put(pairs.weight)

    def __len__(self) -> int:
        return len(self.pairs)

    def _put(self, array: Array) -> Tensor:
        return torch.from_numpy(array).to(self.device)

    def _rows(self, rows: Ragged, fill: int, dtype: DTypeLike, least: int = 1) -> Tensor:
        return self._put(rows.padded(fill, dtype, least))

    def batch(self, numbers: Sequence[int]) -> Batch:
        """Returns the pairs of these numbers as a batch."""
        n = torch.tensor(numbers, device=self.device)
        window = self._window[n]
        asked = self._question_sizes[self._question[n]][:, None]
        read = torch.minimum(self._window_sizes[window][:, None], ROOM - asked)
        longest = int(self.length[list(numbers)].max())
        place = torch.arange(-(-longest // MULTIPLE) * MULTIPLE, device=self.device)[None]
        first = asked + 2
        inside = (place >= first) & (place < first + read)

        def of_window(rows: Tensor, fill: int) -> Tensor:
            at = (place - first).clamp(0, rows.shape[1] - 1)
            return rows[window].gather(1, at).masked_fill(~inside, fill)

        sentences = of_window(self._window_sentences, UNKNOWN).long()
        held = held_sentences(sentences, self.sentences)
        known = self._known[n]
        evidence = self._evidence_of(n, held)
        answerable = torch.where(known, evidence.any(1), self._answerable[n])
        golds, gold_mask = self._golds(n, read, answerable)
        nothing = ~gold_mask.any(1)
        return Batch(
            ids=self._ids(n, of_window(self._window_ids, PAD).long(), place, asked, read),
            types=((place >= first) & (place < first + read + 1)).long(),
            attention=(place < first + read + 1).long(),
            candidates=of_window(self._window_own, 0) | (place == 0),
            sentences=sentences,
            evidence=evidence.float(),
            evidence_mask=held & known[:, None],
            golds=torch.where(gold_mask[..., None], golds + first[..., None], 0),
            gold_mask=torch.cat([gold_mask[:, :1] | nothing[:, None], gold_mask[:, 1:]], 1),
            points=~(answerable & nothing),
            answerable=answerable.float(),
            yes_no=torch.where(answerable, self._yes_no[n].long(), UNKNOWN),
            weights=self._weight[n],
        )

    def _ids(self, n: Tensor, window: Tensor, place: Tensor, asked: Tensor, read: Tensor) -> Tensor:
        """Puts question and special tokens around the ids of windows [batch, length]."""
        question = self._question_ids[self._question[n]]
        at = (place - 1).clamp(0, question.shape[1] - 1).expand(len(n), -1)
        ids = torch.where((place >= 1) & (place <= asked), question.gather(1, at).long(), window)
        ids = torch.where(place == 0, CLS, ids)
        return torch.where((place == asked + 1) | (place == asked + 2 + read), SEP, ids)

    def _evidence_of(self, n: Tensor, held: Tensor) -> Tensor:
        """Which sentences are evidence, bool [batch, sentences]; none behind the last one read."""
        marked = torch.zeros(len(n), self.sentences + 1, dtype=torch.bool, device=self.device)
        marked.scatter_(1, self._evidence[n].long(), value=True)
        numbers = torch.arange(self.sentences, device=self.device)
        last = torch.where(held, numbers, UNKNOWN).amax(1, keepdim=True)
        return marked[:, : self.sentences] & (numbers <= last)

    def _golds(self, n: Tensor, read: Tensor, answerable: Tensor) -> tuple[Tensor, Tensor]:
        """Returns tokens of answers within what is read, and which there are, the first eight."""
        answers = self._answers[n].long()
        there = (answers[..., 0] >= 0) & (answers[..., 0] < read) & answerable[:, None]
        there &= there.cumsum(1) <= MOST_ANSWERS
        return torch.minimum(answers, (read - 1)[..., None]), there


def held_sentences(sentences: Tensor, count: int) -> Tensor:
    """Returns which sentences have a token, bool [batch, count], by each token's sentence."""
    held = torch.zeros(len(sentences), count + 1, dtype=torch.bool, device=sentences.device)
    place = torch.where(sentences == UNKNOWN, count, sentences)
    return held.scatter_(1, place, value=True)[:, :count]
