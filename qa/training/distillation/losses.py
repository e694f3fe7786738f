"""What a network learns: the labels, and what teachers say on average."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from qa.training.distillation.batching import held_sentences
from qa.training.distillation.network import Network
from qa.training.evidence.model import ANSWERABLE_WEIGHT, YES_NO_WEIGHT, Output, loss_of
from qa.training.evidence.rows import UNKNOWN, Batch

HARD_SHARE = 0.3
"""How much of a student's loss is that of the labels."""
EVIDENCE_WEIGHT = 3.0
SPAN_WEIGHT = 0.5


def mean_of(outputs: Sequence[Output]) -> Output:
    """Returns the mean of outputs: of logits, and of log probabilities of starts and ends."""

    def mean(tensors: Sequence[Tensor]) -> Tensor:
        return torch.stack(list(tensors)).mean(0)

    return Output(
        start=mean([torch.log_softmax(one.start, -1) for one in outputs]),
        end=mean([torch.log_softmax(one.end, -1) for one in outputs]),
        evidence=mean([one.evidence for one in outputs]),
        answerable=mean([one.answerable for one in outputs]),
        yes_no=mean([one.yes_no for one in outputs]),
    )


def soft_loss(said: Output, batch: Batch, taught: Output) -> Tensor:
    """Cross-entropy to what is taught: of every sentence read, starts, ends and the verdict.

    Yes or no is taught only where the question asks for it.
    """
    held = held_sentences(batch.sentences, batch.evidence.shape[1]).float()
    each = _to(said.evidence, taught.evidence)
    evidence = (each * held).sum(1) / held.sum(1).clamp(min=1)
    spans = _distribution(said.start, taught.start) + _distribution(said.end, taught.end)
    known = (batch.yes_no != UNKNOWN).float()
    total = (
        EVIDENCE_WEIGHT * evidence
        + SPAN_WEIGHT * spans
        + ANSWERABLE_WEIGHT * _to(said.answerable, taught.answerable)
        + YES_NO_WEIGHT * _to(said.yes_no, taught.yes_no) * known
    ) * batch.weights
    return total.sum() / batch.weights.sum()


def _to(said: Tensor, taught: Tensor) -> Tensor:
    """Cross-entropy of each logit to the probability that is taught."""
    return functional.binary_cross_entropy_with_logits(
        said, torch.sigmoid(taught), reduction="none"
    )


def _distribution(said: Tensor, taught: Tensor) -> Tensor:
    """Cross-entropy over positions, [batch]; what is masked out adds nothing."""
    chances = torch.softmax(taught, -1)
    return -(chances * torch.log_softmax(said, -1).clamp(min=-50)).sum(-1)


def teacher_loss(network: Network, batch: Batch) -> Tensor:
    """Returns the loss of a network that learns from the labels alone."""
    return loss_of(network(batch), batch)


def student_loss(network: Network, batch: Batch, teachers: Sequence[Network]) -> Tensor:
    """Returns the loss of a network that learns from labels and teachers, who are in eval mode."""
    said = network(batch)
    with torch.no_grad():
        taught = mean_of([teacher(batch) for teacher in teachers])
    return HARD_SHARE * loss_of(said, batch) + (1 - HARD_SHARE) * soft_loss(said, batch, taught)
