"""The shipped backbone's weights as an encoder to be drawn."""

from index.models.encoder_graph import Encoder, EncoderShape, Head
from index.models.weights import backbone_folder, read_json, read_safetensors


def embedding_encoder() -> Encoder:
    """Return the backbone as it was published, with its embedding head.

    Raises:
        ModelError: Its files are missing or damaged.
    """
    folder = backbone_folder()
    return Encoder(
        shape=EncoderShape.from_config(read_json(folder / "config.json")),
        weights=read_safetensors(folder / "model.safetensors"),
        head=Head.EMBEDDING,
    )
