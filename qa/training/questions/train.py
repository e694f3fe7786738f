"""Trains the question head: ``python -m qa.training.questions.train --news DIR``.

The weights are written into the package. Takes a minute on two cores, most of it for vectors.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from index.models.embedding import open_embedder
from qa.questions.head import question_head
from qa.questions.head.features import features
from qa.questions.head.question_head import FILE, KINDS
from qa.training.evidence.news import TRAINING, read_news
from qa.training.questions.data import Asked, of_news, our_own

LOG = logging.getLogger(__name__)

HIDDEN = 64
ROUNDS = 40
BATCH = 128
LEARNING_RATE, DECAY = 2e-3, 0.02
DROPPED = 0.3
"""Share of the inputs and of the hidden units left out at each step."""
OWN_WEIGHT = 6.0
"""How much one of our own questions counts; one of the news counts 1."""


class Head(nn.Module):  # type: ignore[misc]  # torch is not typed
    """One hidden layer over vector and features.

    Attributes:
        hidden: The hidden layer.
        kinds: A logit for each kind.
    """

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(inputs, HIDDEN)
        self.kinds = nn.Linear(HIDDEN, len(KINDS))
        self._dropout = nn.Dropout(DROPPED)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Returns logits [n, kinds] of inputs [n, dimension + features]."""
        hidden = torch.relu(self.hidden(self._dropout(inputs)))
        logits: torch.Tensor = self.kinds(self._dropout(hidden))
        return logits


def inputs_of(asked: Sequence[Asked]) -> torch.Tensor:
    """Returns float32 [n, dimension + features]."""
    texts = [" ".join(one.text.split()) for one in asked]
    vectors = open_embedder().embed_questions(texts)
    told = np.array([features(text) for text in texts], np.float32)
    return torch.from_numpy(np.concatenate([vectors, told], axis=1))


def train(inputs: torch.Tensor, kinds: torch.Tensor, weights: torch.Tensor, seed: int) -> Head:
    """Returns a head trained on inputs [n, d], kinds [n] (numbers) and weights [n]."""
    torch.manual_seed(seed)
    head = Head(inputs.shape[1])
    optimiser = torch.optim.AdamW(head.parameters(), lr=LEARNING_RATE, weight_decay=DECAY)
    steps = ROUNDS * (len(inputs) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=steps)
    head.train()
    for _ in range(ROUNDS):
        for batch in torch.randperm(len(inputs)).split(BATCH):
            losses = nn.functional.cross_entropy(
                head(inputs[batch]), kinds[batch], reduction="none", label_smoothing=0.05
            )
            loss = (losses * weights[batch]).sum() / weights[batch].sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    head.eval()
    return head


def main(argv: Sequence[str] | None = None) -> None:
    """Trains and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(question_head.__file__).with_name(FILE))
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    news, own = of_news(read_news(options.news), TRAINING), our_own(TRAINING)
    asked = [*news, *own]
    kinds = torch.tensor([KINDS.index(one.kind) for one in asked])
    weights = torch.tensor([1.0] * len(news) + [OWN_WEIGHT] * len(own))
    head = train(inputs_of(asked), kinds, weights, options.seed)
    save_file(
        {name: tensor.contiguous() for name, tensor in head.state_dict().items()}, options.out
    )
    LOG.info("%s questions, written to %s", f"{len(asked):,}", options.out)


if __name__ == "__main__":
    main()
