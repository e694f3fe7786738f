"""Rows of token ids become batches without padding. Pure."""

from collections.abc import Iterator, Sequence

BUDGET = 512
"""Most tokens in a batch: enough to keep a core busy, and over in about 0.05 s."""


def batches(lengths: Sequence[int], *, budget: int = BUDGET) -> Iterator[list[int]]:
    """Yield positions of rows that have the same length, longest rows first.

    Nothing is padded, so that nothing must be masked, no work is wasted, and a row's numbers are
    the same in any company. Longest first shows a lack of memory at the start.

    Args:
        lengths: Tokens of each row.
        budget: Most tokens of a batch; a single row may exceed it.
    """
    order = sorted(range(len(lengths)), key=lambda row: (-lengths[row], row))
    start = 0
    while start < len(order):
        length = lengths[order[start]]
        end = start + 1
        most = start + max(1, budget // max(1, length))
        while end < min(most, len(order)) and lengths[order[end]] == length:
            end += 1
        yield order[start:end]
        start = end
