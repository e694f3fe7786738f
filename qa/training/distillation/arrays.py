"""Pairs of a question and a window as arrays, and their file; each window and question once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from qa.training.batches import MAX_LENGTH

Array = NDArray[Any]


class Kind(IntEnum):
    """Where a pair comes from."""

    OWN = 0
    """A question of the news over a window of its own article."""
    OTHER = 1
    """The same over a window of another article."""
    STATEMENT = 2
    """A plain question made of a statement."""
    PUBLIC = 3
    """A question of a public set."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths, one after another."""

    values: Array
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int] | Array], dtype: DTypeLike) -> Ragged:
        """Puts rows one after another."""
        lengths = np.array([len(row) for row in rows], dtype=np.int32)
        flat = [np.asarray(row, dtype=dtype) for row in rows]
        return cls(np.concatenate(flat) if flat else np.zeros(0, dtype), lengths)

    def padded(self, fill: int, dtype: DTypeLike, least: int = 1) -> Array:
        """Returns [rows, longest] with `fill` behind each row, at least `least` wide."""
        width = max(least, int(self.lengths.max(initial=0)))
        out = np.full((len(self.lengths), width), fill, dtype)
        out[np.arange(width)[None] < self.lengths[:, None]] = self.values
        return out

    def rows(self) -> list[Array]:
        """Returns the rows."""
        return np.split(self.values, np.cumsum(self.lengths)[:-1])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of one part of the data.

    Attributes:
        window_ids: Token ids of each window, at most as many as fit beside an empty question.
        window_sentences: Number of the sentence that each of its tokens belongs to, or -1.
        window_own: Which of its tokens are the article's own.
        window_starts: Where each sentence of a window starts in its article.
        question_ids: Token ids of each question.
        evidence: Of each pair the numbers of the sentences that are evidence.
        answers: Of each pair the first and the last token of each short answer, in the window.
        question, window: Number of each pair's question and window, int32 [pairs].
        kind: `Kind` of each pair.
        group: Number of the question in the news that a pair was made of.
        rank: Of windows of the own or of other articles how near they are to the question, 0 the
            nearest; of statements and public sets the draw.
        answerable: Whether the whole window answers.
        known: Whether it is known which sentences are evidence.
        yes_no: 1 yes, 0 no, -1 otherwise.
        weight: How much a pair counts.
        asked: Of each group its question's kind, why it is not answerable, yes or no; no rows
            where nothing is measured. Text [groups, 3].
    """

    window_ids: Ragged
    window_sentences: Ragged
    window_own: Ragged
    window_starts: Ragged
    question_ids: Ragged
    evidence: Ragged
    answers: Ragged
    question: NDArray[np.int32]
    window: NDArray[np.int32]
    kind: NDArray[np.uint8]
    group: NDArray[np.int32]
    rank: NDArray[np.int32]
    answerable: NDArray[np.bool_]
    known: NDArray[np.bool_]
    yes_no: NDArray[np.int8]
    weight: NDArray[np.float32]
    asked: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.question)

    @property
    def length(self) -> NDArray[np.int64]:
        """How many tokens the input of each pair has, the three special ones counted."""
        asked = self.question_ids.lengths[self.question].astype(np.int64)
        read = self.window_ids.lengths[self.window].astype(np.int64)
        length: NDArray[np.int64] = np.minimum(asked + read + 3, MAX_LENGTH)
        return length

    def arrays(self) -> dict[str, Array]:
        """Returns all arrays by name."""
        out: dict[str, Array] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Ragged):
                out[f"{field.name}/values"], out[f"{field.name}/lengths"] = (
                    value.values,
                    value.lengths,
                )
            else:
                out[field.name] = value
        return out

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Array]) -> Pairs:
        """Undoes `arrays`."""
        values: dict[str, Any] = {
            field.name: arrays[field.name]
            if field.name in arrays
            else Ragged(arrays[f"{field.name}/values"], arrays[f"{field.name}/lengths"])
            for field in fields(cls)
        }
        return cls(**values)


def save(path: Path, parts: Mapping[str, Pairs]) -> None:
    """Writes the pairs of each part into one file."""
    named: dict[str, Any] = {
        f"{part}/{name}": array
        for part, pairs in parts.items()
        for name, array in pairs.arrays().items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, **named)


def load(path: Path, part: str) -> Pairs:
    """Reads the pairs of one part.

    Raises:
        ValueError: If the file does not hold the part.
    """
    with np.load(path, allow_pickle=False) as file:
        names = [name for name in file.files if name.startswith(f"{part}/")]
        if not names:
            raise ValueError(f"{path} holds no pairs of the part {part!r}")
        return Pairs.of_arrays({name.removeprefix(f"{part}/"): file[name] for name in names})
