"""Samples become arrays: each window and each question is tokenised and kept once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from qa.reading.windows import Window
from qa.training.batches import MAX_LENGTH, Tokens, token_span
from qa.training.distillation.arrays import Array, Kind, Pairs, Ragged
from qa.training.evidence.measure import Asked
from qa.training.evidence.rows import UNKNOWN, Encoder
from qa.training.evidence.samples import NO, YES, Sample

ROOM = MAX_LENGTH - 3
"""Tokens of a window that are kept: what fits beside an empty question."""
MOST_SENTENCES = 127


class Packer:
    """Collects samples as pairs."""

    def __init__(self, encoder: Encoder) -> None:
        """Begins without any."""
        self.encoder = encoder
        self._windows: dict[Window, tuple[int, Tokens]] = {}
        self._questions: dict[str, int] = {}
        self._window_rows: list[tuple[Sequence[int], Array, Array, list[int]]] = []
        self._question_ids: list[list[int]] = []
        self._labels: list[tuple[list[int], list[int]]] = []
        self._columns: list[tuple[float, ...]] = []

    def __len__(self) -> int:
        return len(self._columns)

    def add(self, sample: Sample, kind: Kind, group: int = 0, rank: int = 0) -> None:
        """Adds one sample.

        Raises:
            ValueError: If its window has more sentences than a file can number.
        """
        window, tokens = self._window(sample.window)
        spans = (token_span(tokens, start, end) for start, end in sample.answers)
        self._labels.append(
            (
                [number for number, gold in enumerate(sample.evidence) if gold],
                [place for a, b in spans if a < len(tokens.ids) for place in (a, b)],
            )
        )
        self._columns.append(
            (
                self._question(sample.question), window, kind, group, rank, sample.answerable,
                bool(sample.evidence), {YES: 1, NO: 0}.get(sample.yes_no, UNKNOWN), sample.weight,
            )
        )  # fmt: skip

    def _window(self, window: Window) -> tuple[int, Tokens]:
        if window not in self._windows:
            if len(window.sentences) > MOST_SENTENCES:
                raise ValueError(f"a window has {len(window.sentences)} sentences")
            tokens = self.encoder.tokens(window.text, ROOM)
            own, numbers = self.encoder.places(window, tokens, 0, len(tokens.ids))
            starts = [start for start, _ in window.sentences]
            self._windows[window] = len(self._windows), tokens
            self._window_rows.append((tokens.ids, numbers, own, starts))
        return self._windows[window]

    def _question(self, text: str) -> int:
        if text not in self._questions:
            self._questions[text] = len(self._questions)
            self._question_ids.append(self.encoder.question(text))
        return self._questions[text]

    def pairs(self, asked: Sequence[Asked] = ()) -> Pairs:
        """Returns what was added; `asked` says what each group's question is like."""
        ids, numbers, own, starts = zip(*self._window_rows, strict=True)
        evidence, answers = zip(*self._labels, strict=True)
        columns = list(zip(*self._columns, strict=True))
        return Pairs(
            window_ids=Ragged.of(ids, np.int16),
            window_sentences=Ragged.of(numbers, np.int8),
            window_own=Ragged.of(own, np.bool_),
            window_starts=Ragged.of(starts, np.int32),
            question_ids=Ragged.of(self._question_ids, np.int16),
            evidence=Ragged.of(evidence, np.int8),
            answers=Ragged.of(answers, np.int16),
            question=np.array(columns[0], np.int32),
            window=np.array(columns[1], np.int32),
            kind=np.array(columns[2], np.uint8),
            group=np.array(columns[3], np.int32),
            rank=np.array(columns[4], np.int32),
            answerable=np.array(columns[5], np.bool_),
            known=np.array(columns[6], np.bool_),
            yes_no=np.array(columns[7], np.int8),
            weight=np.array(columns[8], np.float32),
            asked=np.array([astuple(one) for one in asked], np.str_).reshape(-1, 3),
        )
