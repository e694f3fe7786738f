"""The evidence reader: the backbone's encoder with heads for spans, evidence and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from qa.training.evidence.rows import UNKNOWN, Batch
from qa.training.model import MASKED, ReaderNetwork

EVIDENCE_WEIGHT = 2.0
ANSWERABLE_WEIGHT = 0.5
YES_NO_WEIGHT = 0.5
POSITIVE_WEIGHT = 2.0
"""How much more a sentence of evidence counts than one that is none; there are few."""


@dataclass(frozen=True, slots=True)
class Output:
    """What the model says.

    Attributes:
        start: Logits [batch, length]; [CLS] stands for "no answer".
        end: The same for ends.
        evidence: Logit of each sentence, the mean over its tokens, [batch, sentences].
        answerable: Logit [batch].
        yes_no: Logit that the evidence says yes rather than no, [batch].
    """

    start: Tensor
    end: Tensor
    evidence: Tensor
    answerable: Tensor
    yes_no: Tensor


class EvidenceReader(ReaderNetwork):
    """Cross-encoder over [CLS] question [SEP] window [SEP], token types 0 and 1."""

    token_outputs = 3
    """Logits of each token: start, end and evidence."""
    first_outputs = 2
    """Logits of [CLS]: answerability and yes."""

    def forward(self, batch: Batch) -> Output:  # type: ignore[override]
        """Scores starts, ends, sentences, answerability and yes or no."""
        hidden = self.encoder(
            input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.attention
        ).last_hidden_state.float()
        return output_of(self.span(hidden).float(), self.answerable(hidden[:, 0]).float(), batch)


def output_of(tokens: Tensor, first: Tensor, batch: Batch) -> Output:
    """Returns what the heads say: `tokens` [batch, length, 3] and `first` [batch, 2], of [CLS]."""
    logits = tokens[..., :2].masked_fill(~batch.candidates[..., None], MASKED)
    return Output(
        logits[..., 0],
        logits[..., 1],
        by_sentence(tokens[..., 2], batch.sentences, batch.evidence.shape[1]),
        first[:, 0],
        first[:, 1],
    )


def by_sentence(tokens: Tensor, sentences: Tensor, count: int) -> Tensor:
    """Returns the mean of the tokens' logits over each sentence, [batch, count]."""
    place = torch.where(sentences == UNKNOWN, count, sentences.clamp(max=count))
    none = tokens.new_zeros(tokens.shape[0], count + 1)
    total = none.scatter_add(1, place, tokens)
    size = none.scatter_add(1, place, torch.ones_like(tokens))
    return (total / size.clamp(min=1))[:, :count]


def loss(reader: EvidenceReader, batch: Batch) -> Tensor:
    """Returns the loss of what a reader says of a batch."""
    return loss_of(reader(batch), batch)


def loss_of(said: Output, batch: Batch) -> Tensor:
    """Evidence BCE by sentence, marginal NLL over the answers, answerability and yes-no BCE."""
    mask = batch.evidence_mask.float()
    each = functional.binary_cross_entropy_with_logits(
        said.evidence,
        batch.evidence,
        reduction="none",
        pos_weight=said.evidence.new_full((), POSITIVE_WEIGHT),
    )
    evidence = (each * mask).sum(1) / mask.sum(1).clamp(min=1)
    start, end = torch.log_softmax(said.start, -1), torch.log_softmax(said.end, -1)
    joint = start.gather(1, batch.golds[..., 0]) + end.gather(1, batch.golds[..., 1])
    span = -torch.logsumexp(joint.masked_fill(~batch.gold_mask, -1e9), -1)
    refusal = functional.binary_cross_entropy_with_logits(
        said.answerable, batch.answerable, reduction="none"
    )
    known = (batch.yes_no != UNKNOWN).float()
    yes_no = functional.binary_cross_entropy_with_logits(
        said.yes_no, batch.yes_no.clamp(min=0).float(), reduction="none"
    )
    total = (
        EVIDENCE_WEIGHT * evidence
        + 0.5 * span * batch.points.float()
        + ANSWERABLE_WEIGHT * refusal
        + YES_NO_WEIGHT * yes_no * known
    ) * batch.weights
    return total.sum() / batch.weights.sum()


def start_from(reader: EvidenceReader, state: Mapping[str, Tensor]) -> None:
    """Takes over the weights of a reader of spans; new outputs of the heads stay as they are."""
    own = reader.state_dict()
    for name, tensor in state.items():
        if name in own and own[name].shape == tensor.shape:
            own[name] = tensor.clone()
        elif name in own:
            own[name][: tensor.shape[0]] = tensor
    reader.load_state_dict(own)
