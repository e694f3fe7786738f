"""The evidence reader with any number of layers and with dropout.

Its weights have the names of those of `EvidenceReader`; with the same layers it says the same.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig

from qa.training.evidence.model import Output, output_of
from qa.training.evidence.rows import Batch

DROPOUT = 0.1


class Layer(nn.Module):  # type: ignore[misc]
    """One layer of BERT: attention and two matrices, each with its sum and LayerNorm."""

    def __init__(self, config: BertConfig, dropout: float) -> None:
        """Builds the layer with random weights."""
        super().__init__()
        size, eps = config.hidden_size, config.layer_norm_eps
        self.heads, self.dropout = config.num_attention_heads, dropout
        self.attention = nn.ModuleDict(
            {
                "self": nn.ModuleDict(
                    {n: nn.Linear(size, size) for n in ("query", "key", "value")}
                ),
                "output": _summed(size, size, eps),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(size, config.intermediate_size)})
        self.output = _summed(config.intermediate_size, size, eps)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Returns [batch, length, size]; `mask` [batch, 1, 1, length] is true at tokens."""
        own, dropout = self.attention["self"], self.dropout if self.training else 0.0
        query, key, value = (
            own[name](hidden).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        read = functional.scaled_dot_product_attention(query, key, value, mask, dropout)
        hidden = self._sum(self.attention["output"], read.transpose(1, 2).flatten(2), hidden)
        grown = functional.gelu(self.intermediate["dense"](hidden))
        return self._sum(self.output, grown, hidden)

    def _sum(self, part: nn.ModuleDict, new: Tensor, hidden: Tensor) -> Tensor:
        dropped = functional.dropout(part["dense"](new), self.dropout, self.training)
        return part["LayerNorm"](hidden + dropped)


def _summed(inputs: int, size: int, eps: float) -> nn.ModuleDict:
    return nn.ModuleDict({"dense": nn.Linear(inputs, size), "LayerNorm": nn.LayerNorm(size, eps)})


class Network(nn.Module):  # type: ignore[misc]
    """Cross-encoder over [CLS] question [SEP] window [SEP]; the embeddings are not trained."""

    def __init__(self, config: BertConfig, layers: int, dropout: float = DROPOUT) -> None:
        """Builds the network with random weights."""
        super().__init__()
        size = config.hidden_size
        embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(config.vocab_size, size),
                "position_embeddings": nn.Embedding(config.max_position_embeddings, size),
                "token_type_embeddings": nn.Embedding(config.type_vocab_size, size),
                "LayerNorm": nn.LayerNorm(size, config.layer_norm_eps),
            }
        ).requires_grad_(False)
        stack = nn.ModuleList(Layer(config, dropout) for _ in range(layers))
        self.encoder = nn.ModuleDict(
            {"embeddings": embeddings, "encoder": nn.ModuleDict({"layer": stack})}
        )
        self.dropout = nn.Dropout(dropout)
        self.span, self.answerable = nn.Linear(size, 3), nn.Linear(size, 2)

    @property
    def layers(self) -> nn.ModuleList:
        """The layers, the lowest first."""
        return self.encoder["encoder"]["layer"]

    def forward(self, batch: Batch) -> Output:
        """Scores starts, ends, sentences, answerability and yes or no; the heads in float32."""
        hidden = self._embedded(batch)
        mask = batch.attention.bool()[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        with torch.autocast(hidden.device.type, enabled=False):
            hidden = hidden.float()
            tokens = self.span(self.dropout(hidden))
            return output_of(tokens, self.answerable(self.dropout(hidden[:, 0])), batch)

    def _embedded(self, batch: Batch) -> Tensor:
        tables = self.encoder["embeddings"]
        places = torch.arange(batch.ids.shape[1], device=batch.ids.device)
        total = (
            tables["word_embeddings"](batch.ids)
            + tables["position_embeddings"](places)
            + tables["token_type_embeddings"](batch.types)
        )
        return self.dropout(tables["LayerNorm"](total))
