"""Figures of networks on the tuning part, those of `qa.training.evidence.measure`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch

from qa.training.distillation.batching import DevicePairs, held_sentences
from qa.training.distillation.losses import mean_of
from qa.training.evidence.measure import (
    ABSENT,
    Asked,
    Reading,
    figures,
    ranked_sentences,
)
from qa.training.evidence.model import Output
from qa.training.evidence.rows import Batch

AT_ONCE = 65_536
"""Most tokens that are read at once."""


def over_pairs(
    networks: Sequence[Callable[[Batch], Output]], data: DevicePairs
) -> dict[str, object]:
    """Returns the figures of a network in eval mode, or of what several say on average."""
    pairs = data.pairs
    readings = read(networks, data)
    starts = [row.tolist() for row in pairs.window_starts.rows()]
    names = [starts[window] for window in pairs.window]
    gold = [set(row.tolist()) for row in pairs.evidence.rows()]
    windows = [
        (own, [number in marked for number in range(len(own))])
        for own, marked in zip(names, gold, strict=True)
    ]
    best = []
    for group in range(len(pairs.asked)):
        numbers = np.flatnonzero(pairs.group == group).tolist()
        best.append(ranked_sentences([windows[n] for n in numbers], [readings[n] for n in numbers]))
    return figures([Asked(*map(str, row)) for row in pairs.asked], best)


def read(networks: Sequence[Callable[[Batch], Output]], data: DevicePairs) -> list[Reading]:
    """Reads every pair, in batches of like length."""
    found: dict[int, Reading] = {}
    order = np.argsort(data.length, kind="stable").tolist()
    with torch.inference_mode(), torch.autocast(data.device, dtype=torch.bfloat16):
        while order:
            size = max(1, AT_ONCE // int(data.length[order[-1]]))
            numbers, order = order[-size:], order[:-size]
            batch = data.batch(numbers)
            said = mean_of([network(batch) for network in networks])
            found.update(zip(numbers, _readings(said, batch), strict=True))
    return [found[number] for number in range(len(data))]


def _readings(said: Output, batch: Batch) -> list[Reading]:
    """Returns what is said of each window; of sentences without a token that they are absent."""
    held = held_sentences(batch.sentences, batch.evidence.shape[1])
    logits = said.evidence.float().masked_fill(~held, ABSENT).tolist()
    last = (held * torch.arange(1, held.shape[1] + 1, device=held.device)).amax(1).tolist()
    verdicts = zip(said.answerable.tolist(), said.yes_no.tolist(), strict=True)
    return [
        Reading(row[:size], *verdict)
        for row, size, verdict in zip(logits, last, verdicts, strict=True)
    ]
