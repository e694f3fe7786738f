"""Rows of token ids become padded batches whose results do not depend on each other. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ids: TypeAlias = npt.NDArray[np.int64]

STEP = 16
"""Rows are padded to the next multiple of this, whatever else is in their batch."""

BUDGET = 2048
"""Most tokens in a batch, padding counted: enough to keep two cores busy for about 0.1 s."""


@dataclass(frozen=True, slots=True)
class Batch:
    """`rows` are positions in the sequence that was batched; `width` tokens each when padded."""

    rows: tuple[int, ...]
    width: int


def batches(
    lengths: Sequence[int], limit: int, *, step: int = STEP, budget: int = BUDGET
) -> Iterator[Batch]:
    """Yield batches of rows that are padded to the same width, longest first.

    A row's width follows from its own length alone, so that its numbers come out the same in any
    company; longest first shows a lack of memory at the start.

    Args:
        lengths: Tokens of each row.
        limit: Most tokens the model reads.
        step: Widths are multiples of this, or `limit`.
        budget: Most tokens of a batch; a single row may exceed it.
    """
    widths = [min(limit, -(-length // step) * step) for length in lengths]
    order = sorted(range(len(widths)), key=lambda row: (-widths[row], row))
    start = 0
    while start < len(order):
        width = widths[order[start]]
        end = start + 1
        most = start + max(1, budget // width)
        while end < min(most, len(order)) and widths[order[end]] == width:
            end += 1
        yield Batch(tuple(order[start:end]), width)
        start = end


def padded(rows: Sequence[Sequence[int]], width: int) -> Ids:
    """Return int64 [rows, width], zeros after each row's end."""
    table = np.zeros((len(rows), width), dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def mask(rows: Sequence[Sequence[int]], width: int) -> npt.NDArray[np.int32]:
    """Return int32 [rows, width], 1 where `padded` holds a token and 0 after it."""
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    return (np.arange(width) < lengths[:, None]).astype(np.int32)
